"""`tenure plays`."""

import json

import pytest
from click.testing import CliRunner

from tenure.commands import plays
from tests.factories import make_account, make_member
from tests.plays_for_tests import CALL, fire, published, rounds


@pytest.fixture
def play(workspace):
    make_member(workspace, "owner")
    made = published(workspace, CALL, {"do": "wait", "days": 7})
    fire([make_account(workspace, "bakery", facts={"events_28": 3})])
    rounds(workspace)
    return made


def asked(*words, code=0):
    told = CliRunner().invoke(plays.command, list(words))
    assert told.exit_code == code, told.output
    return told.output


def test_plays_are_told_to_people_and_to_programs(play):
    [told] = json.loads(asked("list", "--json"))
    assert (told["slug"], told["state"], told["inside"]) == ("save", "published", 1)
    assert "It starts when the signal “silent” fires." in asked("list")
    assert "  Wait 7 days.\n" in asked("show", "save")
    assert json.loads(asked("show", "save", "--json"))["problems"] == []
    assert "There is no play" not in asked("show", "nothing", code=2)


def test_runs_tell_each_step_and_why(play):
    [run] = json.loads(asked("runs", "save", "--json"))
    assert (run["account"], run["state"]) == ("bakery", "running")
    assert json.loads(asked("runs", "save", "-a", "nobody", "--json")) == []
    assert "bakery" in asked("runs", "save")
    log = json.loads(asked("runs", "save", "--run", str(run["id"]), "--json"))
    assert [one["kind"] for one in log] == ["start", "did", "waits"]
    assert "Wait 7 days." in asked("runs", "save", "--run", str(run["id"]))
    assert "There is no run 77" in asked("runs", "save", "--run", "77", code=1)


def test_a_play_that_leaves_nobody_alone_has_nothing_to_compare(play):
    assert "leaves no account alone" in asked("results", "save", "--json", code=1)


def test_a_forecast_is_told(play):
    assert json.loads(asked("forecast", "save", "--json"))["steps"] == {"0": 1}
    assert asked("forecast", "save").startswith("1 accounts would start it; 0 of them are left alone.")
