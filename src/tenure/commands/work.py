"""`tenure work`: the rounds in a process of their own; as many of these as wanted may run."""

import signal

import click

from tenure.actions.database import migrate_if_needed
from tenure.answers import process
from tenure.rounds.work import Worker


@click.command()
@click.option("--parent", type=int, help="Stop when this process is gone.", hidden=True)
def command(parent: int | None) -> None:
    """Run the rounds: seal events, compute facts and health, keep the log."""
    process.tidy()
    migrate_if_needed()
    worker = Worker(parent)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()
