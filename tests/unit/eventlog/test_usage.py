from collections.abc import Iterator
from datetime import timedelta

import pyarrow as pa
import pytest
import time_machine

from tenure.eventlog.aggregate import table
from tenure.eventlog.days import close_days
from tenure.eventlog.engines.engine import Files
from tenure.eventlog.engines.own import engine
from tenure.eventlog.schema import DAYS, EVENTS, SPANS
from tenure.eventlog.tables import date_of, events_table
from tenure.eventlog.today import Today
from tenure.eventlog.usage import Usage, usage
from tenure.values.moment import Moment
from tests.unit.eventlog.events_for_tests import DAY, NOON, Log, counts, days_rows, event, later

NOW = Moment(later(hours=6))
YESTERDAY = NOON - timedelta(days=1)


@pytest.fixture
def log(tmp_path) -> Iterator[Log]:
    with time_machine.travel(NOW.at, tick=False):
        yield Log(tmp_path / "data")


def ask(log: Log, moment: Moment = NOW, **how) -> Usage:
    return usage(*log.where, moment, 90, **how)


def closed_rows(log: Log, found: Usage) -> list[dict]:
    """What facts see of the closed files: without the days for which open speaks."""
    rows = engine().run("test.closed", table("days", DAYS), {"days": Files(found.closed, DAYS)})
    skip = set(found.open_keys["day"].to_pylist())
    return [row for row in rows.to_pylist() if row["day"] not in skip]


def spans(found: Usage) -> list[dict]:
    rows = engine().run("test.spans", table("spans", SPANS), {"spans": Files(found.spans, SPANS)})
    return sorted(rows.to_pylist(), key=lambda row: row["actor"])


def span(actor: str, first: int, last: int) -> dict:
    return {"actor": actor, "group_id": None, "first_day": first, "last_day": last}


def test_a_workspace_without_events_has_no_usage(log):
    found = ask(log)
    assert (found.closed, found.spans, found.open.num_rows) == ((), (), 0)
    assert found.open.schema == DAYS


def test_events_of_an_open_day_are_counted_by_actor_group_and_name(log):
    log.seal(
        event("1", value=2.5),
        event("2", later(minutes=1), value=1.5),
        event("3", event="close"),
        event("4", group_id="g"),
        event("5", user=None, anonymous_id="x", type="page", event="Home"),
    )
    assert days_rows(ask(log).open) == days_rows(
        pa.Table.from_pylist(
            [
                dict(zip(DAYS.names, row, strict=True))
                for row in [
                    ("u:ann", None, "open", DAY, 2, NOON, later(minutes=1), 4.0),
                    ("u:ann", None, "close", DAY, 1, NOON, NOON, None),
                    ("u:ann", "g", "open", DAY, 1, NOON, NOON, None),
                    ("a:x", None, "Home", DAY, 1, NOON, NOON, None),
                ]
            ],
            schema=DAYS,
        )
    )


def test_calls_that_say_who_somebody_is_are_not_usage(log):
    log.seal(*(event(kind, type=kind, event=None) for kind in ("identify", "group", "alias")))
    assert ask(log).open.num_rows == 0


def test_a_retry_on_the_same_day_counts_once(log):
    log.seal(event("1"))
    log.seal(event("1", received_at=later(minutes=5)))
    assert counts(ask(log).open) == 1


def test_a_retry_on_the_next_day_counts_once_and_on_the_day_received_first(log):
    log.seal(event("1", later(hours=24), received_at=later(hours=24, minutes=1)))
    log.seal(event("1", received_at=later(hours=24)))
    assert [row["day"] for row in ask(log, Moment(later(hours=30))).open.to_pylist()] == [DAY]


def test_an_id_used_again_two_days_later_is_another_event(log):
    log.seal(event("1"), event("1", later(days=2)))
    assert counts(ask(log, Moment(later(days=3))).open) == 2


def test_what_repeats_an_identify_call_does_not_count(log):
    log.seal(event("1", type="identify", event=None), event("1", received_at=later(seconds=1)))
    assert counts(ask(log).open) == 0


def test_nothing_at_or_after_the_moment_is_seen(log):
    log.seal(event("1"), event("2", NOW.at - timedelta(microseconds=1)), event("3", NOW.at), event("4", later(days=1)))
    assert counts(ask(log).open) == 2


