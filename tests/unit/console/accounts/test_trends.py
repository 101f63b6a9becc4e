"""Spark lines: gaps stay gaps, zones are those of the card, and the words say the trend."""

import pytest

from tenure.calc.band import Bands
from tenure.console.accounts.trends import LAST, spark, words


def test_a_gap_in_the_history_is_a_gap_in_the_line():
    line = spark(1, [50.0, 60.0, None, 70.9, 80.0])
    assert line.runs == ["0,50 7,40", "21,30 28,20"], "days from the first, and whole points short of 100"
    assert line.today == 20


def test_today_follows_the_last_stored_day_by_one():
    line = spark(1, [50.0] * 13)
    assert line.runs[0].split()[-2:] == ["77,50", "78,50"]
    assert LAST == 78


def test_without_a_score_today_no_point_is_marked():
    assert spark(1, [50.0, 60.0, None]).today is None


def test_the_zones_are_those_of_the_account_s_own_card():
    line = spark(1, [50.0, 60.0], Bands(good=82.5, average=55))
    assert (line.good, line.average) == ("17.5", "45")


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([50.0, 80.0], "rose: 50 to 80"),
        ([80.0, None, 50.9], "fell: 80 to 50"),
        ([50.0, 51.0], "kept steady"),
        ([None, 5.0], "Too little"),
    ],
)
def test_the_words_say_the_trend(scores, said):
    assert said in words(scores)
