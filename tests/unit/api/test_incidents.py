"""Incidents over the API: opened with a rule, told, looked at again and closed."""

import pytest

from tenure.records.models import Task
from tests.factories import make_account
from tests.unit.api.asking import problem

RULE = {"all": [{"fact": "asset_platform", "op": "eq", "value": "iOS"}, {"fact": "asset_version", "op": "eq", "value": "3.1"}]}  # fmt: skip
SENT = {"title": "Images do not load", "rule": RULE}


@pytest.fixture
def apps(program):
    """Two accounts with the app on iOS, and one on Android."""
    for key, platform in (("one", "iOS"), ("two", "iOS"), ("else", "Android")):
        program.made("/accounts", {"key": key})
        program.made("/assets", {"key": f"app-{key}", "account": key, "platform": platform, "version": "3.1"})
    program.made("/contacts", {"key": "ann", "account": "one", "email": "ann@one.example"})


@pytest.fixture
def opened(program, apps):
    return program.made("/incidents", SENT)


def accounts(program, incident):
    return {row["account"]: row for row in program.read(f"/incidents/{incident['id']}/accounts")["items"]}


def test_an_incident_tells_whom_it_affects_and_how_each_is_told(program, opened):
    shown = {
        "title": "Images do not load", "says": "platform is “iOS” and version is “3.1”", "state": "open", "affected": 2,
        "told": 0, "to_call": 1, "ticket": None, "rule": RULE,
    }  # fmt: skip
    assert shown.items() <= opened.items()
    assert program.read(f"/incidents/{opened['id']}") == opened
    assert program.read("/incidents?account=one&state=open")["items"] == [opened]
    assert program.read("/incidents?account=else")["items"] == program.read("/incidents?state=closed")["items"] == []
    found = accounts(program, opened)
    assert (found["one"]["way"], found["one"]["channel"], found["one"]["contact"]) == ("notice", "email", "ann")
    assert (found["two"]["way"], found["two"]["why"], found["two"]["contact"]) == ("call", "no contact", None)


def test_telling_and_closing(program, opened):
    at = f"/incidents/{opened['id']}"
    told = program.post(f"{at}/tell", {"accounts": ["one", "two"]}).json()
    assert (told["told"], told["to_call"]) == (2, 0)
    assert accounts(program, opened)["one"]["told_at"]
    assert program.post(f"{at}/untell", {"accounts": ["one"]}).json()["told"] == 1
    assert program.post(f"{at}/call", {"accounts": ["one"], "why": "Mail came back"}).json()["to_call"] == 1
    closed = program.post(f"{at}/close", {"apology": "Sorry", "goodwill": "A month free"}).json()
    assert (closed["state"], closed["apology"], closed["goodwill"]) == ("closed", "Sorry", "A month free")
    assert Task.objects.filter(done_at=None, dropped_at=None).count() == 2
    problem(program.post(f"{at}/close", {}), 422)


def test_all_are_told_at_once_where_no_accounts_are_named(program, opened):
    at = f"/incidents/{opened['id']}"
    assert program.post(f"{at}/tell", {}).json()["told"] == 2
    assert program.post(f"{at}/untell", {}).json()["told"] == 0


def test_looking_again_adds_whom_the_rule_holds_for_by_now(program, opened):
    program.patch("/assets/app-else", {"platform": "iOS"})
    assert program.post(f"/incidents/{opened['id']}/refresh").json()["affected"] == 3


def test_a_ticket_reports_it(program, apps):
    program.made("/tickets", {"key": "Q-1", "account": "else", "opened_at": "2026-03-01T09:00:00Z"})
    assert program.made("/incidents", SENT | {"ticket": "Q-1"})["affected"] == 3


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"rule": {"fact": "mrr"}}, "rule", "op"),
        ({"rule": {"fact": "no_such_fact", "op": "known"}}, "rule", "no such fact"),
        ({"ticket": "Q-9"}, "ticket", "no ticket"),
        ({"title": "  "}, "title", "needs a title"),
    ],
)
def test_what_cannot_be_opened_says_why(program, apps, changed, field, said):
    told = problem(program.post("/incidents", SENT | changed), 422)
    assert told["errors"][0]["field"] == field
    assert said in told["detail"]
    assert program.read("/incidents")["items"] == []


def test_an_account_that_it_does_not_affect_is_named(program, opened, rival):
    make_account(rival.workspace, "theirs")
    for key in ("else", "theirs"):
        told = problem(program.post(f"/incidents/{opened['id']}/tell", {"accounts": ["one", key]}), 422)
        assert key in told["detail"]
    assert program.read(f"/incidents/{opened['id']}")["told"] == 0
