"""`tenure demo`: a workspace to look around in, made of files that come in as a customer's would."""

import sys
import tempfile
from pathlib import Path

import click

from tenure import clock
from tenure.actions.database import migrate_if_needed
from tenure.actions.facts_marks import note_stored_day
from tenure.actions.imports import import_file
from tenure.actions.workspaces import add_member, create_workspace
from tenure.answers.process import home, spool
from tenure.answers.score_history import WEEKS
from tenure.commands.asking import BY, json_option, print_json
from tenure.records.workspace import Workspace
from tenure.rounds.facts import FactsRound
from tenure.rounds.known import store_end_of
from tenure.rounds.upkeep import upkeep
from tenure.sources.demo_files import write_demo_files
from tenure.values.moment import Moment

DEMO = "demo"


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Make the workspace “demo”, unless it is there: forty accounts, 180 days of use, and a member to look as."""
    migrate_if_needed()
    if Workspace.objects.filter(slug=DEMO).exists():
        _tell("The demo is there already.", made=False, as_json=as_json)
        return
    workspace = create_workspace(name="Demo", kind=Workspace.Kind.SAAS, by=BY, demo=True)
    click.echo("Building the demo: files come in, days are counted, accounts are scored.", err=as_json)
    with tempfile.TemporaryDirectory() as folder:
        files = write_demo_files(Path(folder), clock.now().date())
        for kind, path in files.items():
            import_file(workspace=workspace, kind=kind, path=path, home=home(), spool=spool(), by=BY)
    upkeep(workspace)
    facts = FactsRound()
    while facts.run(workspace):
        pass
    _store_weeks(workspace)
    add_member(workspace=workspace, email="demo@example.com", name="Demo visitor", role="owner", by=BY)
    _tell("The demo is ready: tenure serve --demo", made=True, as_json=as_json)


def _tell(sentence: str, *, made: bool, as_json: bool) -> None:
    if as_json:
        print_json({"workspace": DEMO, "made": made})
    else:
        click.echo(sentence)


def _store_weeks(workspace: Workspace) -> None:
    """Store the ends of the last weeks, as a product that had run all the time would have."""
    yesterday = Moment(clock.now()).window_day - 1
    with click.progressbar(range(WEEKS), label="Looking back twelve weeks", file=sys.stderr) as weeks:
        for back in weeks:
            store_end_of(workspace, yesterday - 7 * back)
    note_stored_day(workspace=workspace, day=yesterday)
