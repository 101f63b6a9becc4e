"""Rules and values made at random, for the property tests of rules and calc."""

from datetime import date

from hypothesis import strategies as st

from tenure.rules.comparison import Comparison, InDays, Op
from tenure.rules.leaves import WATCHES, WAYS, Changed, Did, Followed, Watch
from tenure.rules.tree import AllOf, AnyOf, Not
from tenure.values.money import Money

FACTS = st.sampled_from(["mrr", "plan", "tenure_days", "events_28", "has_champion", "trait.Industry", "trait.naïve 1"])
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
MONEY = st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "USD", "JPY"]))
DATES = st.dates(date(1900, 1, 1), date(2200, 1, 1))
ORDERED = NUMBERS | TEXT | MONEY | DATES
SCALARS = ORDERED | st.booleans()
VALUES = st.none() | SCALARS | st.floats() | st.decimals() | st.datetimes() | st.just(-0.0)

_ONE_KIND = st.sampled_from([NUMBERS, TEXT, MONEY, DATES, st.booleans()])
COMPARISONS = (
    st.builds(Comparison, FACTS, st.sampled_from([Op.EQ, Op.NE]), SCALARS)
    | st.builds(Comparison, FACTS, st.sampled_from([Op.LT, Op.LE, Op.GT, Op.GE]), ORDERED)
    | st.builds(Comparison, FACTS, st.just(Op.IN), _ONE_KIND.flatmap(lambda kind: st.lists(kind, min_size=1, max_size=4).map(tuple)))
    | st.builds(Comparison, FACTS, st.sampled_from([Op.KNOWN, Op.UNKNOWN]))
)  # fmt: skip
DAYS = st.integers(1, 1_000)
PROPERTIES = st.lists(st.builds(Comparison, TEXT.filter(bool), st.just(Op.EQ), NUMBERS), max_size=2).map(tuple)
LEAVES = (
    st.builds(Comparison, FACTS, st.sampled_from([Op.CONTAINS, Op.STARTS]), TEXT.filter(bool))
    | st.builds(Comparison, FACTS, st.sampled_from([Op.LT, Op.LE, Op.EQ]), st.builds(InDays, st.integers(-900, 900)))
    | st.builds(Changed, FACTS, st.sampled_from(WAYS), DAYS)
    | st.builds(Changed, FACTS, st.sampled_from(WAYS), DAYS, st.integers(1, 99), st.booleans())
    | st.builds(Did, TEXT.filter(bool), st.sampled_from([Op.GE, Op.EQ]), st.integers(0, 9), DAYS, st.none(), PROPERTIES)
    | st.builds(Did, TEXT.filter(bool), st.sampled_from([Op.GE, Op.EQ]), st.integers(0, 9), st.none(), DATES)
    | st.builds(Followed, TEXT.filter(bool), TEXT.filter(bool), DAYS, DAYS)
    | st.builds(Watch, st.sampled_from(WATCHES), st.sampled_from(["event", "metric"]), TEXT.filter(bool))
    | st.builds(Watch, st.sampled_from(WATCHES), st.just("usage"))
)
ANY_RULES = st.recursive(
    COMPARISONS | LEAVES,
    lambda inner: (
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Not, inner)
    ),
    max_leaves=8,
)
RULES = st.recursive(  # of facts alone, as the databases answer them
    COMPARISONS,
    lambda inner: (
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Not, inner)
    ),
    max_leaves=8,
)
KNOWN_FACTS = st.dictionaries(FACTS, VALUES)

_KEYS = st.sampled_from(
    ["all", "any", "not", "fact", "op", "value", "date", "amount", "currency", "slug", "name", "rule", "measures",
     "bands", "good", "average", "poor", "weight", "group", "needs", "when_null", "hard_rules", "band", "reason",
     "score", "computed_band", "reasons", "any_poor_makes_poor", "changed", "way", "by", "as", "days", "did", "times",
     "since", "where", "property", "then", "within", "watch", "source", "of", "in_days"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | _KEYS | st.sampled_from(list(Op)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS | st.text(max_size=4), inner, max_size=6),
    max_leaves=20,
)
