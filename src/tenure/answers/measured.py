"""Of how many accounts does each measure of the published scorecards know something, and how do the values lie?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tenure.answers.custom_facts import catalogue_of
from tenure.answers.scored_accounts import MOST, Sample, facts_read, sample_of, scored_accounts
from tenure.calc.measure import Counted, Number
from tenure.calc.scorecard import Scorecard
from tenure.calc.spread import Spread, spread
from tenure.calc.weighing import inputs
from tenure.records.workspace import Workspace


@dataclass(slots=True)
class Gathered:
    """What was seen of one card while the accounts passed by."""

    accounts: int
    values: dict[str, list[float]]  # by the name of the measure

    @classmethod
    def of(cls, card: Scorecard) -> "Gathered":
        """Nobody yet."""
        return cls(0, {measure.name: [] for measure in card.measures})

    def add(self, known: Iterable[tuple[str, Number | None, Counted]]) -> None:
        """Count one account: the name of each measure, its value, and how it counted."""
        self.accounts += 1
        for name, value, counted in known:
            if counted == "known" and value is not None:
                self.values[name].append(value)


@dataclass(frozen=True, slots=True)
class Measured:
    """One card: how many accounts it scores, and the spread of each of its measures, in the card's order.

    Where ``sample`` is not whole, both are of the sample.
    """

    card: Scorecard
    accounts: int
    spreads: tuple[Spread, ...]


def measured(workspace: Workspace, cards: Sequence[Scorecard], most: int = MOST) -> tuple[Sample, dict[str, Measured]]:
    """Slug -> what each of the cards in use measures, in one pass over the stored facts."""
    sample = sample_of(workspace, most)
    gathered = {card.slug: Gathered.of(card) for card in cards}
    by_slug = {card.slug: card for card in cards}
    for one in scored_accounts(workspace, sample, facts_read(cards), catalogue_of(workspace)):
        if one.scorecard in by_slug:
            given = inputs(by_slug[one.scorecard], one.facts)
            gathered[one.scorecard].add((each.measure.name, each.value, each.counted) for each in given)
    return sample, {slug: told(by_slug[slug], seen) for slug, seen in gathered.items()}


def told(card: Scorecard, seen: Gathered) -> Measured:
    """What the gathered values look like."""
    spreads = tuple(spread(measure, seen.accounts, seen.values[measure.name]) for measure in card.measures)
    return Measured(card, seen.accounts, spreads)
