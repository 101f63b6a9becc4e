import os
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenure.eventlog import maintenance
from tenure.eventlog.changes import changes_since
from tenure.eventlog.compact import compact
from tenure.eventlog.days import merge_month
from tenure.eventlog.engines.engine import Files, StaleFiles
from tenure.eventlog.engines.own import engine
from tenure.eventlog.maintenance import clean, maintain
from tenure.eventlog.recount import recount
from tenure.eventlog.schema import DAYS, EVENTS
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.eventlog.tables import date_of, days_table, events_table, spans_table
from tenure.eventlog.today import Today
from tenure.eventlog.usage import usage
from tenure.values.moment import Moment
from tests.unit.eventlog.events_for_tests import DAY, NOON, Log, counts, days_rows, event, later

MIDNIGHT = NOON.replace(hour=0) + timedelta(days=1)


@pytest.fixture
def log(tmp_path) -> Log:
    return Log(tmp_path / "data")


def closed(log: Log, now: datetime) -> tuple[int, ...]:
    return maintain(*log.where, now=now).closed


def written(log: Log, at: datetime) -> None:
    """Pretend that the files of days were written then."""
    for path in days_table(log.home, "acme").files():
        os.utime(path, (at.timestamp(), at.timestamp()))


def test_a_day_closes_five_minutes_after_its_end_and_not_before(log):
    log.seal(event("1"))
    assert closed(log, MIDNIGHT + timedelta(minutes=4, seconds=59)) == ()
    assert closed(log, MIDNIGHT + timedelta(minutes=5)) == (DAY,)
    assert log.spool.open_days("acme") == {}


def test_today_and_days_to_come_stay_open(log):
    log.seal(event("1", MIDNIGHT), event("2", MIDNIGHT + timedelta(days=1)))
    assert closed(log, MIDNIGHT + timedelta(hours=23)) == ()


def test_a_reopened_day_is_counted_again_a_minute_after_it_was_counted(log):
    log.seal(event("1"))
    maintain(*log.where, now=MIDNIGHT + timedelta(minutes=5))
    written(log, MIDNIGHT + timedelta(minutes=5))
    log.seal(event("2"))
    assert closed(log, MIDNIGHT + timedelta(minutes=5, seconds=59)) == ()
    assert closed(log, MIDNIGHT + timedelta(minutes=6)) == (DAY,)
    assert counts(pq.read_table(days_table(log.home, "acme").files()[0], schema=DAYS)) == 2


def test_a_clock_that_was_set_back_does_not_keep_a_day_open(log):
    log.seal(event("1"))
    maintain(*log.where, now=MIDNIGHT + timedelta(minutes=5))
    log.seal(event("2"))
    written(log, MIDNIGHT + timedelta(days=3))
    assert closed(log, MIDNIGHT + timedelta(minutes=7)) == (DAY,)


def test_days_of_several_months_close_in_one_pass_and_a_portion_at_a_time(log, monkeypatch):
    monkeypatch.setattr("tenure.eventlog.days.ROWS_AT_ONCE", 3)
    days = [NOON - timedelta(days=n) for n in range(40)]
    log.seal(*(event(f"{n}-{m}", day) for n, day in enumerate(days) for m in range(2)))
    assert len(closed(log, later(days=2))) == 40
    files = days_table(log.home, "acme").files()
    rows = pa.concat_tables(pq.read_table(path, schema=DAYS, partitioning=None) for path in files)
    assert days_rows(rows) == days_rows(recount(log.home, "acme", range(DAY - 39, DAY + 1)))
    assert counts(rows) == 80


def test_a_late_event_for_a_merged_month_changes_that_day_only(log):
    log.seal(event("1"), event("2", later(days=1)), event("3", later(days=2)))
    maintain(*log.where, now=later(days=60))
    log.seal(event("4", later(days=1)))
    written(log, later(days=60))
    assert closed(log, later(days=61)) == (DAY + 1,)
    found = usage(*log.where, Moment(later(days=4)), 90)
    rows = pa.concat_tables(pq.read_table(path, schema=DAYS, partitioning=None) for path in found.closed)
    assert sorted((row["day"], row["count"]) for row in rows.to_pylist()) == [(DAY, 1), (DAY + 1, 2), (DAY + 2, 1)]


def test_a_month_is_merged_by_account_and_actor_a_week_after_its_end(log):
    maintain(*log.where)
    order = pa.table({"actor": ["u:c", "u:a"], "account": [1, 2], "person": ["u:c", "u:a"]})
    for n in range(2):
        log.seal(*(event(f"{user}{n}", later(days=n), user) for user in "cab"))
        maintain(*log.where, order, now=later(days=n + 1))
    assert maintain(*log.where, order, now=later(days=27)).merged == ()
    assert len(days_table(log.home, "acme").files()) == 2
    assert maintain(*log.where, order, now=later(days=29)).merged == ("2026-03",)
    (path,) = days_table(log.home, "acme").files()
    rows = pq.read_table(path, schema=DAYS, partitioning=None)
    assert [(row["actor"], row["day"] - DAY) for row in rows.to_pylist()] == [
        (actor, day) for actor in ("u:c", "u:a", "u:b") for day in (0, 1)
    ]
    assert not merge_month(log.home, "acme", "2026-03", order)


