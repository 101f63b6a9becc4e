"""What do people call what a play names? Members, dates of facts and rules in the middle of a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tenure.facts.catalogue import label
from tenure.plays.play import NAMING, Role, Who
from tenure.rules.explain import explain
from tenure.rules.tree import Rule
from tenure.values.voice import later, worded, worded_for


def _as_written(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Names:
    """How signals and segments (by their slugs), members (by their numbers) and stages are called."""

    signal: Callable[[str], str] = _as_written
    segment: Callable[[str], str] = _as_written
    member: Callable[[int], str] = str
    stage: Callable[[str], str] = _as_written


PLAIN: Final = Names()
_ROLES: Final[Mapping[Role, str]] = {
    Role.OWNER: later("the owner of the account"),
    Role.COVER: later("the owner of the account, or who stands in"),
    Role.LEAD: later("the manager"),
    Role.ROUND_ROBIN: later("{members}, in turn"),
    Role.LOAD: later("the one with the fewest open tasks of {members}"),
    Role.RULES: later("as the rules of assignment say"),
}


def say_who(who: Who, names: Names) -> str:
    """Somebody, after a colon."""
    called = ", ".join(names.member(one) for one in who.members)
    if who.role is Role.MEMBER:
        return called
    return worded(_ROLES[who.role], members=called) if who.role in NAMING else worded(_ROLES[who.role])


def say_day(fact: str, days: int) -> str:
    """A day, after a colon."""
    named = label(fact)
    if days == 0:
        return worded("the day itself of “{fact}”", fact=named)
    if days < 0:
        return worded_for(-days, "{n} day before “{fact}”", "{n} days before “{fact}”", fact=named)
    return worded_for(days, "{n} day after “{fact}”", "{n} days after “{fact}”", fact=named)


def say_rule(rule: Rule) -> str:
    """A rule, after a colon."""
    return explain(rule, label)
