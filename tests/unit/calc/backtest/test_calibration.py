"""Does a lower score mean a larger risk? Bins with their cases, and what a forecast from them is worth."""

import numpy as np
import pytest

from tenure.calc.backtest.calibration import EDGES, brier, calibration


def test_each_score_lies_in_one_bin_and_the_highest_in_the_last():
    scores = np.array([0, 19.9, 20, 39, 55, 69.9, 70, 85, 100])
    found = calibration(scores, np.zeros(9, dtype=bool), np.arange(9))
    assert [one.cases for one in found.bins] == [2, 2, 0, 2, 1, 2]
    assert [one.above for one in found.bins] == list(EDGES[:-1])
    assert (found.brier, found.judged) == (None, 4)


def test_a_bin_has_the_share_that_left_with_its_interval():
    scores, left = np.full(20, 10.0), np.arange(20) < 5
    first = calibration(scores, left, np.arange(20)).bins[0]
    assert (first.cases, first.left, first.share) == (20, 5, 0.25)
    assert first.low < 0.25 < first.high


def test_briers_score_is_the_mean_squared_error():
    assert brier(np.array([0.9, 0.2, 0.4, 0.5]), np.array([True, False, True, False])) == pytest.approx(0.165)


def test_a_score_that_tells_something_foretells_the_later_half_better_than_the_mean_of_all():
    print("seed", 11)
    random = np.random.default_rng(11)
    scores, day = random.uniform(0, 100, 4000), np.arange(4000) // 40
    left = random.random(4000) < (100 - scores) / 200
    found = calibration(scores, left, day)
    assert found.judged == 2000
    assert found.brier < found.brier_of_all
    shuffled = calibration(random.permutation(scores), left, day)
    assert shuffled.brier == pytest.approx(shuffled.brier_of_all, rel=0.01)


def test_of_nothing_nothing_is_told():
    found = calibration(np.array([]), np.array([], dtype=bool), np.array([], dtype=np.int64))
    assert (found.brier, [one.cases for one in found.bins]) == (None, [0] * 6)
