"""What may the person who asks not see? Facts that are hidden from a role, wherever a page puts facts into words.

The decorators of `tenure.console.access` say it once for a request, so that no page can forget to ask.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from tenure.calc.health import Cap, Health, poor_alone
from tenure.calc.moved import Factor
from tenure.calc.scorecard import Scorecard, parse
from tenure.console.stored_words import again
from tenure.facts.catalogue import label, say
from tenure.rules.reads import reads
from tenure.values.voice import PLAIN, speaking

_hidden: ContextVar[frozenset[str]] = ContextVar("hidden", default=frozenset())
_told: ContextVar[frozenset[str]] = ContextVar("told", default=frozenset())
_KEPT: Final = 300  # characters of a reason that a change of health keeps


@contextmanager
def seeing(hidden: frozenset[str], told: frozenset[str] = frozenset()) -> Iterator[None]:
    """Hide these facts from whatever is said within, and the sentences of hard rules that would tell them (``told``)."""
    before, before_told = _hidden.set(hidden), _told.set(told)
    try:
        yield
    finally:
        _hidden.reset(before)
        _told.reset(before_told)


def told_by_rules(definitions: Iterable[object], hidden: frozenset[str]) -> frozenset[str]:
    """What scorecards, as they are stored, say where a hidden fact decides alone: whoever reads it knows the fact.

    These are the sentences of hard rules that read it, and of measures that make an account poor by themselves.
    """
    cards = [parse(one) for one in definitions]
    rules = {rule.reason for card in cards for rule in card.hard_rules if rule.reason and reads(rule.rule) & hidden}
    with speaking(PLAIN):  # as it was stored
        alone = {poor_alone(one.name) for card in cards for one in card.measures if one.fact in hidden}
    return frozenset(rules | alone)


def is_hidden(fact: str) -> bool:
    """Whether this fact is not for whoever asks."""
    return fact in _hidden.get()


def unseen() -> str:
    """What stands where a hidden fact would be told."""
    return _("Your role does not see this")


def facts_seen(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts without the hidden ones."""
    hidden = _hidden.get()
    return {name: value for name, value in facts.items() if name not in hidden} if hidden else facts


def untold(health: Health) -> str:
    """Why the points of its measures are not told: with the score they would tell a hidden one's. Empty where they are.

    Not even where that one was left out, because there they would tell how much it weighs elsewhere.
    """
    counts = any(is_hidden(one.fact) for one in health.reasons)
    return _("The score also counts what your role does not see, so no points are shown.") if counts else ""


def card_seen(card: Scorecard) -> bool:
    """Whether the weights, bounds and rules of a card may be told: not where it reads a hidden fact, as with points."""
    rules = [card.rule, *(one.needs for one in card.measures), *(one.rule for one in card.hard_rules)]
    read = {one.fact for one in card.measures}.union(*(reads(rule) for rule in rules if rule is not None))
    return not read & _hidden.get()


def health_seen(health: Health) -> Health:
    """The health without hidden measures and what they are made of; of the others `untold` says whether points show."""
    names = {one.measure for one in health.reasons if is_hidden(one.fact)}
    if not names and not any(_tells(one.reason) for one in health.caps):
        return health
    return msgspec.structs.replace(
        health,
        reasons=tuple(one for one in health.reasons if not is_hidden(one.fact)),
        caps=tuple(_cap(one, names) for one in health.caps),
    )


def factors_seen(factors: Iterable[Factor]) -> list[Factor]:
    """What moved a score, without the hidden facts."""
    return [one for one in factors if not is_hidden(one.fact)]


def cause_seen(cause: str) -> str:
    """A stored sentence of why a band is what it is, unless it tells how the relationship was rated."""
    if _tells(cause):
        return unseen()
    if is_hidden("sentiment"):
        with speaking(PLAIN):  # as it was stored
            ratings = {say("sentiment", rating) for rating in range(1, 6)}
            moved = label("sentiment").capitalize()
        if cause in ratings or cause.startswith(moved):
            return unseen()
    return again(cause)


def _cap(cap: Cap, names: set[str]) -> Cap:
    """A cap that a hidden measure alone makes names it."""
    told = {poor_alone(name) for name in names}
    with speaking(PLAIN):  # as it was stored
        told |= {poor_alone(name) for name in names}
    return msgspec.structs.replace(cap, reason=unseen()) if cap.reason in told or _tells(cap.reason) else cap


def _tells(sentence: str) -> bool:
    """Whether a sentence is, or holds, that of a hard rule that reads a hidden fact."""
    return any(one[:_KEPT] in sentence for one in _told.get())
