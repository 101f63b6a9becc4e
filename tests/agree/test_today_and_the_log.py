"""Whoever counts an event stream, and whenever days close, the numbers are the same."""

import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import time_machine
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tenure.eventlog.aggregate import table
from tenure.eventlog.compact import compact
from tenure.eventlog.days import close_days
from tenure.eventlog.engines.engine import Files
from tenure.eventlog.engines.own import engine
from tenure.eventlog.schema import DAYS, USAGE_TYPES
from tenure.eventlog.tables import events_table
from tenure.eventlog.today import Today
from tenure.eventlog.usage import usage
from tenure.values.moment import Moment, day_key
from tests import depth
from tests.unit.eventlog.events_for_tests import Log, days_rows
from tests.unit.eventlog.events_for_tests import event as one_event

START = datetime(2026, 2, 27, tzinfo=UTC)  # so that days lie in two months
NOW = START + timedelta(days=3, hours=12)
HOURS = st.sampled_from([0.0, 0.5, 11.9, 12.0, 12.1, 23.9])

events = st.builds(
    lambda name, user, group, kind, day, hour, wait, value: one_event(
        f"id-{name}",
        START + timedelta(days=day, hours=hour),
        user and f"user-{user}",
        anonymous_id=None if user else "stranger",
        group_id=group,
        type=kind,
        received_at=START + timedelta(days=day, hours=hour, seconds=wait),
        value=value,
    ),
    name=st.integers(0, 9),
    user=st.sampled_from([None, 1, 2]),
    group=st.sampled_from([None, "g"]),
    kind=st.sampled_from(["track", "page", "identify"]),
    day=st.integers(0, 4),
    hour=HOURS,
    wait=st.sampled_from([0, 1, 1, 90_000]),
    value=st.sampled_from([None, 1.5, -2.0]),
)
steps = st.one_of(
    st.lists(events, min_size=1, max_size=6),
    st.sampled_from(["catch up", "close", "compact", "restart"]),
)


def expected(sent: list[dict], moment: Moment) -> list[tuple]:
    """The rule in plain Python: a row counts unless one of its id, a day or less away, was received before it."""

    def rank(row: dict) -> tuple:
        ties = ("received_at", "time", "type", "event", "user_id", "anonymous_id", "group_id", "value")
        return tuple((row[name] is not None, row[name]) for name in ties)

    def day(row: dict) -> int:
        return day_key(row["time"].date())

    kept: dict[tuple, dict] = {}
    for row in sent:
        rivals = [
            other for other in sent if other["message_id"] == row["message_id"] and abs(day(other) - day(row)) <= 1
        ]
        if rank(row) == min(map(rank, rivals)):
            kept[(row["message_id"], day(row), rank(row))] = row  # equal rows count once
    found: dict[tuple, list[dict]] = defaultdict(list)
    for row in kept.values():
        if row["type"] in USAGE_TYPES and row["time"] < moment.at:
            actor = f"u:{row['user_id']}" if row["user_id"] else f"a:{row['anonymous_id']}"
            found[actor, row["group_id"], row["event"], day(row)].append(row)
    rows = []
    for key, some in found.items():
        times, values = [row["time"] for row in some], [row["value"] for row in some if row["value"] is not None]
        rows.append((*key, len(some), min(times), max(times), sum(values) if values else None))
    return days_rows(pa.Table.from_pylist([dict(zip(DAYS.names, row, strict=True)) for row in rows], schema=DAYS))


def answer(log: Log, moment: Moment, today: Today | None, **how) -> list[tuple]:
    """All that facts would see: closed days from files, the others from ``open``."""
    found = usage(*log.where, moment, 90, today=today, **how)
    closed = engine().run("test.closed", table("days", DAYS), {"days": Files(found.closed, DAYS)})
    skip = set(found.open_keys["day"].to_pylist())
    rows = [row for row in closed.to_pylist() if row["day"] not in skip and row["day"] <= moment.day]
    return days_rows(pa.concat_tables([pa.Table.from_pylist(rows, schema=DAYS), found.open.cast(DAYS)]))


def play(log: Log, story: list, sent: list[dict]) -> Today:
    today = Today()
    for step in story:
        if step == "catch up":
            today.catch_up(*log.where)
        elif step == "restart":
            today = Today()
        elif step == "compact":
            compact(events_table(log.home, log.workspace), None, growing=False)
        elif step == "close":
            marks = log.spool.open_days(log.workspace)
            close_days(*log.where, {day: mark for day, mark in marks.items() if day < day_key(NOW.date())})
        else:
            log.seal(*step)
            sent += step
    today.catch_up(*log.where)
    return today


@settings(max_examples=depth.STREAMS, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=st.lists(steps, min_size=1, max_size=9), asked=HOURS)
def test_memory_files_and_events_give_the_same_usage(story, asked):
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(NOW, tick=False):
        log, sent = Log(Path(folder) / "data"), list[dict]()
        today = play(log, story, sent)
        now, then = Moment(NOW), Moment(START + timedelta(days=2, hours=asked))
        event(f"{len(today.days)} days in memory, {'closed some' if 'close' in story else 'none closed'}")
        assert answer(log, now, today) == expected(sent, now)
        assert answer(log, now, None) == expected(sent, now)
        assert answer(log, then, today) == expected(sent, then)
        some = [row for row in expected(sent, now) if row[0] == "u:user-1"]
        found = answer(log, now, today, actors=pa.array(["u:user-1"]))
        assert [row for row in found if row[0] == "u:user-1"] == some
