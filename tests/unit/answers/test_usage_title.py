"""The chart's title says its point."""

from datetime import date, timedelta

import pytest

from tenure.answers.usage_chart import UsageChart, UsedDay, title


def days(*counts: int) -> tuple[UsedDay, ...]:
    """Counts from today backwards; 0 beyond."""
    padded = (*counts, *([0] * (84 - len(counts))))
    return tuple(
        UsedDay(date(2026, 3, 1) - timedelta(days=back), count, min(count, 3)) for back, count in enumerate(padded)
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([], "No use in these twelve weeks"),
        ([0] * 40 + [5], "No use for 40 days"),
        ([3] * 10, "Use has begun"),
        ([3] * 10 + [0] * 60 + [3], "Use has come back"),
        ([10] * 84, "Use is steady over the last four weeks"),
        ([1] + [5] * 28 + [10] * 28, "Use fell by 50 % in four weeks"),
        ([1] + [15] * 28 + [10] * 28, "Use rose by 50 % in four weeks"),
        ([1] + [30] * 28 + [10] * 28, "Use is 3 times that of four weeks ago"),
    ],
)
def test_the_title_says_where_use_is_going(counts, said):
    assert title(days(*counts)) == said


def test_the_chart_in_words_names_its_highest_day():
    chart = UsageChart(days(1, 9, 2), "Use has begun")
    assert "12 events on 3 of 84 days" in chart.alternative
    assert "9, on 2026-02-28" in chart.alternative
    assert UsageChart(days(), "No use").is_empty
