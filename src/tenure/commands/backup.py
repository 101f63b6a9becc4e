"""`tenure backup FILE`: write everything to one file, beside a running server."""

from pathlib import Path

import click

from tenure.actions.database import migrate_if_needed
from tenure.answers.backup import BackupError, back_up
from tenure.commands.asking import json_option, print_json
from tenure.commands.progress import bytes_bar


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> None:
    """Write everything to FILE: records, accepted events that are not in the log yet, and the log.

    The server may run; what it acknowledged before the backup began is in it. FILE can be read by its owner only.
    """
    migrate_if_needed()
    try:
        with bytes_bar("Backing up", quiet=as_json) as start:
            backup = back_up(file, start)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        print_json({"file": str(backup.path), "bytes": backup.size, "workspaces": list(backup.workspaces)})
        return
    click.echo(f"{backup.path} holds everything: {backup.size / 1e6:,.1f} MB. Keep it as safe as the data itself.")
