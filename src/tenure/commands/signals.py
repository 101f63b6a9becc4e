"""`tenure signals`: what is watched, and what came of it."""

import click

from tenure.answers.signal_rows import signal_rows, signals
from tenure.commands.asking import json_option, print_json_list, print_table, the_workspace, workspace_option


@click.command()
@workspace_option
@json_option
def command(slug: str | None, as_json: bool) -> None:
    """List the signals: which are on, how often they fired in 90 days, and how many of their alerts are open."""
    workspace = the_workspace(slug)
    found = signal_rows(workspace, list(signals(workspace).order_by("-is_on", "pk")))
    if as_json:
        print_json_list(found)
        return
    table = [
        (row["slug"], "on" if row["is_on"] else "off", str(row["open"]), str(row["fired_90"]), row["says"] or "")
        for row in found
    ]
    print_table(("Signal", "Is", "Open", "Fired", "When"), table, "Nothing is watched.")
