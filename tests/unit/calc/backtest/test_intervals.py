"""How sure is a figure? Against values of statsmodels 0.14 and scipy 1.15, computed outside."""

import pytest

from tenure.calc.backtest.intervals import middle, rate, share


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [
        (11, 14, 0.5241076941339969, 0.9242861328730682),
        (11, 31, 0.211166590938654, 0.5305204593563113),
        (0, 5, 0.0, 0.43448246478317487),
        (5, 5, 0.5655175352168252, 1.0),
        (3, 1325, 0.0007703078578450229, 0.006635736524174876),
    ],
)
def test_a_share_has_wilsons_interval(hits, cases, low, high):
    found = share(hits, cases)
    assert (found.value, found.cases) == (hits / cases, cases)
    assert (found.low, found.high) == pytest.approx((low, high))


def test_of_no_cases_nothing_is_told():
    assert share(0, 0).value is None
    assert middle([]).value is None
    assert rate(3, 0).value is None


@pytest.mark.parametrize(("cases", "low", "high"), [(6, 1, 6), (11, 2, 10), (20, 6, 15)])
def test_a_median_lies_between_the_ranks_of_the_binomial(cases, low, high):
    found = middle(list(range(cases, 0, -1)))
    assert (found.value, found.low, found.high) == ((cases + 1) / 2, low, high)


def test_a_median_of_five_has_no_interval():
    found = middle([34, 1, 90, 34, 12])
    assert (found.value, found.low, found.high, found.cases) == (34, None, None, 5)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(3, 0.6186721228956014, 8.767273069742323), (31, 21.062995979, 44.002025503)]
)
def test_a_rate_is_near_the_exact_interval_of_a_count(count, low, high):
    found = rate(count, 4)
    assert found.value == count / 4
    assert (found.low, found.high) == pytest.approx((low / 4, high / 4), rel=0.03)
