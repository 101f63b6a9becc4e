"""Is every event that the round takes note of also in what it counts?"""

import json
from datetime import UTC, datetime

import pytest

from tenure.answers import process
from tenure.eventlog.spool import SpooledRequest
from tenure.eventlog.today import Today
from tenure.records.models import AccountHealth
from tenure.rounds.facts import FactsRound
from tenure.rounds.seal import seal


@pytest.fixture
def home(settings, tmp_path):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    yield process.home()
    process.forget()


def spool_and_seal(workspace, number: int) -> None:
    calls = [
        {"type": "group", "userId": "u", "groupId": "acme", "messageId": f"g{number}"},
        {"type": "track", "event": "Opened", "userId": "u", "messageId": f"t{number}", "context": {"groupId": "acme"}},
    ]
    body = json.dumps({"batch": calls}).encode()
    received = int(datetime.now(UTC).timestamp() * 1_000_000)
    process.spool().append([SpooledRequest(workspace.slug, "batch", received, body, 2)])
    seal(workspace)


def events_of_acme() -> int:
    return AccountHealth.objects.get(account__key="acme").facts["events_7"]


@pytest.mark.django_db
def test_a_commit_between_counting_and_noting_is_not_noted_without_being_counted(workspace, home, monkeypatch):
    spool_and_seal(workspace, 1)
    FactsRound().run(workspace)
    catch_up, late = Today.catch_up, iter([2])

    def overtaken(today, *where):
        told = catch_up(today, *where)
        if (number := next(late, None)) is not None:
            spool_and_seal(workspace, number)
        return told

    monkeypatch.setattr(Today, "catch_up", overtaken)
    started_again = FactsRound()  # its memory is empty, as after a restart
    started_again.run(workspace)
    started_again.run(workspace)
    assert events_of_acme() == 2


@pytest.mark.django_db
def test_each_pass_counts_what_came_since_the_last(workspace, home):
    facts = FactsRound()
    for number in range(1, 4):
        spool_and_seal(workspace, number)
        facts.run(workspace)
        assert events_of_acme() == number
