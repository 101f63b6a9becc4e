"""Two workers at upkeep at once, or an erase beside one: is every event still told once, and nobody brought back?"""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

import tenure.eventlog.days as days_module
from tenure.eventlog.aggregate import table
from tenure.eventlog.days import close_days
from tenure.eventlog.engines.engine import Files
from tenure.eventlog.engines.own import engine
from tenure.eventlog.erase import erase
from tenure.eventlog.maintenance import maintain
from tenure.eventlog.schema import DAYS, SPANS
from tenure.eventlog.table import Conflict
from tenure.eventlog.tables import days_table, spans_table
from tests.unit.eventlog.events_for_tests import NOON, Log, event, later

TWO_DAYS_AGO = NOON - timedelta(days=2)


@pytest.fixture
def log(tmp_path) -> Iterator[Log]:
    with time_machine.travel(later(hours=6), tick=False):
        yield Log(tmp_path / "data")


def once(monkeypatch, name: str, meanwhile: Callable[[], object]) -> None:
    """While the first call of a step of closing days runs, somebody else does something, start to end."""
    step, left = getattr(days_module, name), [meanwhile]

    def overtaken(*given):
        result = step(*given)
        if left:
            other = threading.Thread(target=left.pop())
            other.start()
            other.join()
        return result

    monkeypatch.setattr(days_module, name, overtaken)


def days_rows(log: Log) -> list[tuple[str, int]]:
    files = Files(tuple(days_table(log.home, "acme").files()), DAYS)
    rows = engine().run("test.days", table("days", DAYS), {"days": files})
    return sorted((row["actor"], row["count"]) for row in rows.to_pylist())


def newest_spans(log: Log) -> set[str]:
    files = Files(
        tuple(max(spans_table(log.home, "acme").active(), key=lambda file: file.partition).path.split()), SPANS
    )
    return set(engine().run("test.spans", table("spans", SPANS), {"spans": files})["actor"].to_pylist())


def test_a_day_that_two_close_at_once_is_counted_once(log, monkeypatch):
    log.seal(event("a", TWO_DAYS_AGO), event("b", TWO_DAYS_AGO))
    once(monkeypatch, "in_order", lambda: maintain(*log.where))
    assert maintain(*log.where).closed == ()
    assert log.spool.open_days("acme") == {}
    assert days_rows(log) == [("u:ann", 2)]


def test_spans_hold_what_another_closed_in_a_later_month_meanwhile(log, monkeypatch):
    early, late = NOON - timedelta(days=60), NOON - timedelta(days=20)
    log.seal(event("1", early), event("2", late, user="bob"))
    close_days(*log.where, log.spool.open_days("acme"))
    log.seal(event("3", early, user="late"))
    mine = log.spool.open_days("acme")

    def another_closes_a_later_day():
        log.seal(event("4", late + timedelta(days=1), user="carla"))
        theirs = {day: mark for day, mark in log.spool.open_days("acme").items() if day not in mine}
        close_days(*log.where, theirs)

    once(monkeypatch, "count_spans", another_closes_a_later_day)
    with pytest.raises(Conflict):
        close_days(*log.where, mine)
    monkeypatch.undo()
    close_days(*log.where, log.spool.open_days("acme"))
    assert newest_spans(log) == {"u:ann", "u:bob", "u:late", "u:carla"}


def test_an_erase_waits_for_days_that_are_being_closed(log, monkeypatch):
    log.seal(event("a", TWO_DAYS_AGO, user="vera"), event("b", TWO_DAYS_AGO, user="bob"))
    erasing = threading.Thread(target=lambda: erase(*log.where, ["vera"], [], []))
    once(monkeypatch, "in_order", erasing.start)
    maintain(*log.where)
    erasing.join()
    assert days_rows(log) == [("u:bob", 1)]
    maintain(*log.where, now=later(hours=7))
    assert days_rows(log) == [("u:bob", 1)]


def test_spans_that_lose_somebody_say_so_and_those_that_only_gain_do_not(log):
    log.seal(event("a", NOON - timedelta(days=40), user="vera"), event("b", NOON - timedelta(days=40)))
    assert not maintain(*log.where).shrank
    log.seal(event("c", NOON - timedelta(days=50)))
    assert not maintain(*log.where, now=later(hours=7)).shrank
    erase(*log.where, ["vera"], [], [])
    log.seal(event("d", NOON - timedelta(days=40)))
    assert not maintain(*log.where, now=later(hours=8)).shrank, "the erase took her out of the spans itself"


def test_a_closed_day_is_never_taken_for_a_torn_end(log):
    log.seal(event("a", NOON - timedelta(days=30)), event("b", TWO_DAYS_AGO))
    maintain(*log.where)
    for told in (days_table(log.home, "acme"), spans_table(log.home, "acme")):
        assert log.spool.mark("acme", told.path.name) == told.version
