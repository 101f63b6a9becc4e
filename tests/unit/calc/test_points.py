"""Do points that are shared out add up?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.points import apportion, shown


@given(st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=20), st.integers(-1, 1))
def test_shares_add_up_to_the_total_and_stay_near_what_was_exact(exact, off):
    total = round(sum(exact)) + off
    shares = apportion(exact, total)
    assert sum(shares) == total
    assert all(abs(share - one) <= 2.5 for share, one in zip(shares, exact, strict=True))


def test_the_largest_remainder_is_rounded_up_and_the_earlier_of_equals():
    assert apportion([1.2, 1.7, 1.1], 4) == [1, 2, 1]
    assert apportion([0.5, 0.5, 1.0], 2) == [1, 0, 1]


def test_whole_numbers_are_left_alone():
    assert apportion([3.0, 4.0], 7) == [3, 4]
    assert apportion([], 0) == []


@pytest.mark.parametrize(
    ("points", "text"), [(58.0, "58"), (58.25, "58.2"), (59.9990234375, "59.9"), (0.0, "0"), (100.0, "100")]
)
def test_a_score_is_shown_rounded_down_so_that_below_a_bound_never_looks_equal_to_it(points, text):
    assert shown(points) == text
