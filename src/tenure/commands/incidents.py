"""`tenure incidents`: what went wrong for several accounts at once, whom does it affect, and who was told?"""

from typing import Any

import click

from tenure.answers.incidents import account_row, accounts_of, incident_row, incidents
from tenure.commands.asking import json_option, print_json_list, print_table, the_workspace, workspace_option


@click.command()
@workspace_option
@click.option("--all", "everything", is_flag=True, help="Also those that are closed.")
@click.option(
    "--incident", "-i", "number", type=int, help="Whom the incident with this number affects, and who was told."
)
@json_option
def command(slug: str | None, everything: bool, number: int | None, as_json: bool) -> None:
    """List the open incidents, the latest first."""
    workspace = the_workspace(slug)
    rows = incidents(workspace).select_related("ticket").order_by("-opened_at", "-pk")
    if number is not None:
        _print_affected(rows.filter(pk=number).first(), number, as_json=as_json)
        return
    found = [incident_row(row) for row in (rows if everything else rows.filter(closed_at=None))]
    if as_json:
        print_json_list(found)
        return
    table = [
        (row["id"], row["title"], row["says"], f"{row['told']} of {row['affected']}", row["state"]) for row in found
    ]
    print_table(("No", "Incident", "Affected if", "Told", "State"), table, "No incident is open.")


def _print_affected(incident: Any, number: int, *, as_json: bool) -> None:
    if incident is None:
        raise click.ClickException(f"There is no incident {number}: see tenure incidents --all.")
    found = [account_row(row) for row in accounts_of(incident)]
    if as_json:
        print_json_list(found)
        return
    table = [
        (
            row["account"],
            row["owner"] or "",
            row["contact"] or "",
            row["channel"],
            row["why"] or "",
            row["told_at"] or "",
        )
        for row in found
    ]
    print_table(("Account", "Owner", "Contact", "By", "Why", "Told"), table, "It affects nobody.")
