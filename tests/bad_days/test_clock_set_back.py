"""The clock is set back by an hour: events go on being sealed, days closed, facts computed, and no lease hangs."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure import clock
from tenure.actions import leases
from tenure.actions.workspaces import create_workspace
from tenure.answers import process
from tenure.answers.facts import facts
from tenure.eventlog.spool import SpooledRequest
from tenure.eventlog.tables import days_table, events_table
from tenure.records.models import AccountHealth, Lease
from tenure.rounds.schedule import lanes
from tenure.rounds.work import Worker
from tenure.values.moment import Moment

HOUR = timedelta(hours=1)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


class Place:
    """One workspace with a worker, and a clock that goes where it is told."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self.traveller = traveller
        self.workspace = create_workspace(name="Acme", by="test")
        self.worker = Worker()
        self.rounds = [one for lane in lanes() for one in lane]
        self.sent = 0

    def at(self, when: datetime) -> None:
        self.traveller.move_to(when, tick=False)

    def send(self, count: int = 1) -> None:
        """Accept events that happen now."""
        for _ in range(count):
            self.sent += 1
            now = clock.now()
            call = {"type": "track", "userId": "u", "event": "Opened", "messageId": f"{self.sent}"}
            calls = [
                {"type": "group", "userId": "u", "groupId": "bakery", "messageId": f"g{self.sent}"},
                {**call, "timestamp": now.isoformat(), "sentAt": now.isoformat(), "context": {"groupId": "bakery"}},
            ]
            body = json.dumps({"batch": calls}).encode()
            process.spool().append([SpooledRequest("acme", "batch", int(now.timestamp() * 1e6), body, 2)])

    def work(self) -> None:
        """Each round once or more, as the worker runs them, until nothing waits."""
        for one in self.rounds * 2:
            while not self.worker._pass(one):
                pass

    def sealed(self) -> list[str]:
        table = events_table(process.home(), "acme").delta.to_pyarrow_table()
        return sorted(id_ for id_ in table["message_id"].to_pylist() if not id_.startswith("g"))

    def stored(self, fact: str) -> object:
        return AccountHealth.objects.get(account__key="bakery").facts[fact]


@pytest.fixture
def place(db, tmp_path, settings) -> Iterator[Place]:
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    with time_machine.travel(NOON, tick=False) as traveller:
        yield Place(traveller)
    process.forget()


def test_events_accepted_before_and_after_are_sealed_once_and_counted(place):
    place.send(2)
    place.at(NOON + timedelta(minutes=1))
    place.work()
    assert place.stored("events_7") == 2
    place.at(NOON - HOUR)
    place.send(3)
    place.at(NOON - HOUR + timedelta(minutes=1))
    place.work()
    assert place.sealed() == [f"{n}" for n in range(1, 6)], "all five are in the log, whatever the clock says"
    assert place.stored("events_7") == 3, "at eleven, what happened at noon has not happened yet"
    place.at(NOON + timedelta(minutes=2))
    place.send()
    place.at(NOON + timedelta(minutes=3))
    place.work()
    assert place.stored("events_7") == 6
    ((_, fresh),) = facts(place.workspace, Moment(clock.now()), names=["events_7"])
    assert fresh["events_7"] == 6, "the log says the same as the memory"


def test_a_day_that_was_closed_is_closed_again_with_what_came_after_the_clock_was_set_back(place):
    midnight = datetime(2026, 3, 11, tzinfo=UTC)
    place.at(midnight - timedelta(minutes=30))
    place.send(2)
    place.at(midnight + timedelta(minutes=10))
    place.work()
    assert closed(place) == 2
    place.at(midnight - timedelta(minutes=50))
    place.send(3)
    place.at(midnight - timedelta(minutes=45))
    place.work()
    assert len(place.sealed()) == 5
    place.at(midnight + timedelta(minutes=15))
    place.work()
    assert closed(place) == 5
    assert process.spool().open_days("acme").keys() <= {Moment(clock.now()).day}
    assert (place.stored("events_7"), place.stored("active_days_7")) == (5, 1)


def test_leases_taken_by_the_wrong_clock_do_not_hang(place):
    """The worker was on another machine, which nothing is known of, and is gone."""
    for one in place.rounds:
        Lease.objects.create(name=f"{one.name}:acme", holder="elsewhere:1:1", until=clock.now() + leases.LENGTH)
    place.at(NOON - HOUR)
    place.send()
    place.at(NOON - HOUR + timedelta(seconds=1))
    place.work()
    assert place.sealed() == ["1"]
    assert place.stored("events_7") == 1


def test_a_worker_keeps_its_own_leases_through_the_change(place):
    place.send()
    place.work()
    place.at(NOON - HOUR)
    place.work()
    held = Lease.objects.filter(name__startswith="seal:").get()
    assert (held.holder, held.until <= clock.now() + leases.LENGTH) == (leases.holder(), True)


def closed(place: Place) -> int:
    """Events that the closed days count."""
    return sum(days_table(process.home(), "acme").delta.to_pyarrow_table()["count"].to_pylist())