def test_a_moment_inside_a_closed_day_reads_the_events_of_that_day(log):
    log.seal(event("1", YESTERDAY), event("2", YESTERDAY + timedelta(hours=3)))
    close_days(*log.where, log.spool.open_days("acme"))
    found = ask(log, Moment(YESTERDAY + timedelta(hours=1)))
    assert counts(found.open) == 1
    assert closed_rows(log, found) == []


def test_a_closed_day_is_read_from_its_file_and_an_open_one_from_its_events(log):
    log.seal(event("1", YESTERDAY), event("1", YESTERDAY, received_at=NOON), event("2"))
    marks = log.spool.open_days("acme")
    assert close_days(*log.where, {DAY - 1: marks[DAY - 1]}).days == (DAY - 1,)
    found = ask(log)
    assert [(row["day"], row["count"]) for row in closed_rows(log, found)] == [(DAY - 1, 1)]
    assert [(row["day"], row["count"]) for row in found.open.to_pylist()] == [(DAY, 1)]
    assert found.spans == ()  # the month has not ended


def test_a_late_event_opens_its_day_again(log):
    log.seal(event("1", YESTERDAY))
    close_days(*log.where, log.spool.open_days("acme"))
    log.seal(event("2", YESTERDAY))
    found = ask(log)
    assert closed_rows(log, found) == []
    assert counts(found.open) == 2
    close_days(*log.where, log.spool.open_days("acme"))
    assert [row["count"] for row in closed_rows(log, ask(log))] == [2]


def test_a_day_that_gets_events_while_it_is_counted_stays_open(log):
    log.seal(event("1", YESTERDAY))
    marks = log.spool.open_days("acme")
    log.seal(event("2", YESTERDAY))
    assert close_days(*log.where, marks).days == ()
    assert counts(ask(log).open) == 2


def test_days_before_the_horizon_are_read_by_their_spans(log):
    log.seal(event("1", NOON - timedelta(days=200)), event("2", YESTERDAY), event("3", later(days=40)))
    close_days(*log.where, log.spool.open_days("acme"))
    found = usage(*log.where, NOW, 28)
    assert [row["day"] for row in closed_rows(log, found)] == [DAY - 1]
    assert spans(found) == [span("u:ann", DAY - 200, DAY - 200)]


def test_spans_tell_of_all_time_up_to_the_month_of_the_moment(log):
    for ago in (200, 100, 1, -40):
        log.seal(event(f"a{ago}", NOON - timedelta(days=ago)))
    log.seal(event("b", NOON - timedelta(days=150), user="bob"))
    close_days(*log.where, log.spool.open_days("acme"))
    assert spans(ask(log)) == [span("u:ann", DAY - 200, DAY - 100), span("u:bob", DAY - 150, DAY - 150)]
    assert spans(ask(log, Moment(NOON - timedelta(days=120)))) == [
        span("u:ann", DAY - 200, DAY - 200),
        span("u:bob", DAY - 150, DAY - 150),
    ]
    assert spans(ask(log, Moment(NOON - timedelta(days=199)))) == []


def test_a_late_event_is_told_by_the_spans_of_every_later_month(log):
    log.seal(event("1", NOON - timedelta(days=100)), event("2", NOON - timedelta(days=50)))
    close_days(*log.where, log.spool.open_days("acme"))
    log.seal(event("3", NOON - timedelta(days=200)))
    close_days(*log.where, log.spool.open_days("acme"))
    assert spans(ask(log)) == [span("u:ann", DAY - 200, DAY - 50)]
    assert spans(ask(log, Moment(NOON - timedelta(days=60)))) == [span("u:ann", DAY - 200, DAY - 100)]


def test_an_open_day_is_read_however_old_it_is(log):
    log.seal(event("1", NOON - timedelta(days=200)))
    assert counts(usage(*log.where, NOW, 28).open) == 1


def test_some_actors_and_groups_are_read_alone(log):
    log.seal(event("1"), event("2", user="bob"), event("3", user="cid", group_id="g"), event("4", user="dan"))
    found = ask(log, actors=pa.array(["u:ann", "u:bob"]), groups=pa.array(["g"]))
    assert {row["actor"] for row in found.open.to_pylist()} == {"u:ann", "u:bob", "u:cid"}
    assert {row["actor"] for row in ask(log, groups=pa.array(["g"])).open.to_pylist()} == {"u:cid"}
    assert ask(log, actors=pa.array([], pa.string())).open.num_rows == 0


