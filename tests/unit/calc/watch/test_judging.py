"""Does every watch keep to what all of them promise, whatever the days were?"""

import json
import math
from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tenure.calc.watch.judge import judge, judge_all
from tenure.calc.watch.series import DAYS, Histories, Series
from tenure.calc.watch.verdict import Verdict
from tenure.rules.leaves import WATCHES
from tests.unit.calc.watch.lives import FIRST

LEVELS = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 8, 40])


@st.composite
def lives(draw):
    """Days in runs of one weekly shape each, with growth, so that every watch holds for some."""
    days = []
    for _ in range(draw(st.integers(1, 3))):
        shape = draw(st.lists(LEVELS, min_size=7, max_size=7))
        pace = draw(st.sampled_from([0, 0, 0.02, 0.04, -0.03]))
        days += [round(10 * one * (1 + pace) ** week) for week in range(draw(st.integers(1, 30))) for one in shape]
    return days + draw(st.lists(LEVELS, max_size=9))


@pytest.mark.parametrize("watch", WATCHES)
@given(days=lives(), doublings=st.integers(-3, 12))
def test_how_large_an_account_is_changes_no_verdict(watch, days, doublings):
    larger = [one * 2.0**doublings for one in days]
    assert judge(watch, Series(FIRST, days)).holds == judge(watch, Series(FIRST, larger)).holds


@pytest.mark.parametrize("watch", WATCHES)
@settings(max_examples=40)
@given(days=lives(), before=lives())
def test_what_lies_before_the_account_began_changes_nothing(watch, days, before):
    began = FIRST + len(before)
    alone = judge(watch, Series(began, days))
    assert same(judge(watch, Series(FIRST, before + days, since=began)), alone)


@pytest.mark.parametrize("watch", WATCHES)
@settings(max_examples=40)
@given(days=lives(), older=lives())
def test_more_days_than_a_watch_looks_back_on_change_nothing(watch, days, older):
    known = (days * (DAYS // len(days) + 1))[:DAYS]
    assert same(judge(watch, Series(FIRST + len(older), known)), judge(watch, Series(FIRST, older + known)))


@pytest.mark.parametrize("watch", WATCHES)
@settings(max_examples=20)
@given(st.lists(lives(), min_size=2, max_size=4))
def test_many_accounts_at_once_are_judged_as_each_alone(watch, several):
    length = min(map(len, several))
    rows = [days[:length] for days in several]
    together = list(judge_all(watch, Histories.of(FIRST, rows)))
    assert all(same(one, judge(watch, Series(FIRST, row))) for one, row in zip(together, rows, strict=True))


@given(days=lives())
def test_silence_beyond_the_limit_is_always_told(days):
    found = judge("stopped", Series(FIRST, days))
    assume(found.holds is not None and len(days) + found.limit < DAYS)
    assert judge("stopped", Series(FIRST, days + [0] * math.ceil(found.limit))).holds


@given(days=lives())
def test_whoever_acted_yesterday_has_not_stopped(days):
    assert not judge("stopped", Series(FIRST, [*days, 1])).holds


@pytest.mark.parametrize("watch", ["falling", "stagnating", "spike"])
@given(days=lives())
def test_the_day_that_still_runs_changes_nothing_but_silence(watch, days):
    quiet, acted = Series(FIRST, days), Series(FIRST, days, acted_today=True)
    assert same(judge(watch, quiet), judge(watch, acted))


@pytest.mark.parametrize("watch", WATCHES)
@given(days=lives())
def test_a_verdict_is_the_same_after_it_was_stored(watch, days):
    found = judge(watch, Series(FIRST, days))
    assert same(Verdict.from_json(json.loads(json.dumps(found.as_json()))), found)


@pytest.mark.parametrize("watch", WATCHES)
def test_no_accounts_have_no_verdicts(watch):
    assert list(judge_all(watch, Histories.of(FIRST, np.zeros((0, 30))))) == []


def same(one: Verdict, other: Verdict) -> bool:
    """Alike in all, where nan is nan, and ``since`` by the day."""
    return astuple(replace(one, now=0, usual=0, limit=0)) == astuple(replace(other, now=0, usual=0, limit=0)) and (
        np.allclose([one.now, one.usual, one.limit], [other.now, other.usual, other.limit], equal_nan=True)
    )
