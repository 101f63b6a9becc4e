"""Are cohorts asked at each account's own age, and only for ages that all of them have reached?"""

from datetime import date

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.cohorts import Cohort, cohorts, months_later
from tenure.calc.spans import OPEN, Spans
from tenure.values.moment import day_key, day_of


def key(text: str) -> int:
    return day_key(date.fromisoformat(text))


@given(st.dates(date(1971, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    import numpy as np

    (found,) = months_later(np.array([day_key(day)], dtype=np.int32), months)
    assert day_of(int(found)) == day + relativedelta(months=months)


def test_month_nought_is_everybody_and_who_left_is_gone_at_the_next():
    spans = Spans.of(
        [
            (1, key("2026-01-31"), key("2026-02-28"), 1000),  # one month
            (2, key("2026-01-05"), OPEN, 2000),
            (3, key("2026-01-01"), key("2026-01-03"), 500),  # gone within days
            (4, key("2026-02-10"), OPEN, 700),
        ]
    )
    assert cohorts(spans, key("2026-01-01"), key("2026-03-31")) == [
        Cohort("2026-01", 3, (3, 1, 1), (3500, 2000, 2000)),
        Cohort("2026-02", 1, (1, 1), (700, 700)),
    ]


def test_a_month_that_the_youngest_has_not_reached_is_not_told():
    spans = Spans.of([(1, key("2026-01-02"), OPEN, 1000)])
    (early,) = cohorts(spans, key("2026-01-01"), key("2026-02-27"))
    assert early.retained == (1,)
    (later,) = cohorts(spans, key("2026-01-01"), key("2026-02-28"))
    assert later.retained == (1, 1)


def test_nobody_began_and_there_is_no_cohort():
    assert cohorts(Spans.of([]), 0, 100) == []
    assert cohorts(Spans.of([(1, 500, OPEN, 1)]), 0, 100) == []