def test_somebody_elses_earlier_event_of_the_same_id_wins_also_when_only_one_is_asked_for(log):
    log.seal(event("1", user="bob"), event("1", received_at=later(seconds=1)), event("2"))
    assert counts(ask(log, actors=pa.array(["u:ann"])).open) == 1


@pytest.mark.parametrize("how", [{}, {"actors": pa.array(["u:ann"])}])
def test_todays_memory_answers_like_the_log(log, how):
    today = Today()
    today.catch_up(*log.where)
    log.seal(event("1", YESTERDAY), event("2"))
    log.seal(event("1", received_at=later(days=1)), event("3", user="bob"), event("4", later(minutes=1)))
    today.catch_up(*log.where)
    log.seal(event("5", later(minutes=2)), event("4", later(minutes=1), received_at=later(days=1)))
    today.catch_up(*log.where)
    assert today.days == {DAY, DAY - 1}
    assert days_rows(ask(log, today=today, **how).open) == days_rows(ask(log, **how).open)


def test_memory_does_not_count_what_lies_ahead_of_the_clock_until_it_has_come(log):
    log.seal(event("1"), event("2", NOW.at + timedelta(minutes=1), value=3.0), event("3", NOW.at + timedelta(days=1)))
    today = Today()
    today.catch_up(*log.where)
    assert counts(today.rows(NOW)) == 1
    assert counts(today.rows(Moment(NOW.at + timedelta(minutes=2)))) == 2
    with time_machine.travel(NOW.at + timedelta(minutes=5), tick=False):
        today.catch_up(*log.where)
        assert counts(today.rows(Moment(NOW.at + timedelta(minutes=5)))) == 2
    assert not today.knows(NOW)


def test_memory_lets_a_closed_day_go_and_takes_a_reopened_one_back(log):
    log.seal(event("1", YESTERDAY), event("2"))
    today = Today()
    today.catch_up(*log.where)
    close_days(*log.where, {DAY - 1: log.spool.open_days("acme")[DAY - 1]})
    today.catch_up(*log.where)
    assert (today.days, counts(today.rows(NOW))) == ({DAY}, 1)
    log.seal(event("3", YESTERDAY), event("1", YESTERDAY, received_at=NOON))
    today.catch_up(*log.where)
    assert (today.days, counts(today.rows(NOW))) == ({DAY - 1, DAY}, 3)


def test_memory_forgets_what_was_taken_out_of_the_log(log):
    log.seal(event("1"), event("2"))
    today = Today()
    today.catch_up(*log.where)
    events = events_table(log.home, "acme")
    kept = pa.Table.from_pylist([event("1")], schema=EVENTS)
    events.write({date_of(DAY): kept}, replace=events.files())
    today.catch_up(*log.where)
    assert counts(today.rows(NOW)) == 1


def test_memory_holds_the_newest_days_that_fit_and_the_log_answers_for_the_others(log):
    log.seal(event("1", YESTERDAY), event("2", YESTERDAY), event("3"), event("4"))
    today = Today(held_events=3)
    today.catch_up(*log.where)
    assert today.days == {DAY}
    assert counts(ask(log, today=today).open) == 4


def test_a_row_received_before_the_one_it_repeats_takes_its_place_in_memory(log):
    log.seal(event("1", user="bob", received_at=later(seconds=2)), event("2", received_at=later(seconds=3)))
    today = Today()
    today.catch_up(*log.where)
    log.seal(event("1", user="ann", received_at=later(seconds=1)))
    today.catch_up(*log.where)
    assert days_rows(today.rows(NOW)) == days_rows(ask(log).open)
    assert counts(ask(log, actors=pa.array(["u:bob"])).open) == 0


def test_a_moment_before_what_memory_counted_is_read_from_the_log(log):
    log.seal(event("1"), event("2", later(hours=1)))
    today = Today()
    today.catch_up(*log.where)
    assert counts(ask(log, Moment(later(minutes=1)), today=today).open) == 1
