"""Bars whose figures, as people read them, add up to what stands beneath them."""

from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.health import score
from tenure.calc.measure import Measure
from tenure.calc.moved import moved
from tenure.calc.scorecard import Scorecard
from tenure.console import waterfall

CARD = Scorecard(
    "card",
    "Card",
    tuple(Measure(f"M{at}", "All", f"f{at}", 0, 10, weight) for at, weight in enumerate((50, 30, 13, 7))),
)
FACTS = st.fixed_dictionaries({f"f{at}": st.one_of(st.none(), st.floats(-1, 11)) for at in range(4)})


def tenths(shown: str) -> int:
    return round(float(shown.replace("−", "-").replace("+", "")) * 10)


@given(FACTS)
def test_what_is_lost_and_the_score_add_up_to_100(facts):
    health = score(CARD, facts)
    if health.score is None:
        return
    lost = sum(tenths(bar.points) for bar in waterfall.reasons(health))
    assert 1000 + lost == int(health.score * 10)


@given(FACTS, FACTS)
def test_the_factors_add_up_to_the_difference_shown(before, after):
    then, now = score(CARD, before), score(CARD, after)
    bars = waterfall.changes(then, now, moved(then, now))
    if bars:
        assert sum(tenths(bar.points) for bar in bars) == tenths(waterfall.difference(then, now))


def test_each_bar_begins_where_the_one_above_ended():
    bars = waterfall.reasons(score(CARD, {"f0": 5, "f1": 0, "f2": 10, "f3": 5}))
    assert [(bar.start, bar.width) for bar in bars] == [
        ("70.00%", "30.00%"),
        ("45.00%", "25.00%"),
        ("41.50%", "3.50%"),
        ("41.50%", "0.00%"),
    ]
    assert [bar.points for bar in bars] == ["−30", "−25", "−3.5", "0"]


def test_a_loss_goes_left_and_a_gain_goes_right():
    then, now = score(CARD, {"f0": 10, "f1": 0}), score(CARD, {"f0": 0, "f1": 10})
    lost, won = waterfall.changes(then, now, moved(then, now))
    assert (lost.kind, won.kind) == ("lost", "won")
    assert lost.start != "50.00%"
    assert won.start == "50.00%"


def test_without_a_score_on_both_days_nothing_is_compared():
    assert waterfall.changes(score(CARD, {}), score(CARD, {"f0": 1}), ()) == []
