"""Do the leaves hold that ask how a fact changed, what was done and how that compares with the past?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from tenure.rules.asks import asks
from tenure.rules.definition import RuleError
from tenure.rules.match import matches
from tenure.rules.parse import parse
from tenure.rules.today import at
from tenure.rules.tree import Not, leaves
from tenure.values.moment import Moment, day_of
from tenure.values.money import Money
from tests.unit.rules.strategies import ANY_RULES, KNOWN_FACTS

NOON = Moment(datetime(2026, 3, 10, 12, tzinfo=UTC))
EVENING = Moment.end_of(date(2026, 3, 10))


@pytest.mark.parametrize(
    ("then", "now", "way", "by", "as_share", "holds"),
    [
        (10, 8, "falls", 0.2, True, True),
        (10, 8.5, "falls", 0.2, True, False),
        (10, 12, "falls", 0.2, True, False),
        (10, 12, "rises", 2, False, True),
        (10, 11, "rises", 2, False, False),
        (10, 8, "changes", 2, False, True),
        (10, 10, "changes", None, False, False),
        (10, 11, "changes", None, False, True),
        ("basic", "pro", "changes", None, False, True),
        ("basic", "pro", "rises", None, False, False),
        (0, 3, "rises", 0.5, True, True),
        (0, 0, "rises", 0.5, True, False),
        (-10, -8, "rises", 0.2, True, True),
        (None, 3, "rises", None, False, False),
        (3, None, "falls", None, False, False),
        (Money(1000, "EUR"), Money(800, "EUR"), "falls", Money(200, "EUR"), False, True),
        (Money(1000, "EUR"), Money(800, "USD"), "falls", None, False, False),
        (Money(1000, "EUR"), Money(800, "EUR"), "falls", 0.2, True, True),
        (Money(1000, "EUR"), Money(800, "EUR"), "falls", 100, False, False),
        (date(2026, 1, 1), date(2026, 3, 1), "rises", 30, False, True),
        (date(2026, 1, 1), date(2026, 3, 1), "rises", 0.1, True, False),
        (3, "3", "changes", None, False, True),
    ],
)
def test_a_fact_that_changed_by_enough_holds(then, now, way, by, as_share, holds):
    plain = {"changed": "x", "way": way, "days": 28}
    if by is not None:
        plain["by"] = by.as_json() if isinstance(by, Money) else by
    rule = parse(plain | ({"as": "share"} if as_share else {}))
    assert matches(rule, {"x": now, rule.earlier: then}) is holds


@pytest.mark.parametrize(
    ("plain", "problem"),
    [
        ({"changed": "x", "way": "falls", "days": 0}, "rule.days: expected a whole number of days from 1"),
        ({"changed": "x", "way": "sideways", "days": 3}, "rule.way: expected one of"),
        ({"changed": "x", "way": "falls", "days": 3, "by": 0}, "rule.by: expected a number above zero"),
        (
            {"changed": "x", "way": "falls", "days": 3, "as": "share"},
            "rule.by: expected a number above zero, found noth",
        ),
        ({"did": "a", "op": "ge", "times": 1}, "rule: expected either “days” or “since”"),
        ({"did": "a", "op": "in", "times": 1, "days": 2}, "rule.op: expected one of"),
        ({"did": "a", "op": "ge", "times": -1, "days": 2}, "rule.times: expected how often"),
        (
            {"did": "a", "op": "ge", "times": 1, "days": 2, "where": [{"property": "p", "op": "eq"}]},
            "rule.where[0].value: expected a number, text",
        ),
        ({"did": "a", "then": "b", "within": 1}, "rule: expected the field “days”"),
        ({"watch": "sleeping", "source": "usage"}, "rule.watch: expected one of"),
        ({"watch": "stopped", "source": "event"}, "rule.of: expected text"),
        ({"watch": "stopped", "source": "usage", "of": "x"}, "rule.of: expected nothing beside “usage”"),
        ({"fact": "x", "op": "in", "value": [{"in_days": 1}]}, "rule.value[0]: expected a value as it stands"),
        ({"fact": "x", "op": "contains", "value": 3}, "rule.value: expected text"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_place(plain, problem):
    with pytest.raises(RuleError) as refused:
        parse(plain)
    assert str(refused.value).startswith(problem)


def test_what_never_came_was_done_no_times():
    never = parse({"did": "push", "op": "eq", "times": 0, "days": 28})
    often = parse({"did": "push", "op": "ge", "times": 3, "days": 28})
    assert matches(never, {})
    assert not matches(often, {})
    assert not matches(never, {never.key: 4})
    assert matches(often, {often.key: 4})


def test_one_count_answers_every_rule_that_asks_for_it():
    never = parse({"did": "push", "op": "eq", "times": 0, "days": 28})
    often = parse({"did": "push", "op": "ge", "times": 3, "days": 28})
    longer = parse({"did": "push", "op": "ge", "times": 3, "days": 29})
    assert never.key == often.key != longer.key


def test_a_watch_holds_as_its_verdict_does():
    @dataclass
    class Verdict:
        holds: bool | None

    rule = parse({"watch": "stopped", "source": "event", "of": "push"})
    held = [matches(rule, {rule.key: Verdict(holds)}) for holds in (True, False, None)]
    assert held == [True, False, False]
    assert not matches(rule, {})
    assert matches(rule, {rule.key: True})


def test_dates_are_told_from_the_moment():
    soon = parse({"fact": "renews_on", "op": "le", "value": {"in_days": 60}})
    assert matches(at(soon, NOON), {"renews_on": date(2026, 5, 9)})
    assert not matches(at(soon, NOON), {"renews_on": date(2026, 5, 10)})
    with pytest.raises(ValueError, match="relative date"):
        matches(soon, {"renews_on": date(2026, 5, 9)})


@pytest.mark.parametrize("moment", [NOON, EVENING])
def test_since_a_day_counts_from_its_beginning_inside_a_day_and_at_its_end(moment):
    rule = at(parse({"did": "push", "op": "ge", "times": 1, "since": {"date": "2026-03-08"}}), moment)
    first = day_of(moment.window_day - rule.days)  # windows of n days hold ages 0 to n
    assert first == date(2026, 3, 8)


def test_dates_beyond_the_calendar_are_its_ends():
    rule = at(parse({"fact": "renews_on", "op": "lt", "value": {"in_days": -36_500}}), Moment.end_of(date(50, 1, 1)))
    assert rule.value == date.min


@given(ANY_RULES, KNOWN_FACTS)
def test_a_rule_holds_or_its_opposite_does(rule, facts):
    now = at(rule, NOON)
    holds = matches(now, facts)
    assert matches(Not(now), facts) is not holds


@given(ANY_RULES)
def test_all_that_a_rule_reads_is_asked_for(rule):
    asked = asks([at(rule, NOON)])
    assert len(list(leaves(rule))) >= max(len(asked.did), len(asked.watches), len(asked.followed), len(asked.earlier))
    assert {name for name, _ in asked.earlier} <= asked.facts
