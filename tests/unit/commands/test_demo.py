"""When does `tenure demo` build, and what does it say when it cannot?"""

import pytest
from click.testing import CliRunner

from tenure.actions.workspaces import create_workspace
from tenure.answers import process
from tenure.answers.demo import the_demo
from tenure.commands import demo
from tenure.commands.demo_calls import NotTaken, send
from tenure.eventlog.open_spool import open_spool
from tests.factories import make_account, make_member


@pytest.fixture(autouse=True)
def data(db, tmp_path, settings):
    settings.TENURE_DATA = tmp_path
    process.forget()
    yield tmp_path
    process.forget()


@pytest.fixture
def built(monkeypatch):
    """The workspaces that were filled; filling one takes no time here."""
    found = []
    monkeypatch.setattr(demo, "_build", found.append)
    return found


def there(whole: bool):
    """A demo that is there already."""
    workspace = create_workspace(name="Demo", kind="reseller", by="test", demo=True)
    make_account(workspace, "smit", "Bakkerij Smit")
    if whole:
        make_member(workspace, "owner")
    return workspace


def run(*words: str):
    return CliRunner().invoke(demo.command, words)


def test_a_demo_that_is_whole_is_left_as_it_is(built):
    there(whole=True)
    ran = run()
    assert (ran.exit_code, built) == (0, [])
    assert "is there already; --again builds it anew" in ran.stdout


@pytest.mark.parametrize(
    ("whole", "words"), [(True, ["--again"]), (False, [])], ids=["asked for", "half of it is there"]
)
def test_a_demo_is_built_anew(built, whole, words):
    before = there(whole)
    number = before.pk
    assert run(*words).exit_code == 0
    assert [one.is_demo for one in built] == [True]
    assert the_demo().pk != number
    assert not the_demo().accounts.exists()


def test_a_demo_that_is_in_use_stays_and_the_command_says_what_to_stop(built, data):
    there(whole=True)
    server = open_spool(process.home(), "")
    ran = run("--again")
    server.close()
    assert (ran.exit_code, built) == (1, [])
    assert f"Tenure is running on {data}: stop `tenure serve` and `tenure work` first." in ran.stderr
    assert the_demo().accounts.exists()


def test_a_workspace_of_that_name_with_data_of_ones_own_is_left_alone(built):
    mine = create_workspace(name="Demo", by="test")
    ran = run("--again")
    assert (ran.exit_code, built) == (1, [])
    assert "a workspace “demo” with your own data, and the demo needs that name" in ran.stderr
    mine.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_calls_that_capture_refuses_are_told_with_its_answer():
    with pytest.raises(NotTaken, match=r"capture answered 401: .*key"):
        send([b'{"batch": []}'], "no key of ours")
