"""`tenure dead-letters`: events that could not be kept, with the reason; replay them."""

from datetime import UTC, datetime

import click

from tenure.answers.process import spool
from tenure.commands.asking import json_option, print_json_list, print_table, the_workspace, workspace_option


@click.command()
@workspace_option
@click.option("--limit", default=100, show_default=True)
@click.option(
    "--replay", "ids", type=int, multiple=True, metavar="ID", help="Put this one back in the queue; may be repeated."
)
@json_option
def command(slug: str | None, limit: int, ids: tuple[int, ...], as_json: bool) -> None:
    """List events that could not be kept, newest first, or send some through again."""
    workspace = the_workspace(slug)
    if ids:
        back = spool().replay(workspace.slug, ids)
        click.echo(f"{back} of {len(ids)} wait to be sealed again.")
        return
    letters = spool().dead_letters(workspace.slug, limit)
    rows = [
        {
            "id": letter.id,
            "received_at": datetime.fromtimestamp(letter.received_at / 1e6, UTC).isoformat(),
            "reason": letter.reason,
            "body": letter.body.decode(errors="replace"),
        }
        for letter in letters
    ]
    if as_json:
        print_json_list(rows)
        return
    table = [(row["id"], row["received_at"], row["reason"], str(row["body"])[:60]) for row in rows]
    print_table(("Id", "Received", "Reason", "Begins with"), table, "No dead letters: every event was kept.")
