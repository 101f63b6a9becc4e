"""What does a play do when? Scripts: something happens, these commands are expected; time passes, those are."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tenure.plays.commands import (
    AddObjective,
    CallWebhook,
    CreateTask,
    Finish,
    Notify,
    SetOwner,
    SetStage,
)
from tenure.plays.decide import decide, moves_with_facts, turns
from tenure.plays.parse import parse
from tenure.plays.play import WaitForDate, WaitForRule, walk
from tenure.plays.progress import Progress, Taken
from tenure.plays.progress import parse as parse_progress
from tests.unit.plays.strategies import PLAYS

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=AMSTERDAM)
LEFT = {"fact": "is_former", "op": "eq", "value": True}
CALL = {"do": "task", "title": "Call", "to": "owner", "due_in": 2}
WRITE = {"do": "task", "title": "Write", "to": "owner"}


class Script:
    """One run: each `now` says what is expected then."""

    def __init__(self, *steps, **more):
        said = {"slug": "it", "name": "It", "trigger": {"on": "hand"}, "steps": list(steps), **more}
        self.play, self.progress, self.facts = parse(said), Progress(), {}

    def at(self, now, **facts):
        self.facts |= facts
        again = decide(self.play, self.progress, now, self.facts, 7)
        self.progress, commands = decide(self.play, self.progress, now, self.facts, 7)
        assert (self.progress, commands) == again
        return [
            getattr(one, "title", None) or (str(one.reason) if isinstance(one, Finish) else one) for one in commands
        ]


def test_a_task_now_and_one_a_week_later():
    run = Script(CALL, {"do": "wait", "days": 7}, WRITE)
    assert run.at(MORNING) == ["Call"]
    assert run.at(MORNING + timedelta(days=6, hours=23)) == []
    assert run.at(MORNING + timedelta(days=7)) == ["Write", "ended"]
    assert run.progress.is_over
    assert run.at(MORNING + timedelta(days=99)) == []


def test_each_deed_becomes_its_command_with_a_key_of_run_and_step():
    run = Script(
        {**CALL, "script": "Say hello."}, {"do": "stage", "stage": "renewing"}, {"do": "owner", "to": "rules"},
        {"do": "objective", "title": "More", "fact": "logins", "target": 9, "due_in": 30},
        {"do": "notify", "to": "lead", "text": "Look"}, {"do": "webhook", "url": "https://example.com"},
    )  # fmt: skip
    _, commands = decide(run.play, Progress(), MORNING, {"logins": 4}, 7)
    task, stage, owner, goal, tell, call, finish = commands
    assert task == CreateTask("play run 7 step 0", "Call", run.play.steps[0].to, date(2026, 3, 4), "Say hello.")
    assert stage == SetStage("play run 7 step 1", "renewing")
    assert owner == SetOwner("play run 7 step 2", run.play.steps[2].to)
    assert goal == AddObjective("play run 7 step 3", "More", "logins", 4.0, 9, date(2026, 4, 1))
    assert tell == Notify("play run 7 step 4", run.play.steps[4].to, "Look")
    assert call == CallWebhook("play run 7 step 5", "https://example.com")
    assert finish == Finish("play run 7 step end", Taken.ENDED)


def test_a_branch_takes_one_way_and_goes_on_behind_it():
    big = {"fact": "seats", "op": "ge", "value": 10}
    steps = [
        {"do": "branch", "rule": big, "then": [CALL, {"do": "wait", "days": 1}], "else": [WRITE]},
        {"do": "stage", "stage": "x"},
    ]
    run = Script(*steps)
    assert run.at(MORNING, seats=10) == ["Call"]
    assert run.progress.at == "0.then.1"
    assert run.at(MORNING + timedelta(days=1), seats=1) == [SetStage("play run 7 step 1", "x"), "ended"]
    assert Script(*steps).at(MORNING, seats=9)[0] == "Write"
    assert Script({"do": "branch", "rule": big, "then": [CALL]}).at(MORNING) == ["ended"]


def test_a_check_that_fails_stops_the_run():
    check = {"do": "check", "rule": {"fact": "seats", "op": "known"}}
    assert Script(check, CALL).at(MORNING) == ["does not hold"]
    assert Script(check, CALL).at(MORNING, seats=1) == ["Call", "ended"]


def test_what_ends_the_play_ends_it_in_the_middle_of_a_wait():
    run = Script(CALL, {"do": "wait", "days": 7}, WRITE, stop_when=LEFT)
    assert run.at(MORNING) == ["Call"]
    assert moves_with_facts(run.play, run.progress)
    assert run.at(MORNING + timedelta(days=1), is_former=True) == ["stopped"]
    assert run.at(MORNING + timedelta(days=8), is_former=False) == []


def test_it_waits_for_a_rule_and_no_longer_than_it_was_told():
    wait = {"do": "wait for rule", "rule": {"fact": "logins", "op": "ge", "value": 1}, "at_most": 20}
    run = Script(wait, CALL)
    assert run.at(MORNING) == []
    assert moves_with_facts(run.play, run.progress)
    assert run.at(MORNING + timedelta(days=3), logins=1) == ["Call", "ended"]
    late = Script(wait, CALL)
    assert late.at(MORNING) == []
    assert late.at(MORNING + timedelta(days=20)) == ["Call", "ended"]


def test_it_waits_for_a_date_and_follows_when_that_moves():
    run = Script({"do": "wait for date", "fact": "renews_on", "days": -30}, CALL)
    assert run.at(MORNING, renews_on=date(2026, 5, 1)) == []
    assert run.progress.until == datetime(2026, 3, 31, 22, tzinfo=UTC)  # midnight in Amsterdam
    since = run.progress.since
    assert run.at(MORNING + timedelta(days=1), renews_on=date(2026, 6, 1)) == []
    assert run.progress.until == datetime(2026, 5, 1, 22, tzinfo=UTC)
    assert run.progress.since == since
    assert run.at(datetime(2026, 5, 2, tzinfo=AMSTERDAM)) == ["Call", "ended"]


def test_a_date_that_has_passed_is_not_waited_for_and_one_that_nobody_knows_stops_the_run():
    wait = {"do": "wait for date", "fact": "renews_on", "days": -30}
    assert Script(wait, CALL).at(MORNING, renews_on=date(2026, 3, 3)) == ["Call", "ended"]
    run = Script(wait, CALL)
    assert run.at(MORNING, renews_on=date(2026, 9, 1)) == []
    assert run.at(MORNING + timedelta(days=1), renews_on=None) == ["no date"]


def test_a_week_is_seven_days_of_the_calendar_when_the_clocks_change():
    before = datetime(2026, 3, 27, 9, 30, tzinfo=AMSTERDAM)  # they go forward on the 29th
    run = Script({"do": "wait", "days": 7}, CALL)
    assert run.at(before) == []
    assert run.progress.until == datetime(2026, 4, 3, 7, 30, tzinfo=UTC)
    assert run.at(datetime(2026, 4, 3, 9, 29, tzinfo=AMSTERDAM)) == []
    assert run.at(datetime(2026, 4, 3, 9, 30, tzinfo=AMSTERDAM)) == ["Call", "ended"]


def test_an_hour_that_never_comes_or_comes_twice_is_waited_for_once():
    lost = Script({"do": "wait", "days": 1}, CALL)
    assert lost.at(datetime(2026, 3, 28, 2, 30, tzinfo=AMSTERDAM)) == []
    assert lost.progress.until == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    twice = Script({"do": "wait", "days": 1}, CALL)
    assert twice.at(datetime(2026, 10, 24, 2, 30, tzinfo=AMSTERDAM)) == []
    assert twice.progress.until == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 2, 40, fold=1, tzinfo=AMSTERDAM)
    assert twice.at(second) == ["Call", "ended"]


def test_dates_at_the_ends_of_the_calendar_are_waited_for():
    for day in (date.max, date.min):
        run = Script({"do": "wait for date", "fact": "renews_on", "days": 40 if day is date.max else -40}, CALL)
        assert run.at(MORNING, renews_on=day) == ([] if day is date.max else ["Call", "ended"])


def test_dates_of_rules_are_relative_to_each_look():
    soon = {"fact": "renews_on", "op": "le", "value": {"in_days": 10}}
    run = Script({"do": "wait for rule", "rule": soon, "at_most": 90}, CALL)
    assert run.at(MORNING, renews_on=date(2026, 3, 20)) == []
    assert run.at(MORNING + timedelta(days=8)) == ["Call", "ended"]


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "mrr_seats": st.integers(0, 3), "logins": st.integers(0, 3),
        "renews_on": st.dates(date(2026, 2, 1), date(2026, 6, 1)) | st.none(),
        "trial_ends_on": st.dates(date(2026, 2, 1), date(2026, 6, 1)),
    },
)  # fmt: skip
LOOKS = st.lists(st.tuples(st.integers(0, 150 * 24 * 60), FACTS), max_size=12)


@given(PLAYS, LOOKS)
def test_whenever_one_looks_each_step_is_done_at_most_once_and_in_order(play, looks):
    order = [path for path, _ in walk(play.steps)]
    progress, done = Progress(), []
    for minutes, facts in looks:  # in any order: a clock that was set back does no harm
        now = (MORNING.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(AMSTERDAM)
        first = decide(play, progress, now, facts, 7)
        assert decide(play, progress, now, facts, 7) == first
        progress, commands = first
        done += [one.key for one in commands]
        assert parse_progress(progress.as_json()) == progress
        assert decide(play, progress, now, facts, 7) == (progress, [])
    keys = [key.removeprefix("play run 7 step ") for key in done]
    assert len(set(keys)) == len(keys)
    places = [order.index(key) for key in keys if key in order]
    assert places == sorted(places)


@given(PLAYS, FACTS)
def test_no_run_stands_anywhere_without_a_time_to_go_on(play, facts):
    progress, now = Progress(), MORNING
    for _ in range(200):
        progress, _ = decide(play, progress, now, facts, 7)
        if progress.is_over:
            break
        assert progress.until is not None
        assert progress.until > now
        step = next(step for path, step in walk(play.steps) if path == progress.at)
        if isinstance(step, WaitForDate | WaitForRule):
            assert moves_with_facts(play, progress)
        now = progress.until.astimezone(AMSTERDAM)
    assert progress.is_over


@given(PLAYS, FACTS)
def test_whoever_stops_between_two_turns_goes_on_with_the_next(play, facts):
    whole = list(turns(play, Progress(), MORNING, facts, 7))
    for at, turn in enumerate(whole):
        assert list(turns(play, turn.progress, MORNING, facts, 7)) == whole[at + 1 :] or play.stop_when is not None
