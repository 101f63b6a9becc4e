"""Is a demo that is removed gone whole, and nothing else with it?"""

import pytest
from django.apps import apps

from tenure.actions.importing.files import import_file
from tenure.actions.keys import create_key
from tenure.actions.remove_demo import DemoInUse, remove_demo
from tenure.actions.workspaces import add_member, create_workspace
from tenure.answers import process
from tenure.answers.demo import is_whole, the_demo
from tenure.eventlog.open_spool import open_spool
from tenure.eventlog.spool import DeadLetter
from tenure.records.models import User, Workspace
from tenure.rounds.facts import FactsRound
from tenure.rounds.upkeep import upkeep

ACCOUNTS = "Account ID,Name,Trade\nsmit,Bakkerij Smit,Bakery\n"
EVENTS = "User ID,Account ID,Event,Time\nu1,smit,Opened,2026-03-02T10:00:00Z\nu1,smit,Opened,2026-02-02T10:00:00Z\n"


@pytest.fixture(autouse=True)
def data(db, tmp_path, settings, time_machine):
    time_machine.move_to("2026-03-04T12:00:00Z", tick=False)
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    yield settings.TENURE_DATA
    process.forget()


def fill(workspace: Workspace, folder) -> None:
    for kind, text in (("accounts", ACCOUNTS), ("events", EVENTS)):
        path = folder / f"{kind}.csv"
        path.write_text(text)
        import_file(workspace=workspace, kind=kind, path=path, home=process.home(), spool=process.spool(), by="test")
    create_key(workspace=workspace, kind="write", by="test")
    process.spool().append([], [DeadLetter(workspace.slug, 1, "it names nobody", b"{}")])
    upkeep(workspace)
    FactsRound().run(workspace)


def build(folder) -> Workspace:
    demo = create_workspace(name="Demo", kind="reseller", by="test", demo=True)
    fill(demo, folder)
    add_member(workspace=demo, email="demo@example.com", name="Demo visitor", role="owner", by="test")
    return demo


def stop() -> None:
    """What a server does when it ends."""
    process.spool().close()
    process.forget()


def rows_of(workspace_id: int) -> dict[str, int]:
    """Rows of a workspace in every table that has a column for it."""
    models = [one for one in apps.get_models() if any(field.name == "workspace" for field in one._meta.get_fields())]
    found = {one.__name__: one._default_manager.filter(workspace_id=workspace_id).count() for one in models}
    return {name: count for name, count in found.items() if count}


def test_a_demo_goes_whole_and_another_workspace_stays(data, tmp_path):
    mine = create_workspace(name="Mine", kind="reseller", by="test")
    fill(mine, tmp_path)
    kept = rows_of(mine.pk)
    demo = build(tmp_path)
    assert {"Account", "Import", "AuditEntry", "AccountHealth", "Member"} <= rows_of(demo.pk).keys()
    number = demo.pk
    stop()

    remove_demo(workspace=demo)

    assert the_demo() is None
    assert rows_of(number) == {}
    assert rows_of(mine.pk) == kept
    assert not process.home().log("demo").exists()
    assert process.home().log("mine").exists()
    assert process.spool().open_days("demo") == {}
    assert len(process.spool().dead_letters("mine")) == 1
    assert process.spool().dead_letters("demo") == []
    assert User.objects.filter(email="demo@example.com").exists()


def test_a_demo_is_built_anew_where_one_was(tmp_path):
    first = build(tmp_path)
    stop()
    remove_demo(workspace=first)
    second = build(tmp_path)
    assert is_whole(the_demo())
    assert second.accounts.get().health.facts["events_28"] == 1


def test_a_demo_is_left_alone_while_something_runs_on_it(data, tmp_path):
    demo = build(tmp_path)
    stop()
    server = open_spool(process.home(), "")
    with pytest.raises(DemoInUse, match=f"Tenure is running on {data}: stop `tenure serve`"):
        remove_demo(workspace=demo)
    server.close()
    assert is_whole(the_demo())


def test_a_workspace_that_is_no_demo_is_refused():
    mine = create_workspace(name="Mine", by="test")
    with pytest.raises(ValueError, match="is no demo"):
        remove_demo(workspace=mine)
    assert Workspace.objects.filter(slug="mine").exists()


def test_a_demo_that_was_not_built_to_its_end_is_not_whole(tmp_path):
    demo = create_workspace(name="Demo", kind="reseller", by="test", demo=True)
    fill(demo, tmp_path)
    assert the_demo() == demo
    assert not is_whole(demo)
    assert not is_whole(None)
