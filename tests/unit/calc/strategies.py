"""Scorecards and facts made at random, for the property tests of calc."""

from hypothesis import strategies as st

from tenure.calc.band import Bands, HardRule
from tenure.calc.health import Override
from tenure.calc.measure import WHEN_NULL, Measure
from tenure.calc.scorecard import Scorecard
from tenure.rules.tree import Not
from tests.unit.rules.strategies import COMPARISONS

FACTS = ["mrr", "tenure_days", "events_28", "has_champion", "seats", "nps_latest"]
BOUNDS = st.integers(-100, 100) | st.floats(-1e6, 1e6).map(lambda bound: bound + 0.0)
NUMBERS = st.integers(-200, 200) | st.floats() | st.booleans() | st.decimals() | st.integers()
VALUES = st.none() | NUMBERS | st.text(max_size=3)
CONDITIONS = COMPARISONS | st.builds(Not, COMPARISONS)  # deeper rules are tested with rules


@st.composite
def measures(draw, needs):
    """One to six measures whose weights total 100."""
    facts = draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=6, unique=True))
    cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=len(facts) - 1, max_size=len(facts) - 1, unique=True)))
    weights = [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]
    made = []
    for fact, weight in zip(facts, weights, strict=True):
        poor, good = draw(st.tuples(BOUNDS, BOUNDS).filter(lambda both: both[0] != both[1]))
        made.append(Measure(f"M {fact}", "G", fact, poor, good, weight, draw(st.sampled_from(WHEN_NULL)), draw(needs)))
    return tuple(made)


_BANDS = st.tuples(st.integers(1, 60), st.integers(61, 100)).map(lambda ends: Bands(float(ends[1]), float(ends[0])))
_HARD = st.builds(HardRule, st.just("h"), CONDITIONS, st.sampled_from(["poor", "average"]), st.just("Because."))
CARDS = st.builds(
    Scorecard,
    st.sampled_from(["a", "b-c", "x1"]),
    st.text("abc é", min_size=1, max_size=9),
    measures(st.none() | CONDITIONS),
    st.none() | CONDITIONS,
    _BANDS,
    st.booleans(),
    st.lists(_HARD, max_size=1).map(tuple),
)
PLAIN_CARDS = st.builds(lambda made: Scorecard("plain", "Plain", made), measures(st.none()))
ACCOUNTS = st.dictionaries(st.sampled_from(FACTS), VALUES)
MINIMUMS = st.none() | st.integers(0, 100)
OVERRIDES = st.none() | st.builds(
    Override, st.sampled_from(["poor", "average", "good"]), st.text("abc", min_size=1), st.just("member 1")
)
