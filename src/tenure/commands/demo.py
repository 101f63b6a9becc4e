"""`tenure demo`: a workspace to look around in, made of files and calls that come in as a customer's would."""

import gc
import sys
import tempfile
from pathlib import Path

import click

from tenure import clock
from tenure.actions.custom_facts import create_custom_fact
from tenure.actions.database import migrate_if_needed
from tenure.actions.facts_marks import note_stored_day
from tenure.actions.importing.files import import_file
from tenure.actions.keys import create_key
from tenure.actions.remove_demo import DemoInUse, remove_demo
from tenure.actions.workspaces import WorkspaceTaken, add_member, create_workspace
from tenure.answers.demo import DEMO, is_whole, the_demo
from tenure.answers.process import home, spool
from tenure.answers.score_history import WEEKS
from tenure.commands.asking import BY, json_option, print_json
from tenure.commands.demo_bands import tell_changes
from tenure.commands.demo_calls import send
from tenure.commands.demo_foresight import foresee, share_out
from tenure.commands.demo_renewals import tell_departures, tell_words
from tenure.commands.demo_work import tell_tasks, tell_work
from tenure.records.workspace import Workspace
from tenure.rounds.facts import FactsRound
from tenure.rounds.known import store_end_of
from tenure.rounds.seal import seal
from tenure.rounds.upkeep import upkeep
from tenure.sources.demo.calls import calls
from tenure.sources.demo.customs import CUSTOMS
from tenure.sources.demo.files import Demo, write_demo
from tenure.sources.demo.population import OWNERS, VISITOR
from tenure.values.moment import Moment


@click.command()
@click.option("--again", is_flag=True, help="Build it anew, as of today, in place of the one that is there.")
@json_option
def command(again: bool, as_json: bool) -> None:
    """Make the workspace “demo”, unless it is there: an app reseller with 240 accounts and eighteen months of history.

    What is in it, and where each story stands, is told on its own page once it is served: tenure serve --demo.
    """
    migrate_if_needed()
    there = the_demo()
    if is_whole(there) and not again:
        _tell("The demo is there already; --again builds it anew.", made=False, as_json=as_json)
        return
    # Rows leave no cycles behind, and looking for some takes a third of the time.
    gc.set_threshold(200_000)
    try:
        if there is not None:
            remove_demo(workspace=there)
        workspace = create_workspace(name="Demo", kind=Workspace.Kind.RESELLER, by=BY, demo=True)
    except DemoInUse as error:
        raise click.ClickException(str(error)) from error
    except WorkspaceTaken:
        raise click.ClickException(
            f"There is a workspace “{DEMO}” with your own data, and the demo needs that name."
        ) from None
    click.echo("Building the demo: files come in, days are counted, accounts are scored.", err=as_json)
    _build(workspace)
    _tell("The demo is ready: tenure serve --demo", made=True, as_json=as_json)


def _tell(sentence: str, *, made: bool, as_json: bool) -> None:
    if as_json:
        print_json({"workspace": DEMO, "made": made})
    else:
        click.echo(sentence)


def _build(workspace: Workspace) -> None:
    for custom in CUSTOMS:
        create_custom_fact(workspace=workspace, custom=custom, by=BY)
    with tempfile.TemporaryDirectory() as folder:
        demo = write_demo(Path(folder), clock.now())
        with click.progressbar(demo.files, label="Bringing files in", file=sys.stderr) as files:
            for one in files:
                import_file(workspace=workspace, kind=one.kind, path=one.path, home=home(), spool=spool(), by=BY)
    _send(workspace, demo)
    upkeep(workspace)
    facts = FactsRound()
    while facts.run(workspace):
        pass
    _store_weeks(workspace)
    tell_work(workspace)
    for name in OWNERS:
        email = f"{name.split()[0].lower()}@example.com"
        tell_tasks(add_member(workspace=workspace, email=email, name=name, role="manager", by=BY))
    tell_departures(workspace, demo.whys)
    tell_words(workspace, demo.expected)
    foresee(workspace, facts)
    # Who may look as its owner comes last: by that a demo that was built to its end is told.
    tell_tasks(add_member(workspace=workspace, email="demo@example.com", name=VISITOR, role="owner", by=BY))
    share_out(workspace)


def _send(workspace: Workspace, demo: Demo) -> None:
    """Send the latest events as the back office of the apps does, and take them into the log."""
    key = create_key(workspace=workspace, kind="write", name="Back office of the apps", by=BY)
    send(calls(demo.events), key)
    while seal(workspace):
        pass


def _store_weeks(workspace: Workspace) -> None:
    """Store the ends of the last weeks, as a product that had run all the time would have."""
    yesterday = Moment(clock.now()).window_day - 1
    with click.progressbar(range(WEEKS), label="Looking back twelve weeks", file=sys.stderr) as weeks:
        for back in weeks:
            store_end_of(workspace, yesterday - 7 * back)
    tell_changes(workspace, [yesterday - 7 * back for back in reversed(range(WEEKS))])
    note_stored_day(workspace=workspace, day=yesterday)
