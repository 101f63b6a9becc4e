"""`tenure incidents`."""

import json

import pytest
from click.testing import CliRunner

from tenure.actions.incident_telling import tell
from tenure.actions.incidents import close_incident, open_incident
from tenure.commands import incidents
from tenure.records.models import IncidentAccount
from tests.factories import make_account, make_member

RULE = {"fact": "events_28", "op": "ge", "value": 5}


@pytest.fixture
def opened(workspace):
    """One that affects two accounts, of whom one was told, and one that is closed."""
    owner = make_member(workspace, "agent")
    for key in ("bakery", "studio"):
        account = make_account(workspace, key, key.title(), {"events_28": 9})
        account.owner = owner
        account.save()
    one, over = (
        open_incident(workspace=workspace, title=title, rule=RULE, by="test").incident
        for title in ("No images", "Slow")
    )
    close_incident(incident=over, by="test")
    tell(incident=one, numbers=[IncidentAccount.objects.get(incident=one, account__key="bakery").pk], by="test")
    return one


def said(*arguments):
    told = CliRunner().invoke(incidents.command, [*arguments, "--json"])
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def test_open_incidents_are_told_with_how_far_telling_is(opened):
    [row] = said()
    assert {
        "title": "No images",
        "state": "open",
        "affected": 2,
        "told": 1,
        "to_call": 1,
        "rule": RULE,
    }.items() <= row.items()
    assert row["says"] == "events in the last 28 days is at least 5"
    assert [row["title"] for row in said("--all")] == ["Slow", "No images"]


def test_whom_one_affects_is_told_with_who_is_still_to_be_told_first(opened):
    rows = said("--incident", str(opened.pk))
    assert [(row["account"], row["channel"], row["why"], bool(row["told_at"])) for row in rows] == [
        ("studio", "call", "no contact", False), ("bakery", "call", "no contact", True)
    ]  # fmt: skip
    missing = CliRunner().invoke(incidents.command, ["--incident", "999"])
    assert missing.exit_code == 1
    assert "There is no incident 999" in missing.output


def test_people_read_a_table(opened):
    told = CliRunner().invoke(incidents.command, []).stdout
    assert "No images" in told
    assert "1 of 2" in told
    assert "agent@example.com" in CliRunner().invoke(incidents.command, ["-i", str(opened.pk)]).stdout


def test_where_nothing_is_wrong_it_says_so(workspace):
    assert "No incident is open." in CliRunner().invoke(incidents.command, []).stdout
