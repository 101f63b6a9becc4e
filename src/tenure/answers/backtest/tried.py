"""What is tried on the past? A rule, a signal or a scorecard: what it reads, and what it says of an account on a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tenure.answers.health import scorecards
from tenure.answers.scored_accounts import facts_read
from tenure.calc.backtest.firings import AT_ONCE, Manner
from tenure.calc.health import points_and_band
from tenure.calc.scorecard import Scorecard, choose
from tenure.calc.signal import Signal
from tenure.calc.weighing import inputs
from tenure.records.workspace import Workspace
from tenure.rules.asks import Asked, asks
from tenure.rules.match import matches
from tenure.rules.reads import reads
from tenure.rules.today import at
from tenure.rules.tree import Rule
from tenure.values.moment import Moment

Kind = Literal["rule", "signal", "scorecard"]


@dataclass(frozen=True, slots=True)
class Said:
    """Whether it would fire, whether that counts as resolved, and how much at risk it ranks the account: more is worse.

    ``risk`` is None where it says nothing of the account.
    """

    holds: bool
    resolved: bool
    risk: float | None


NOTHING_SAID = Said(holds=False, resolved=True, risk=None)
Saying = Callable[[Mapping[str, object]], Said]


@dataclass(frozen=True)
class TriedSignal:
    """A signal, or a rule that fires at once and is settled when it holds no more."""

    kind: Kind
    name: str
    version: int | None
    signal: Signal

    @property
    def manner(self) -> Manner:
        """How becoming true becomes an alert."""
        return Manner(self.signal.holds_days, self.signal.cooldown_days)

    def asked(self, moment: Moment) -> Asked:
        """What has to be known as of a moment."""
        rules = [one for one in (self.signal.rule, self.signal.resolves) if one is not None]
        return asks(at(rule, moment) for rule in rules)

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it reads."""
        return reads(self.signal.rule) | (reads(self.signal.resolves) if self.signal.resolves else frozenset())

    def on(self, moment: Moment) -> Saying:
        """What it says as of a moment."""
        rule = at(self.signal.rule, moment)
        resolves = None if self.signal.resolves is None else at(self.signal.resolves, moment)

        def say(facts: Mapping[str, object]) -> Said:
            holds = matches(rule, facts)
            return Said(holds, not holds if resolves is None else matches(resolves, facts), float(holds))

        return say

    def measured(self, _facts: Mapping[str, object]) -> Mapping[str, float]:
        """Nothing: it has no measures."""
        return {}

    def as_json(self) -> object:
        """The definition."""
        return self.signal.as_json()


@dataclass(frozen=True)
class TriedCard:
    """A scorecard, for those accounts that it scores: it fires while the band is poor."""

    name: str
    version: int | None
    card: Scorecard
    cards: Sequence[Scorecard]  # all, in the order in which they are tried, this one among them
    kind: Kind = "scorecard"

    @property
    def manner(self) -> Manner:
        """At once."""
        return AT_ONCE

    def asked(self, _moment: Moment) -> Asked:
        """What has to be known, at any moment."""
        return Asked(self.facts)

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it reads."""
        return facts_read(self.cards)

    def on(self, _moment: Moment) -> Saying:
        """What it says, at any moment: nothing of accounts that another card scores."""

        def say(facts: Mapping[str, object]) -> Said:
            if choose(self.cards, facts) is not self.card:
                return NOTHING_SAID
            points, band = points_and_band(self.card, facts)
            return Said(band == "poor", band != "poor", None if points is None else 100 - points)

        return say

    def measured(self, facts: Mapping[str, object]) -> Mapping[str, float]:
        """The values of those of its measures that count, turned so that higher is worse."""
        return {
            one.measure.name: -float(one.value) if one.measure.direction == "higher" else float(one.value)
            for one in inputs(self.card, facts)
            if one.counted == "known" and one.value is not None
        }

    def as_json(self) -> object:
        """The definition."""
        return self.card.as_json()


Tried = TriedSignal | TriedCard


def tried_rule(rule: Rule, name: str = "") -> TriedSignal:
    """A rule by itself."""
    return TriedSignal("rule", name, None, Signal(rule))


def tried_card(workspace: Workspace, card: Scorecard, version: int | None = None) -> TriedCard:
    """A scorecard among those of a workspace: in the place of the one of its name, else tried first."""
    cards = scorecards(workspace)
    if any(one.slug == card.slug for one in cards):
        cards = tuple(card if one.slug == card.slug else one for one in cards)
    else:
        cards = (card, *cards)
    return TriedCard(card.slug, version, card, cards)
