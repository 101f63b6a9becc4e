"""Plays over the API: what they do, who is on them, and what they would do."""

import pytest

from tenure.records.models import PlayRun
from tests.factories import make_account, make_member
from tests.plays_for_tests import CALL, fire, published, rounds
from tests.unit.api.asking import problem


@pytest.fixture
def play(program):
    make_member(program.workspace, "owner", "ada@example.com")
    return published(program.workspace, CALL, {"do": "wait", "days": 7}, about="Save them.")


@pytest.fixture
def on_it(program, play):
    accounts = [make_account(program.workspace, key, facts={"events_28": 3}) for key in ("one", "two")]
    fire(accounts)
    rounds(program.workspace)
    return accounts


def test_a_play_says_what_it_does_and_how_many_are_on_it(program, on_it):
    [told] = program.read("/plays")["items"]
    expected = {
        "slug": "save", "name": "Save", "state": "published", "version": 1, "has_draft": False, "about": "Save them.",
        "says": ["It starts when the signal “silent” fires."], "inside": 2, "left_alone": 0,
    }  # fmt: skip
    assert expected.items() <= told.items()
    assert [step["says"] for step in told["steps"]] == [
        "Make the task “Call”, due in 2 days. Who does it: the owner of the account.", "Wait 7 days.",
    ]  # fmt: skip
    assert program.read("/plays/save") == {**told, "problems": []}


def test_a_play_that_names_what_there_is_not_says_so(program, play):
    play.workspace.signals.update(retired_at=play.created_at)
    assert program.read("/plays/save")["problems"] == ["It waits for the signal “silent”, which there is not."]


def test_the_runs_are_listed_and_each_tells_its_steps(program, on_it):
    found = program.read("/plays/save/runs")["items"]
    assert [run["account"] for run in found] == ["two", "one"]
    assert [run["id"] for run in program.read("/plays/save/runs?account=one&state=running")["items"]] == [
        found[1]["id"]
    ]
    assert program.read("/plays/save/runs?state=done")["items"] == []
    whole = program.read(f"/play-runs/{found[0]['id']}")
    assert found[0].items() <= whole.items()
    assert [(one["path"], one["kind"]) for one in whole["log"]] == [("start", "start"), ("0", "did"), ("1", "waits")]
    assert whole["log"][1]["task"] is not None


def test_a_forecast_does_nothing(program, on_it):
    told = program.read("/plays/save/forecast")
    assert (told["accounts"], told["steps"]) == (2, {"0": 2})
    assert told["notes"] == ["Nobody knows beforehand when that happens: this is as it was in the 30 days before."]
    assert PlayRun.objects.count() == 2


@pytest.mark.django_db
def test_what_there_is_not_is_told(program, play):
    problem(program.get("/plays/nothing"), 404)
    problem(program.get("/play-runs/99999"), 404)
    problem(program.get("/play-runs/99999999999999999999"), 404)
    problem(program.get("/plays/save/runs?nonsense=1"), 422)
