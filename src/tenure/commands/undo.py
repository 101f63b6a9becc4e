"""`tenure undo`: take an import back."""

import sys

import click

from tenure.actions.database import migrate_if_needed
from tenure.actions.importing.undo import Undone, UndoRefused, undo_import
from tenure.answers.process import home, spool
from tenure.commands.asking import BY, json_option, print_json, the_workspace, workspace_option
from tenure.commands.import_ import progress_bar

SOME_KEPT = 3
_SHOWN = 20


@click.command()
@click.argument("import_id", metavar="ID", type=int)
@workspace_option
@json_option
def command(import_id: int, slug: str | None, as_json: bool) -> None:
    """Take import ID back: what it created goes, what it changed is as before.

    What was changed or used since stays, and is listed with the reason. Exits 0 when all was taken back, 3 when not.
    """
    migrate_if_needed()
    workspace = the_workspace(slug) if slug else None
    try:
        with progress_bar(f"Taking import {import_id} back") as progress:
            done = undo_import(
                import_id=import_id, workspace=workspace, home=home(), spool=spool(), by=BY, progress=progress
            )
    except UndoRefused as error:
        raise click.UsageError(str(error)) from None
    except KeyboardInterrupt:
        click.echo("\nStopped. The same command goes on.", err=True)
        sys.exit(130)
    if as_json:
        print_json(done.as_json())
    else:
        _tell(done)
    if done.kept:
        sys.exit(SOME_KEPT)


def _tell(done: Undone) -> None:
    events = f", {done.events:,} events removed" if done.of.kind == "events" else ""
    click.echo(f"Import {done.of.pk}: {done.deleted:,} deleted, {done.restored:,} restored{events}, {done.kept:,} kept")
    for kept in done.reasons[:_SHOWN]:
        click.echo(f"  {kept.record} stays: {kept.reason}")
    if done.kept > _SHOWN:
        click.echo(f"  and {done.kept - _SHOWN:,} more: --json lists the first thousand")
