"""What does a rule say on a day? The same rule with every date that is relative to the moment made absolute."""

from dataclasses import replace
from datetime import date, timedelta

from tenure.rules.comparison import Comparison, InDays, Scalar
from tenure.rules.leaves import Did
from tenure.rules.tree import AllOf, AnyOf, Not, Rule
from tenure.values.moment import Moment, day_key


def at(rule: Rule, moment: Moment) -> Rule:
    """``rule`` as it reads as of ``moment``."""
    if isinstance(rule, AllOf):
        return AllOf(tuple(at(one, moment) for one in rule.rules))
    if isinstance(rule, AnyOf):
        return AnyOf(tuple(at(one, moment) for one in rule.rules))
    if isinstance(rule, Not):
        return Not(at(rule.rule, moment))
    if isinstance(rule, Comparison) and isinstance(rule.value, InDays):
        return replace(rule, value=_absolute(rule.value, moment.date))
    if isinstance(rule, Did) and rule.since is not None:
        return replace(rule, since=None, days=max(moment.window_day - day_key(rule.since), 0))
    return rule


def _absolute(value: InDays, day: date) -> Scalar:
    try:
        return day + timedelta(days=value.days)
    except OverflowError:  # beyond the calendar: nothing comes after it, nothing before
        return date.max if value.days > 0 else date.min