def test_joining_small_files_changes_no_event_and_is_no_news(log):
    for n in range(10):
        log.seal(event(str(n), later(minutes=n)), event(f"next {n}", later(days=1, minutes=n)))
    today = Today()
    today.catch_up(*log.where)
    before, version = days_rows(recount(log.home, "acme", [DAY, DAY + 1])), events_table(log.home, "acme").version
    assert maintain(*log.where, now=later(days=1)).compacted == 18
    assert len(events_table(log.home, "acme").files()) == 2
    assert days_rows(recount(log.home, "acme", [DAY, DAY + 1])) == before
    assert changes_since(log.home, "acme", version).actors.num_rows == 0
    assert today.catch_up(*log.where).files == ()


def test_files_are_joined_once_a_minute(log):
    for n in range(5):
        log.seal(event(str(n)))
    assert maintain(*log.where, now=later(minutes=1)).compacted == 4
    for n in range(5):
        log.seal(event(f"later {n}"))
    assert maintain(*log.where, now=later(minutes=1, seconds=59)).compacted == 0
    assert maintain(*log.where, now=later(minutes=2)).compacted > 0


def test_a_long_file_is_not_rewritten_for_a_few_new_rows(log):
    log.seal(*(event(f"many {n}") for n in range(200)))
    (large,) = events_table(log.home, "acme").files()
    for n in range(8):
        log.seal(event(str(n)))
    assert compact(events_table(log.home, "acme"), None, growing=True) == 7
    assert large in events_table(log.home, "acme").files()


def test_a_reader_with_an_old_list_of_files_can_still_read_them(log):
    for n in range(5):
        log.seal(event(str(n)))
    old = events_table(log.home, "acme").files()
    maintain(*log.where, now=later(hours=12))
    assert all(Path(path).exists() for path in old)
    assert events_table(log.home, "acme").files() != old


def test_files_replaced_long_ago_are_deleted_and_their_readers_told(log):
    log.seal(event("1"))
    log.seal(event("2"))
    (table := events_table(log.home, "acme")).reload()
    old = tuple(table.files())
    compact(table, None, growing=False)
    assert clean(table, keep_hours=0) == 2
    with pytest.raises(StaleFiles):
        engine().run("test.stale", maintenance_table(), {"events": Files(old, EVENTS)})
    assert counts(usage(*log.where, Moment(later(hours=1)), 7).open) == 2


def maintenance_table():
    from tenure.eventlog.aggregate import table

    return table("events", EVENTS)


def test_a_question_whose_files_vanish_meanwhile_is_asked_once_more(log, monkeypatch):
    log.seal(event("1"))
    log.seal(event("2"))
    table = events_table(log.home, "acme")
    listed = table.files
    stale = [table.files()]
    compact(table, None, growing=False)
    clean(table, keep_hours=0)
    monkeypatch.setattr(table, "files", lambda partitions=None: stale.pop() if stale else listed(partitions))
    assert counts(recount(log.home, "acme", [DAY])) == 2
    assert stale == []


def test_what_a_killed_writer_left_behind_is_swept_away(log):
    log.seal(event("1"))
    (path,) = events_table(log.home, "acme").files()
    orphan = Path(path).with_name("orphan.parquet")
    orphan.write_bytes(Path(path).read_bytes())
    os.utime(orphan, (0, 0))
    clean(events_table(log.home, "acme"), full=True)
    assert not orphan.exists()
    assert Path(path).exists()


def test_spans_say_first_and_last_usage_up_to_the_end_of_each_month(log):
    log.seal(event("1"), event("2", later(days=3)), event("3", later(days=30)), event("4", later(days=1), group_id="g"))
    maintain(*log.where, now=later(days=40))
    told = spans_table(log.home, "acme")
    assert {
        (file.partition, row["group_id"], row["first_day"] - DAY, row["last_day"] - DAY)
        for file in told.active()
        for row in pq.read_table(file.path, partitioning=None).to_pylist()
    } == {("2026-03", None, 0, 3), ("2026-03", "g", 1, 1), ("2026-04", None, 0, 30), ("2026-04", "g", 1, 1)}


def test_a_kill_between_writing_a_day_and_closing_it_leaves_it_open_and_right(log, monkeypatch):
    log.seal(event("1"))
    monkeypatch.setattr(log.spool, "close_day", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        maintain(*log.where, now=later(days=2))
    monkeypatch.undo()
    assert counts(usage(*log.where, Moment(later(days=2)), 7).open) == 1
    assert closed(log, later(days=2, minutes=2)) == (DAY,)
    assert days_table(log.home, "acme").files([maintenance.month_of(DAY)])
    assert date_of(DAY) == "2026-03-10"


def test_events_of_a_day_that_nobody_opened_are_found_and_counted(log):
    log.seal(event("1"))
    maintain(*log.where, now=later(days=2))
    rows = pa.Table.from_pylist([event("2")], schema=EVENTS)
    events_table(log.home, "acme").write({date_of(DAY): rows})  # and killed before the day was opened
    assert closed(log, later(days=3)) == (DAY,)
    assert closed(log, later(days=4)) == ()
    assert counts(pq.read_table(days_table(log.home, "acme").files()[0], schema=DAYS)) == 2


def test_a_spool_lost_with_its_open_days_loses_no_usage(log):
    log.seal(event("1"))
    maintain(*log.where, now=later(hours=1))
    log.spool.close()
    log.home.spool.unlink()
    again = SqliteSpool(log.home.spool)
    assert again.open_days("acme") == {}
    maintain(log.home, again, "acme", now=later(hours=2))
    assert counts(usage(log.home, again, "acme", Moment(later(hours=2)), 7).open) == 1


def test_joining_files_opens_no_day(log):
    log.seal(event("1"))
    log.seal(event("2"))
    assert closed(log, later(days=2)) == (DAY,)
    assert closed(log, later(days=2, minutes=2)) == ()
    assert log.spool.open_days("acme") == {}
