"""Do accounts rank by money, severity and nearness, and by nothing else?"""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.attention import (
    FALLS,
    NEARNESS,
    SEVERITY,
    Standing,
    nearness,
    needs_somebody,
    pressing,
    ranked,
    severity,
    stake,
    urgency,
)
from tenure.values.money import Money

STANDINGS = st.builds(
    Standing,
    account=st.integers(1, 10_000),
    band=st.sampled_from(sorted(SEVERITY)),
    stake=st.none() | st.integers(0, 10**12),
    is_thin=st.booleans(),
    fell=st.floats(0, 100),
    due_in=st.none() | st.integers(-400, 400),
)
MANY = st.lists(STANDINGS, max_size=30, unique_by=lambda one: one.account)
SMIT = Standing(1, "poor", 12_000, due_in=12)


def test_urgency_is_money_times_severity_times_nearness():
    assert (severity(SMIT), nearness(12), urgency(SMIT)) == (100, 22, 12_000 * 100 * 22)
    fallen = Standing(2, "average", 50_000, is_thin=True, fell=21.5, due_in=45)
    assert urgency(fallen) == 50_000 * (28 + 40) * 14


@pytest.mark.parametrize(
    ("standing", "needs"),
    [
        (Standing(1, "poor"), True),
        (Standing(1, "poor", is_thin=True), True),
        (Standing(1, "average"), False),
        (Standing(1, "average", due_in=60), True),
        (Standing(1, "average", due_in=61), False),
        (Standing(1, "average", fell=10), True),
        (Standing(1, "good", due_in=0), False),
        (Standing(1, "good", fell=20), True),
        (Standing(1, "none"), False),
        (Standing(1, "former", 10**9, fell=100, due_in=0), False),
    ],
)
def test_who_needs_somebody(standing, needs):
    assert needs_somebody(standing) is needs
    assert ranked([standing]) == ([standing] if needs else [])


def test_an_account_whose_money_is_unknown_comes_last_but_comes():
    unknown = Standing(2, "poor", None, due_in=0)
    assert ranked([unknown, SMIT]) == [SMIT, unknown]


def test_what_is_at_stake_is_mrr_and_else_a_twelfth_of_a_years_orders():
    assert stake(Money(12_000, "EUR"), Money(99_900, "USD")) == Money(12_000, "EUR")
    assert stake(None, Money(120_000, "USD")) == Money(10_000, "USD")
    assert stake(None, None) is None


@given(STANDINGS, st.integers(0, 10**12))
def test_more_money_never_ranks_lower(one, more):
    assert urgency(replace(one, stake=(one.stake or 0) + more)) >= urgency(one)


@given(STANDINGS, st.integers(1, 400))
def test_what_is_due_sooner_never_ranks_lower(one, days):
    sooner = replace(one, due_in=(400 if one.due_in is None else one.due_in) - days)
    assert urgency(sooner) >= urgency(one)


@given(STANDINGS, st.floats(0, 100))
def test_a_deeper_fall_never_ranks_lower(one, points):
    assert urgency(replace(one, fell=one.fell + points)) >= urgency(one)


@given(STANDINGS)
def test_a_worse_band_never_ranks_lower(one):
    worse = [urgency(replace(one, band=band)) for band in ("former", "good", "none", "average", "poor")]
    assert worse == sorted(worse)


@given(STANDINGS)
def test_what_one_pays_does_not_decide_whether_one_needs_somebody(one):
    assert pressing(replace(one, stake=None)) == pressing(one)


@given(MANY, st.randoms(use_true_random=False))
def test_in_which_order_accounts_come_changes_nothing(some, luck: Random):
    mixed = list(some)
    luck.shuffle(mixed)
    assert ranked(mixed) == ranked(some)


def test_steps_are_written_from_the_most_to_the_least():
    assert [least for least, _ in FALLS] == sorted((least for least, _ in FALLS), reverse=True)
    assert [most for most, _ in NEARNESS] == sorted(most for most, _ in NEARNESS)
