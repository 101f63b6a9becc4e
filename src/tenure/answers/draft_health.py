"""What would each account score under a draft of a scorecard, and who would change band? Read, not stored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tenure import clock
from tenure.answers.health import Judge
from tenure.answers.measured import Gathered, Measured, told
from tenure.answers.scored_accounts import MOST, Sample, ScoredAccount, facts_read, sample_of, scored_accounts
from tenure.calc.health import score
from tenure.calc.scorecard import Scorecard, choose
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

BIN: Final = 5  # points of score
BINS: Final = 100 // BIN
RANKS: Final = ("poor", "average", "good")


@dataclass(frozen=True, slots=True)
class Crossing:
    """One account that would have another band."""

    account: int
    band_before: str
    band: str
    score_before: float | None
    score: float | None
    mrr: int | None
    currency: str


@dataclass(slots=True)
class Side:
    """How scores lie: counts by five points and band, and what the average needs."""

    bins: list[Counter[str]] = field(default_factory=lambda: [Counter() for _ in range(BINS)])
    bands: Counter[str] = field(default_factory=Counter)
    sum: float = 0.0
    scored: int = 0

    def add(self, points: float | None, band: str) -> None:
        """Count one account."""
        self.bands[band] += 1
        if points is not None:
            self.bins[min(BINS - 1, int(points // BIN))][band] += 1
            self.sum += points
            self.scored += 1

    @property
    def average(self) -> float | None:
        """The average score; None where nobody has one."""
        return self.sum / self.scored if self.scored else None


@dataclass(frozen=True, slots=True)
class DraftHealth:
    """Everything of all accounts looked at; ``moves`` counts (band before, band after), also where both are the same.

    ``crossings`` are those that change band, the largest MRR first. ``measured`` is of the accounts that the draft
    would score.
    """

    sample: Sample
    before: Side
    after: Side
    moves: Counter[tuple[str, str]]
    crossings: tuple[Crossing, ...]
    measured: Measured


def draft_health(workspace: Workspace, draft: Scorecard, place: int | None = None, most: int = MOST) -> DraftHealth:
    """Judge by the published cards, with ``draft`` in the place of the one of its slug, or tried in the given place.

    Minimums and overrides in force hold. Whoever is scored by the same card before and after, and not by the draft,
    keeps what is stored.
    """
    judge = Judge.of(workspace, Moment(clock.now()), None)
    cards = with_draft(judge.cards, draft, place)
    sample = sample_of(workspace, most)
    before, after, moves = Side(), Side(), Counter[tuple[str, str]]()
    crossings: list[Crossing] = []
    seen = Gathered.of(draft)
    for one in scored_accounts(workspace, sample, facts_read(cards), judge.catalogue):
        points, band = _judged(judge, cards, draft, one, seen)
        before.add(one.score, one.band)
        after.add(points, band)
        moves[one.band, band] += 1
        if band != one.band:
            crossings.append(Crossing(one.account, one.band, band, one.score, points, one.mrr, one.currency))
    crossings.sort(key=lambda one: (-(one.mrr or 0), one.account))
    return DraftHealth(sample, before, after, moves, tuple(crossings), told(draft, seen))


def with_draft(cards: Sequence[Scorecard], draft: Scorecard, place: int | None) -> list[Scorecard]:
    """The cards in the order in which they would be tried."""
    others = [card for card in cards if card.slug != draft.slug]
    if place is None:
        place = next((at for at, card in enumerate(cards) if card.slug == draft.slug), len(others))
    return [*others[:place], draft, *others[place:]]


def _judged(
    judge: Judge, cards: Sequence[Scorecard], draft: Scorecard, one: ScoredAccount, seen: Gathered
) -> tuple[float | None, str]:
    card = choose(cards, one.facts)
    if one.account in judge.ahead or (card is not draft and (card.slug if card else "") == one.scorecard):
        return one.score, one.band
    minimum, override = judge.minimums.get(one.account), judge.overrides.get(one.account)
    health = score(card, one.facts, minimum=minimum, override=override)
    if card is draft:
        seen.add((each.measure, each.value, each.counted) for each in health.reasons)
    return health.score, health.band
