"""What became of whom? What the data does not reach is unknown, and nobody left by it."""

import pytest

from tenure.calc.backtest.firings import Firing
from tenure.calc.backtest.outcomes import Stay, became_of, caught_by, has_left

END = 200


@pytest.mark.parametrize(
    ("stay", "outcome"),
    [
        (Stay(0), "stayed"),
        (Stay(0, left_on=120), "left"),
        (Stay(0, left_on=130), "left"),
        (Stay(0, left_on=131), "stayed"),
        (Stay(0, left_on=131, told_on=125), "left"),
        (Stay(0, left_on=131, told_on=100), "told"),
        (Stay(0, told_on=100), "stayed"),  # notice that was taken back
    ],
)
def test_an_alert_is_followed_by_leaving_within_so_many_days(stay, outcome):
    assert became_of(Firing(100, 105), stay, 30, END) == outcome


def test_an_alert_that_is_still_open_foresaw_it_whenever_it_came():
    assert became_of(Firing(50, 149), Stay(0, left_on=150), 30, END) == "left"
    assert became_of(Firing(50, 148), Stay(0, left_on=150), 30, END) == "stayed"


@pytest.mark.parametrize("stay", [Stay(0), Stay(0, left_on=END - 5), Stay(0, left_on=END + 5)])
def test_what_follows_a_late_alert_is_unknown_even_of_who_left_already(stay):
    assert became_of(Firing(END - 29, END - 6), stay, 30, END) == "unknown"
    assert became_of(Firing(END - 30, END - 30), Stay(0), 30, END) == "stayed"


@pytest.mark.parametrize(
    ("day", "stay", "left"),
    [
        (100, Stay(0), False),
        (100, Stay(0, left_on=130), True),
        (100, Stay(0, left_on=131), False),
        (100, Stay(0, left_on=160, told_on=130), True),
        (130, Stay(0, left_on=160, told_on=130), None),  # it was told already
        (END - 29, Stay(0), None),
        (END - 29, Stay(0, left_on=END - 20), None),
        (END - 30, Stay(0, left_on=END + 1), False),
    ],
)
def test_a_case_is_known_when_the_days_have_passed(day, stay, left):
    assert has_left(stay, day, 30, END) is left


def test_the_earliest_alert_that_counts_is_the_one_that_foresaw():
    stay = Stay(0, left_on=150)
    assert caught_by([Firing(10, 12), Firing(125, 126), Firing(148, 149)], stay, 30) == Firing(125, 126)
    assert caught_by([Firing(10, 12)], stay, 30) is None
    assert caught_by([Firing(150, 151)], stay, 30) is None
    assert caught_by([Firing(125, 126)], Stay(0), 30) is None


def test_an_alert_after_the_notice_foresaw_nothing():
    assert caught_by([Firing(130, 149)], Stay(0, left_on=150, told_on=130), 30) is None
    assert caught_by([Firing(129, 149)], Stay(0, left_on=150, told_on=130), 30) == Firing(129, 149)
