"""Spark lines: gaps stay gaps, and the words say the trend."""

import pytest

from tenure.console.accounts.trends import spark, words


def test_a_gap_in_the_history_is_a_gap_in_the_line():
    line = spark(1, [50.0, 60.0, None, 70.0, 80.0])
    assert len(line.runs) == 2
    assert line.today == ("84.0", "4.4")


def test_without_a_score_today_no_point_is_marked():
    assert spark(1, [50.0, 60.0, None]).today is None


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([50.0, 80.0], "rose: 50 to 80"),
        ([80.0, None, 50.0], "fell: 80 to 50"),
        ([50.0, 51.0], "kept steady"),
        ([None, 5.0], "Too little"),
    ],
)
def test_the_words_say_the_trend(scores, said):
    assert said in words(scores)
