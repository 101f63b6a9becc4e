"""`tenure alerts`: which accounts need somebody, why, and since when."""

from typing import Any

import click

from tenure.actions.alert_tasks import ranked
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.signal_rows import alert_row, alerts
from tenure.commands.asking import json_option, print_json_list, print_table, the_workspace, workspace_option


@click.command()
@workspace_option
@click.option("--account", "-a", "key", help="Only those of the account with this key.")
@click.option("--signal", "-s", "signal", help="Only those of the signal with this short name.")
@click.option("--all", "everything", is_flag=True, help="Also those that are over.")
@json_option
def command(slug: str | None, key: str | None, signal: str | None, everything: bool, as_json: bool) -> None:
    """List the open alerts, the worst first."""
    workspace = the_workspace(slug)
    rows = alerts(workspace)
    rows = rows if everything else rows.filter(ended_at=None)
    if key is not None:
        rows = rows.filter(account__key=key)
    if signal is not None:
        rows = rows.filter(signal__slug=signal)
    catalogue = catalogue_of(workspace)
    found = [_plain(alert_row(row, catalogue)) for row in ranked(rows)]
    if as_json:
        print_json_list(found)
        return
    table = [(row["severity"], row["account"], row["says"], row["since"][:10], row["owner"] or "") for row in found]
    print_table(("Severity", "Account", "What happened", "Since", "Owner"), table, "No alert is open.")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Times and days as text."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
