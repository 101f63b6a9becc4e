"""How good is a ranking? Against every pair counted one by one, DeLong's own formula and scikit-learn's figure."""

import numpy as np
import pytest

from tenure.calc.backtest.ranking import FEWEST, auc, difference


def some(seed: int, cases: int = 300, share: float = 0.2, better: float = 0.8):
    """The data that the peers were given, for seed 7."""
    print("seed", seed)
    random = np.random.default_rng(seed)
    left = random.random(cases) < share
    return np.round(random.normal(size=cases) + left * better, 1), left, np.arange(cases)


def by_pairs(risk, left):
    """(the area, its variance by DeLong) of one case an account."""
    ahead = (risk[left][:, None] > risk[~left][None, :]) + 0.5 * (risk[left][:, None] == risk[~left][None, :])
    above, under = ahead.mean(1), ahead.mean(0)
    return ahead.mean(), above.var(ddof=1) / len(above) + under.var(ddof=1) / len(under)


def test_it_is_what_scikit_learn_1_7_finds():
    found = auc(*some(7))
    assert found.value == pytest.approx(0.7792847096644566)
    assert (found.cases, found.left, found.accounts_left) == (300, 63, 63)


@pytest.mark.parametrize("seed", range(5))
def test_area_and_interval_are_delongs_where_each_account_is_one_case(seed):
    risk, left, account = some(seed)
    found, (area, variance) = auc(risk, left, account), by_pairs(risk, left)
    assert found.value == pytest.approx(area)
    odds = lambda share: np.log(share / (1 - share))  # noqa: E731 - one line
    half = 1.959963984540054 * np.sqrt(variance) / (area * (1 - area))
    assert odds(found.high) - odds(found.value) == pytest.approx(half)
    assert odds(found.value) - odds(found.low) == pytest.approx(half)


def test_a_case_that_is_there_many_times_makes_nothing_surer():
    risk, left, account = some(3)
    once, often = auc(risk, left, account), auc(np.tile(risk, 20), np.tile(left, 20), np.tile(account, 20))
    assert often.value == pytest.approx(once.value)
    assert (often.low, often.high) == pytest.approx((once.low, once.high), abs=0.002)


@pytest.mark.parametrize("seed", range(10))
def test_shuffled_outcomes_give_about_a_half(seed):
    risk, left, account = some(seed, cases=3000)
    np.random.default_rng(seed + 100).shuffle(left)
    found = auc(risk, left, account)
    assert found.value == pytest.approx(0.5, abs=0.05)


def test_most_intervals_of_shuffled_outcomes_hold_the_half():
    random, hits = np.random.default_rng(5), 0
    for _ in range(200):
        account = np.repeat(np.arange(80), 5)
        risk = np.repeat(random.normal(size=80), 5) + random.normal(size=400) * 0.1
        left = np.repeat(random.random(80) < 0.3, 5)
        found = auc(risk, left, account)
        hits += found.low <= 0.5 <= found.high
    assert 180 <= hits <= 199  # of 200, where 190 are expected


def test_fewer_than_ten_that_left_are_too_few():
    risk, left, account = some(1)
    left[np.flatnonzero(left)[FEWEST - 1 :]] = False
    found = auc(risk, left, account)
    assert (found.value, found.low, found.left) == (None, None, FEWEST - 1)
    assert difference(risk, -risk, left, account).value is None


def test_a_perfect_ranking_is_not_sure_of_itself():
    left = np.arange(40) < 12
    found = auc(left.astype(float), left, np.arange(40))
    assert (found.value, found.high) == (1.0, 1.0)
    assert 0.7 < found.low < 0.8


def test_a_ranking_is_no_better_than_itself_and_surely_better_than_its_opposite():
    risk, left, account = some(2)
    same = difference(risk, risk, left, account)
    assert (same.value, same.low, same.high) == (0, 0, 0)
    against = difference(risk, -risk, left, account)
    assert against.value == pytest.approx(2 * auc(risk, left, account).value - 1)
    assert against.low > 0
