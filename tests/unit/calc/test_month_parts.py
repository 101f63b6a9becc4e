"""Does a year of months come to twelve, and do parts add up to the whole?"""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.month_parts import between
from tenure.values.moment import day_key

days = st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(day_key)


def months(start: int, end: int) -> float:
    return float(between(np.array([start]), np.array([end]))[0])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2025, 1, 1), date(2026, 1, 1), 12),
        (date(2024, 2, 1), date(2024, 3, 1), 1),
        (date(2025, 2, 1), date(2025, 2, 15), 0.5),
        (date(2025, 3, 1), date(2025, 2, 1), 0),
    ],
)
def test_a_whole_month_is_one_whatever_its_length(start, end, expected):
    assert months(day_key(start), day_key(end)) == pytest.approx(expected)


@given(days, days, days)
def test_parts_add_up_to_the_whole(one, two, three):
    first, middle, last = sorted((one, two, three))
    assert months(first, middle) + months(middle, last) == pytest.approx(months(first, last), abs=1e-9)
