"""Do the values of a measure fall on the right side of its bounds?"""

import random

from tenure.calc.measure import Measure
from tenure.calc.spread import BINS, quantile, spread

DAYS = Measure("Days of use", "Usage", "active_days_28", 4, 16, 20)
LATE = Measure("Overdue", "Payment", "overdue_days", 45, 0, 10)


def test_values_on_a_bound_have_reached_it():
    found = spread(DAYS, 10, [2, 4, 5, 15, 16, 20])
    assert (found.poor, found.between, found.good) == (2, 2, 2)
    assert (found.known, found.accounts, found.coverage) == (6, 10, 0.6)
    late = spread(LATE, 3, [0, 45, 60])
    assert (late.poor, late.between, late.good) == (2, 0, 1)


def test_the_scale_holds_both_bounds_though_all_values_lie_together():
    found = spread(DAYS, 3, [9, 9, 9])
    assert found.low <= DAYS.poor < DAYS.good <= found.high
    assert sum(found.bins) == 3


def test_one_far_value_does_not_squeeze_the_others_together():
    found = spread(LATE, 200, [*range(199), 100_000])
    assert found.high < 1_000
    assert found.bins[-1] >= 1


def test_without_values_there_is_a_scale_and_nothing_on_it():
    found = spread(DAYS, 0, [])
    assert (found.coverage, found.median, sum(found.bins)) == (0.0, None, 0)
    assert found.low < found.high


def test_the_median_is_a_value_that_half_do_not_exceed():
    assert quantile([1, 2, 3, 4], 0.5) == 2
    assert quantile([1, 2, 3], 0.5) == 2
    assert quantile([], 0.5) is None


def test_no_value_is_lost_whatever_they_are():
    seed = random.randrange(10**9)
    print("seed", seed)
    luck = random.Random(seed)
    for _ in range(50):
        values = [luck.uniform(-50, 90) for _ in range(luck.randrange(1, 60))]
        for measure in (DAYS, LATE):
            found = spread(measure, len(values), values)
            assert sum(found.bins) == found.poor + found.between + found.good == len(values)
            assert len(found.bins) == BINS
