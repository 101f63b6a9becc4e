"""How do the accounts stand now? Counts and money by band, by score, and how many rest on little."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count, F, IntegerField, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, Floor

from tenure.records.models import Account

BIN: Final = 5  # points of score
BINS: Final = 100 // BIN
SCORED: Final = ("poor", "average", "good")


@dataclass(slots=True)
class Standing:
    """``bins`` and ``money_bins`` hold, for every five points of score, counts and minor units by band.

    Money is what leaves with an account, a month, in ``currency``: that in which most is earned. ``others`` says
    whether some of it is in another, which no figure here holds.
    """

    bands: Counter[str] = field(default_factory=Counter)
    money: Counter[str] = field(default_factory=Counter)
    bins: list[Counter[str]] = field(default_factory=lambda: [Counter() for _ in range(BINS)])
    money_bins: list[Counter[str]] = field(default_factory=lambda: [Counter() for _ in range(BINS)])
    thin: int = 0
    points: float = 0.0
    currency: str = ""
    others: bool = False

    @property
    def scored(self) -> int:
        """How many accounts have a score."""
        return sum(sum(one.values()) for one in self.bins)

    @property
    def current(self) -> int:
        """How many accounts have not left."""
        return sum(self.bands.values()) - self.bands["former"]

    @property
    def average(self) -> float | None:
        """The average score; None where nobody has one."""
        return self.points / self.scored if self.scored else None


def standing(accounts: QuerySet[Account]) -> Standing:
    """In one query, whatever their number."""
    fifth = Cast(Floor(F("health__score") / float(BIN)), IntegerField())
    fields = ("fifth", "health__band", "health__is_thin", "health__currency")
    rows = accounts.order_by().annotate(fifth=fifth).values_list(*fields)
    money = Sum(Coalesce("health__stake", "health__mrr"))
    found = list(rows.annotate(count=Count("pk"), stake=money, points=Sum("health__score")))
    standing = Standing()
    earned: Counter[str] = Counter()
    for *_, currency, _, stake, _ in found:
        earned[currency or ""] += stake or 0
    standing.currency = max(sorted(earned), key=lambda one: earned[one], default="")
    standing.others = sum(1 for amount in earned.values() if amount) > 1
    for at, band, is_thin, currency, count, stake, points in found:
        slug = band or "none"
        amount = stake or 0 if currency == standing.currency else 0
        standing.bands[slug] += count
        standing.money[slug] += amount
        standing.thin += count if is_thin else 0
        if at is not None:
            standing.bins[min(BINS - 1, at)][slug] += count
            standing.money_bins[min(BINS - 1, at)][slug] += amount
            standing.points += points or 0.0
    return standing
