"""`tenure demo`: a workspace to look around in, made of files that come in as a customer's would."""

import tempfile
from pathlib import Path

import click

from tenure import clock
from tenure.actions.database import migrate_if_needed
from tenure.actions.imports import import_file
from tenure.actions.workspaces import add_member, create_workspace
from tenure.answers.process import home, spool
from tenure.commands.asking import BY
from tenure.records.workspace import Workspace
from tenure.rounds.facts import FactsRound
from tenure.rounds.upkeep import upkeep
from tenure.sources.demo_files import write_demo_files

DEMO = "demo"


@click.command()
def command() -> None:
    """Make the workspace “demo”, unless it is there: forty accounts, 180 days of use, and a member to look as."""
    migrate_if_needed()
    if Workspace.objects.filter(slug=DEMO).exists():
        click.echo("The demo is there already.")
        return
    workspace = create_workspace(name="Demo", kind=Workspace.Kind.SAAS, by=BY, demo=True)
    with tempfile.TemporaryDirectory() as folder:
        files = write_demo_files(Path(folder), clock.now().date())
        with click.progressbar(files.items(), label="Building the demo") as steps:
            for kind, path in steps:
                import_file(workspace=workspace, kind=kind, path=path, home=home(), spool=spool(), by=BY)
    upkeep(workspace)
    facts = FactsRound()
    while facts.run(workspace):
        pass
    add_member(workspace=workspace, email="demo@example.com", name="Demo visitor", role="owner", by=BY)
    click.echo("The demo is ready: tenure serve --demo")
