"""How do words read that a workspace was born with and nobody changed? In the language of the voice in force.

Scorecards and reasons for leaving are kept as a workspace named them, so in English where they came with it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from tenure.calc.scorecard import Scorecard
from tenure.calc.scorecards import READY_MADE
from tenure.calc.signals.ready import READY_SIGNALS
from tenure.calc.usual_reasons import USUAL
from tenure.values.voice import voice

# Values that an account can have before anybody thought of others: the stages of its life, and how it is reached.
VALUES: Final = (
    "prospect", "onboarding", "adopting", "renewing", "churned", "email", "call", "phone", "chat", "video", "visit", "push", "social",
)  # fmt: skip


def names_of(card: Scorecard) -> Iterator[str]:
    """What people read of a card."""
    yield card.name
    for measure in card.measures:
        yield from (measure.name, measure.group)
    for rule in card.hard_rules:
        yield from (rule.name, rule.reason)


def _words() -> Iterator[str]:
    yield from VALUES
    for card in (card for cards in READY_MADE.values() for card in cards):
        yield from names_of(card)
    for title, finer in USUAL:
        yield from (title, *finer)
    for template in READY_SIGNALS.values():
        yield template.name
        if template.task is not None:
            yield from filter(None, (template.task.title, template.task.script))


READY: Final = frozenset(_words())


def said_lines(text: str) -> str:
    """Each line of the text by itself."""
    return "\n".join(map(said, text.splitlines()))


def kept_lines(text: str, was: str) -> str:
    """The text with the lines of ``was`` that it still has as they were before `said_lines`."""
    ours = _before(was.splitlines())
    return "\n".join(ours.get(line.strip(), line) for line in text.splitlines())


def said(text: str) -> str:
    """The text; what somebody wrote themselves as it stands."""
    return voice().words(text) if text in READY else text


def said_card(card: Scorecard) -> Scorecard:
    """The card as somebody reads it."""
    return _renamed(card, said)


def kept_card(card: Scorecard, was: Iterable[Scorecard]) -> Scorecard:
    """The card with the names of those cards that it still has as they were before `said_card`."""
    ours = _before(text for one in was for text in names_of(one))
    return _renamed(card, lambda text: ours.get(text, text))


def kept(text: str, was: str) -> str:
    """``was``, where that is what somebody left as it was said; else the text."""
    return was if said(was) == text else text


def _before(texts: Iterable[str]) -> dict[str, str]:
    # Only what was shown is turned back: somebody's own word may well be the translation of one of ours.
    return {said(text): text for text in texts}


def _renamed(card: Scorecard, to: Callable[[str], str]) -> Scorecard:
    return replace(
        card,
        name=to(card.name),
        measures=tuple(replace(one, name=to(one.name), group=to(one.group)) for one in card.measures),
        hard_rules=tuple(replace(one, name=to(one.name), reason=to(one.reason)) for one in card.hard_rules),
    )
