"""`tenure restore FILE`: bring a backup back."""

from pathlib import Path

import click

from tenure.actions.restore import RestoreError, restore
from tenure.commands.asking import json_option, print_json
from tenure.commands.progress import bytes_bar


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace the data that is there; it is kept aside.")
@json_option
def command(file: Path, force: bool, as_json: bool) -> None:
    """Bring the backup FILE back into TENURE_DATA (and DATABASE_URL), with no server running."""
    try:
        with bytes_bar("Restoring", quiet=as_json) as start:
            contents, aside = restore(file, force=force, start=start)
    except RestoreError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        kept = str(aside) if aside else None
        print_json({"made_at": contents.made_at, "workspaces": list(contents.workspaces), "replaced": kept})
        return
    click.echo(f"Everything is as it was on {contents.made_at[:19].replace('T', ' ')} UTC. Start it with: tenure serve")
    if aside:
        click.echo(f"What was replaced is in {aside}; remove it when you no longer need it.")
