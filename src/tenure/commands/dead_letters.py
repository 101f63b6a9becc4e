"""`tenure dead-letters`: events that could not be kept, with the reason; replay them."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from tenure.actions.dead_letters import Replayed, found, replay
from tenure.answers.facts import oldest
from tenure.answers.process import spool
from tenure.commands.asking import (
    BY,
    json_option,
    print_json,
    print_json_list,
    print_table,
    the_workspace,
    workspace_option,
)  # fmt: skip
from tenure.eventlog.spool import DeadRow

ALL = "all"
SOME_STAYED = 3
_SHOWN = 10


@click.command()
@workspace_option
@click.option("--limit", default=100, show_default=True, help="List at most so many.")
@click.option("--reason", "said", default="", metavar="TEXT", help="Only those whose reason holds this text.")
@click.option(
    "--replay",
    "chosen",
    multiple=True,
    metavar="ID|all",
    help="Send this one through again, or all; may be repeated.",
)
@json_option
def command(slug: str | None, limit: int, said: str, chosen: Sequence[str], as_json: bool) -> None:
    """List events that could not be kept, newest first, or send some through again.

    What could still not be kept stays in the list under its id. Exits 0 when all that were meant wait to be sealed
    again, 3 when some stayed.
    """
    workspace = the_workspace(slug)
    if not chosen:
        _list(found(spool(), workspace, limit, said), said, as_json)
        return
    done = replay(workspace=workspace, spool=spool(), oldest=oldest(workspace), by=BY, ids=_ids(chosen), said=said)
    if as_json:
        print_json(
            {
                "replayed": len(done.ids),
                "ids": list(done.ids),
                "still_bad": [{"id": one.id, "reason": one.reason} for one in done.still_bad],
                "unknown": list(done.unknown),
            }
        )
    else:
        _tell(done)
    if done.still_bad or done.unknown:
        sys.exit(SOME_STAYED)


def _ids(chosen: Sequence[str]) -> list[int] | None:
    """The letters that are meant, None for all; a wrong call when one is neither."""
    if wrong := [one for one in chosen if one != ALL and not one.isdecimal()]:
        raise click.BadParameter(f"“{wrong[0][:40]}” is neither the id of a dead letter nor the word all.")
    return None if ALL in chosen else [int(one) for one in chosen]


def _list(letters: Sequence[DeadRow], said: str, as_json: bool) -> None:
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
    empty = "No dead letter has such a reason." if said else "No dead letters: every event was kept."
    print_table(("Id", "Received", "Reason", "Begins with"), table, empty)


def _tell(done: Replayed) -> None:
    meant = len(done.ids) + len(done.still_bad) + len(done.unknown)
    click.echo(f"{len(done.ids):,} of {meant:,} wait to be sealed again." if meant else "There is none to replay.")
    for one in done.still_bad[:_SHOWN]:
        click.echo(f"  {one.id} stays: {one.reason}", err=True)
    if len(done.still_bad) > _SHOWN:
        click.echo(f"  and {len(done.still_bad) - _SHOWN:,} more: --json lists all", err=True)
    if done.unknown:
        click.echo(f"  not in the list: {', '.join(map(str, done.unknown[:_SHOWN]))}", err=True)
