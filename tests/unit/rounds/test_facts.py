"""Is every event that the round takes note of also in what it counts?"""

import json
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
import time_machine

import tenure.rounds.facts as facts_round
from tenure.answers import process
from tenure.eventlog.imports import append_import, remove_import
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.spool import SpooledRequest
from tenure.eventlog.today import Today
from tenure.records.models import AccountHealth, StaleAccount
from tenure.rounds.facts import FactsRound
from tenure.rounds.seal import seal
from tenure.rounds.upkeep import upkeep
from tests.unit.eventlog.events_for_tests import NOON, event, later


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


def track(number: int, at: datetime) -> dict:
    call = {"type": "track", "event": "Opened", "userId": "u", "messageId": f"t{number}", "timestamp": at.isoformat()}
    return call | {"context": {"groupId": "acme"}}


def send(workspace, *calls: dict) -> None:
    body = json.dumps({"batch": list(calls)}).encode()
    received = int(datetime.now(UTC).timestamp() * 1_000_000)
    process.spool().append([SpooledRequest(workspace.slug, "batch", received, body, len(calls))])
    seal(workspace)


@pytest.mark.django_db
def test_an_event_that_lies_ahead_is_counted_when_its_time_has_come(workspace, home):
    with time_machine.travel(NOON, tick=False) as clock:
        send(
            workspace, {"type": "group", "userId": "u", "groupId": "acme", "messageId": "g"}, track(1, later(minutes=2))
        )
        FactsRound().run(workspace)
        assert events_of_acme() in (None, 0)
        clock.move_to(later(minutes=1), tick=False)
        FactsRound().run(workspace)
        assert events_of_acme() in (None, 0)
        clock.move_to(later(minutes=3), tick=False)
        FactsRound().run(workspace)  # also of another process
        assert events_of_acme() == 1
        assert not StaleAccount.objects.exists()


@pytest.mark.django_db
def test_what_a_slow_round_computed_does_not_take_the_place_of_newer_facts(workspace, home, monkeypatch):
    with time_machine.travel(NOON, tick=False) as clock:
        send(workspace, {"type": "group", "userId": "u", "groupId": "acme", "messageId": "g"}, track(1, NOON))
        slow, quick, stored = FactsRound(), FactsRound(), facts_round.store_health

        def overtaken(**given):
            monkeypatch.undo()
            clock.move_to(later(seconds=30), tick=False)
            send(workspace, track(2, later(seconds=30)))
            quick.run(workspace)
            return stored(**given)

        monkeypatch.setattr(facts_round, "store_health", overtaken)
        slow.run(workspace)
        assert events_of_acme() == 2


@pytest.mark.django_db
def test_facts_are_those_of_the_events_that_are_left_once_an_import_was_taken_back(workspace, home):
    with time_machine.travel(NOON, tick=False) as clock:
        send(workspace, {"type": "group", "userId": "u", "groupId": "acme", "messageId": "g"})
        old = [event(f"i{n}", NOON - timedelta(days=400 + n), user="u", group_id="acme") for n in range(3)]
        append_import(home, process.spool(), workspace.slug, 7, 0, pa.Table.from_pylist(old, schema=EVENTS))
        facts = FactsRound()
        facts.run(workspace)
        upkeep(workspace)
        remove_import(home, process.spool(), workspace.slug, 7)
        facts.run(workspace)
        clock.move_to(later(minutes=5), tick=False)
        upkeep(workspace)
        facts.run(workspace)
        assert AccountHealth.objects.get(account__key="acme").facts["first_event_days"] is None
