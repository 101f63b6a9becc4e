"""Do `tenure facts` and `tenure health` print what is known as people read it, and say which day they tell?"""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from tenure.actions.workspaces import create_workspace
from tenure.answers import process
from tenure.commands import facts, health
from tenure.commands.facts import _lines
from tenure.rounds.known import store_end_of
from tenure.values.moment import day_key
from tests.factories import make_account


@pytest.fixture
def acme(db, tmp_path, settings, time_machine):
    """A workspace whose facts were stored at the end of 7 March, before the bakery came; it is the 10th."""
    time_machine.move_to(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False)
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    made = create_workspace(name="Acme", by="test")
    make_account(made, "studio")
    store_end_of(made, day_key(datetime(2026, 3, 7, tzinfo=UTC).date()))
    make_account(made, "bakery")
    yield made
    process.spool().close()
    process.forget()


def run(command, *args):
    return CliRunner().invoke(command, list(args))


@pytest.mark.parametrize("known", ["now", "then"])
def test_a_fact_that_nobody_declared_is_refused(acme, known):
    done = run(facts.command, "--known", known, "--fact", "shoe_size")
    assert done.exit_code == 2
    assert "There is no fact “shoe_size”" in done.stderr


@pytest.mark.parametrize("command", [facts.command, health.command], ids=["facts", "health"])
def test_what_was_known_then_bears_the_day_on_which_it_was_stored(acme, command):
    (told,) = json.loads(run(command, "--known", "then", "--as-of", "2026-03-09", "--json").stdout)
    assert (told["account"], told["as_of"]) == ("studio", "2026-03-07")
    assert "As stored at the end of 2026-03-07." in run(command, "--known", "then").stdout
    (told,) = json.loads(run(command, "--account", "studio", "--as-of", "2026-03-09", "--json").stdout)
    assert told["as_of"] == "2026-03-09"


@pytest.mark.parametrize("command", [facts.command, health.command], ids=["facts", "health"])
def test_an_account_of_which_nothing_was_stored_is_named(acme, command):
    done = run(command, "--known", "then", "--account", "bakery", "--account", "studio", "--json")
    assert [one["account"] for one in json.loads(done.stdout)] == ["studio"]
    assert done.stderr == "Nothing is stored of account bakery at the end of 2026-03-07.\n"
    alone = run(command, "--known", "then", "--account", "bakery")
    assert (alone.stdout, alone.stderr) == ("", done.stderr)


@pytest.mark.parametrize("command", [facts.command, health.command], ids=["facts", "health"])
def test_a_day_before_anything_was_stored_says_so(acme, command):
    done = run(command, "--known", "then", "--as-of", "2026-03-01", "--json")
    assert json.loads(done.stdout) == []
    assert "Nothing was stored by 2026-03-01" in done.stderr


@pytest.mark.parametrize("command", [facts.command, health.command], ids=["facts", "health"])
def test_an_account_that_is_no_longer_there_breaks_nothing(acme, command):
    acme.accounts.get(key="studio").delete()
    assert run(command, "--known", "then").exit_code == 0


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("mrr", {"amount": 6_300, "currency": "EUR"}, "63.00 EUR"),
        ("has_contract", True, "yes"),
        ("usage_trend_28", 1.3729508, "137 %"),
        ("seat_utilisation", 0.25, "25 %"),
        ("renews_on", "2026-03-01", "1 March 2026"),
        ("events_28", 12_345, "12,345"),
        ("trait.industry", "design", "design"),
        ("trait.size", 12.5, "12.5"),
        ("plan", None, "-"),
    ],
)
def test_people_read_values_as_people_write_them(name, value, said):
    ((account, fact, text, _),) = _lines([("bakery", {name: value})])
    assert (account, fact, text) == ("bakery", name, said)
