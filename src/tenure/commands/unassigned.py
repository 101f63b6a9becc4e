"""`tenure unassigned`: actors whose events reach no account yet; a later call, contact or account empties the list."""

import click

from tenure.answers.unassigned import unassigned
from tenure.commands.asking import json_option, print_json_list, print_table, the_workspace, workspace_option


@click.command()
@workspace_option
@click.option("--limit", default=100, show_default=True)
@json_option
def command(slug: str | None, limit: int, as_json: bool) -> None:
    """List actors whose events of the last 90 days reach no account, most events first."""
    rows = unassigned(the_workspace(slug), limit)
    if as_json:
        print_json_list(rows)
        return
    table = [(row["actor"], row["group_id"] or "", row["events"], row["last"]) for row in rows]
    print_table(("Actor", "Group", "Events", "Last seen"), table, "Every event of the last 90 days reaches an account.")
