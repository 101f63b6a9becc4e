"""Plays made at random, for the property tests."""

from hypothesis import strategies as st

from tenure.plays.play import (
    Branch,
    ByHand,
    Call,
    Check,
    Goal,
    HoldOut,
    OnAlert,
    OnDate,
    OnNewAccount,
    OnSegment,
    Owner,
    Play,
    Role,
    Stage,
    Task,
    Tell,
    Wait,
    WaitForDate,
    WaitForRule,
    Who,
)
from tenure.rules.comparison import Comparison, Op

SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
LINES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
DAYS = st.integers(1, 40)
WHO = st.builds(Who, st.sampled_from([Role.OWNER, Role.COVER, Role.LEAD])) | st.builds(
    Who, st.sampled_from([Role.ROUND_ROBIN, Role.LOAD]), st.lists(st.integers(1, 9), min_size=1, unique=True).map(tuple)
)
# Few facts with few values, so that rules hold now and then.
RULES = st.builds(
    Comparison, st.sampled_from(["mrr_seats", "logins"]), st.sampled_from([Op.GE, Op.LT]), st.integers(0, 3)
)
DATED = st.tuples(st.sampled_from(["renews_on", "trial_ends_on"]), st.integers(-40, 40))

DEEDS = (
    st.builds(Task, LINES, WHO, st.integers(0, 40), st.just("") | LINES)
    | st.builds(Stage, LINES)
    | st.builds(Owner, WHO | st.just(Who(Role.RULES)))
    | st.builds(Goal, LINES, st.just("logins"), st.floats(-9, 9), st.integers(0, 40))
    | st.builds(Tell, WHO, LINES)
    | st.builds(Call, st.just("https://example.com/hook"))
)
PAUSES = (
    st.builds(Wait, DAYS) | st.builds(WaitForRule, RULES, DAYS) | DATED.map(lambda dated: WaitForDate(*dated))
)  # fmt: skip
STEPS = st.recursive(
    DEEDS | PAUSES | st.builds(Check, RULES),
    lambda inner: st.builds(
        Branch, RULES, st.lists(inner, max_size=3).map(tuple), st.lists(inner, max_size=2).map(tuple)
    ),
    max_leaves=6,
)
TRIGGERS = (
    st.builds(OnAlert, SLUGS) | st.builds(OnSegment, SLUGS, st.booleans()) | DATED.map(lambda dated: OnDate(*dated))
    | st.just(OnNewAccount()) | st.just(ByHand())
)  # fmt: skip
PLAYS = st.builds(
    Play,
    SLUGS,
    LINES,
    TRIGGERS,
    st.lists(STEPS, min_size=1, max_size=5).map(tuple),
    about=st.just("") | LINES,
    stop_when=st.none() | RULES,
    hold_out=st.none()
    | st.builds(HoldOut, st.integers(1, 50), st.none() | RULES)
    | st.builds(HoldOut, st.integers(1, 50), days=st.integers(7, 1_000), alone=st.just(0.06), acted=st.floats(0, 0.05)),
)
