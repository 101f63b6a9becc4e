from datetime import timedelta

import pyarrow as pa
import pytest

from tenure.eventlog.imports import append_import, remove_import
from tenure.eventlog.maintenance import maintain
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.tables import events_table
from tenure.eventlog.today import Today
from tenure.eventlog.usage import usage
from tenure.values.moment import Moment
from tests.unit.eventlog.events_for_tests import DAY, NOON, Log, counts, event, later


@pytest.fixture
def log(tmp_path) -> Log:
    return Log(tmp_path / "data")


def chunk(name: str, days: int = 3) -> pa.Table:
    return pa.Table.from_pylist([event(f"{name}-{n}", later(days=-(n % days))) for n in range(days * 2)], schema=EVENTS)


def total(log: Log, today: Today | None = None) -> int:
    found = usage(*log.where, Moment(later(days=1)), 90, today=today)
    closed = [row for path in found.closed for row in pa.parquet.read_table(path, partitioning=None).to_pylist()]
    skip = found.open_keys["day"].to_pylist()
    return counts(found.open) + counts(row for row in closed if row["day"] not in skip)


def test_a_chunk_is_appended_once_however_often_it_is_sent(log):
    assert append_import(*log.where, 7, 0, chunk("a"))
    assert append_import(*log.where, 7, 1, chunk("b"))
    assert not append_import(*log.where, 7, 0, chunk("a"))
    assert not append_import(*log.where, 7, 1, chunk("b"))
    assert events_table(log.home, "acme").delta.to_pyarrow_table().num_rows == 12


def test_imported_days_are_open_until_they_are_counted(log):
    append_import(*log.where, 7, 0, chunk("a"))
    assert log.spool.open_days("acme").keys() == {DAY, DAY - 1, DAY - 2}
    assert total(log) == 6
    assert maintain(*log.where, now=later(days=2)).closed == (DAY - 2, DAY - 1, DAY)
    assert total(log) == 6


def test_a_chunk_sent_again_opens_its_days_again(log):
    append_import(*log.where, 7, 0, chunk("a"))
    maintain(*log.where, now=later(days=2))
    append_import(*log.where, 7, 0, chunk("a"))
    assert log.spool.open_days("acme").keys() == {DAY, DAY - 1, DAY - 2}


def test_a_day_closed_while_its_events_are_being_committed_is_opened_again(log, monkeypatch):
    table = events_table(log.home, "acme")
    write = table.write

    def write_late(*args, **how):
        maintain(*log.where, now=later(days=2))
        return write(*args, **how)

    monkeypatch.setattr(table, "write", write_late)
    append_import(*log.where, 7, 0, chunk("a"))
    assert total(log) == 6


def test_a_removed_import_takes_its_events_and_no_others_along(log):
    log.seal(event("own"), event("own 2", NOON - timedelta(days=1)))
    append_import(*log.where, 7, 0, chunk("a"))
    append_import(*log.where, 8, 0, chunk("b"))
    maintain(*log.where, now=later(days=2))
    assert remove_import(*log.where, 7) == 6
    assert total(log) == 8
    maintain(*log.where, now=later(days=2, minutes=5))
    assert total(log) == 8
    assert set(events_table(log.home, "acme").delta.to_pyarrow_table()["import_id"].to_pylist()) == {None, 8}
    assert remove_import(*log.where, 7) == 0


def test_memory_forgets_a_removed_import(log):
    append_import(*log.where, 7, 0, chunk("a"))
    append_import(*log.where, 8, 0, chunk("b"))
    today = Today()
    today.catch_up(*log.where)
    remove_import(*log.where, 7)
    assert today.catch_up(*log.where).removed
    assert total(log, today) == 6
