"""The newest events of the log: what came after a version, and the last ones where nobody says since when."""

import pyarrow.parquet as pq
import pytest

from tenure.eventlog.arrivals import TOLD, arrivals
from tenure.eventlog.tables import events_table
from tests.unit.eventlog.events_for_tests import Log, event, later


@pytest.fixture
def log(tmp_path):
    return Log(tmp_path / "log")


def ids(found) -> list[str]:
    return found.rows["message_id"].to_pylist()


def test_what_came_since_is_told_the_latest_first_and_nothing_of_what_it_carries(log):
    log.seal(event("a"))
    version = log.seal(event("b", later(seconds=1)))
    assert ids(arrivals(log.home, "acme", 10, version)) == []
    log.seal(event("c", later(seconds=2)), event("d", later(seconds=3)))
    last = log.seal(event("e", later(seconds=4)))
    found = arrivals(log.home, "acme", 10, version)
    assert (ids(found), found.count, found.version) == (["e", "d", "c"], 3, last)
    assert not {"payload", "context", "value"} & set(found.rows.column_names)
    assert tuple(found.rows.column_names) == TOLD


def test_of_many_only_the_newest_are_read_and_all_are_counted(log):
    log.seal(event("first"))
    log.seal(*[event(f"m{n:03}", later(seconds=n)) for n in range(100)])
    found = arrivals(log.home, "acme", 3, 0)
    assert (ids(found), found.count) == (["m099", "m098", "m097"], 101)


def test_late_ones_count_by_when_they_came(log):
    log.seal(event("new", later(days=3)))
    version = log.seal(event("late", received_at=later(days=4)))
    assert ids(arrivals(log.home, "acme", 10, version - 2)) == ["late", "new"]


def test_without_a_version_the_last_days_are_looked_at(log):
    for day in range(5):
        log.seal(*[event(f"{day}-{n}", later(days=day, seconds=n)) for n in range(3)])
    assert ids(arrivals(log.home, "acme", 4)) == ["4-2", "4-1", "4-0", "3-2"]


def test_an_empty_log_has_none(log):
    assert arrivals(log.home, "acme", 4).count == 0
    assert ids(arrivals(log.home, "acme", 4, 0)) == []


@pytest.mark.parametrize("after", [-1, 10_000])
def test_a_version_that_the_log_does_not_tell_of_gives_the_newest(log, after):
    log.seal(event("a"))
    assert ids(arrivals(log.home, "acme", 4, after)) == ["a"]


def test_what_maintenance_laid_down_anew_did_not_arrive_again(log):
    log.seal(event("a"))
    version = log.seal(event("b", later(seconds=1)))
    table = events_table(log.home, "acme")
    rows = arrivals(log.home, "acme", 10)
    assert ids(rows) == ["b", "a"]
    before = table.files()
    merged = pq.read_table(before, partitioning=None)
    table.write({"2026-03-10": merged}, replace=before, data_change=False, note={"tenure": "maintenance"})
    assert ids(arrivals(log.home, "acme", 10, version)) == []
    # What came before and was merged since can no longer be told apart: the newest are.
    assert ids(arrivals(log.home, "acme", 10, version - 1)) == ["b", "a"]
