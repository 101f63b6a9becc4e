"""Do shares of an amount add up to it, and does what was paid go to what was bought?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.shares import by_price, shared

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=6)


@given(st.lists(st.tuples(st.integers(-(10**12), 10**12), WEIGHTS), min_size=1, max_size=8))
def test_the_parts_of_an_amount_add_up_to_it(rows):
    amounts = np.array([amount for amount, _ in rows], dtype=np.int64)
    at = np.repeat(np.arange(len(rows)), [len(weights) for _, weights in rows])
    parts = shared(amounts, at, np.array([one for _, weights in rows for one in weights], dtype=np.int64))
    assert np.bincount(at, weights=parts).tolist() == amounts.tolist()


def test_equal_weights_are_shared_as_evenly_as_whole_units_go():
    assert shared(np.array([100]), np.array([0, 0, 0]), np.array([1, 1, 1])).tolist() == [33, 34, 33]
    assert shared(np.array([100]), np.array([0, 0]), np.array([0, 0])).tolist() == [50, 50]


@pytest.mark.parametrize(
    ("paid", "prices", "things", "nobodys"),
    [
        (100, [None], [1], 0),  # a single thing has all of it
        (100, [0], [1], 0),
        (100, [30, None], [30, 70], 0),  # the one without a price has the rest
        (100, [30, 20], [30, 20], 0),  # all have one: they share in proportion
        (100, [30, None, None], [30, 0, 0], 70),  # whose of two the rest is, nobody knows
        (100, [120, None], [120, 0], 0),  # nothing is left
        (100, [], [], 1),
        (100, [None, None], [0, 0], 100),
        (0, [0, 0], [0, 0], 1),
    ],
)
def test_what_was_paid_goes_to_what_has_a_price_and_the_rest_to_the_one_without(paid, prices, things, nobodys):
    at = np.zeros(len(prices), dtype=np.int64)
    known = np.array([-1 if price is None else price for price in prices], dtype=np.int64)
    weights, rest = by_price(np.array([paid]), at, known, known >= 0)
    assert (weights.tolist(), rest.tolist()) == (things, [nobodys])
