"""Where did recurring revenue come from and go to between two days? MRR, its movements, NRR and GRR.

NRR = (start + expansion − contraction − churn) ÷ start over the accounts there at the start: new business is never in it.
GRR = Σ min(start, end) ÷ Σ start over the same accounts, at most 1.
"""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from tenure.calc.spans import Amounts, Flags, Spans


@dataclass(frozen=True, slots=True)
class Movements:
    """Minor units a month, each of them zero or more: ``start + new + expansion − contraction − churn + reactivation`` is the end."""

    start: int
    new: int = 0
    expansion: int = 0
    contraction: int = 0
    churn: int = 0
    reactivation: int = 0

    @property
    def end(self) -> int:
        """What it adds up to."""
        return self.start + self.new + self.expansion - self.contraction - self.churn + self.reactivation

    @property
    def nrr(self) -> float | None:
        """Net revenue retention; None where nothing came in at the start."""
        return (self.start + self.expansion - self.contraction - self.churn) / self.start if self.start else None

    @property
    def grr(self) -> float | None:
        """Gross revenue retention, at most 1; None where nothing came in at the start."""
        return (self.start - self.contraction - self.churn) / self.start if self.start else None

    @property
    def gross_churn_rate(self) -> float | None:
        """(churn + contraction) ÷ start, that is 1 − GRR."""
        return (self.churn + self.contraction) / self.start if self.start else None

    @property
    def net_churn_rate(self) -> float | None:
        """1 − (end − new) ÷ start, as those define it who count reactivation as expansion."""
        return 1 - (self.end - self.new) / self.start if self.start else None

    def with_reactivation_in_expansion(self) -> "Movements":
        """The other definition of the field: who comes back counts as expansion, and so in NRR."""
        return Movements(self.start, self.new, self.expansion + self.reactivation, self.contraction, self.churn)

    def then(self, later: "Movements") -> "Movements":
        """The movements of two periods that follow each other, added up kind by kind."""
        return Movements(
            self.start,
            self.new + later.new,
            self.expansion + later.expansion,
            self.contraction + later.contraction,
            self.churn + later.churn,
            self.reactivation + later.reactivation,
        )


@dataclass(frozen=True, slots=True)
class Moves:
    """Of each account of some spans: what it brought a month at the start and at the end, and whether it was there."""

    before: Amounts
    after: Amounts
    was: Flags
    is_: Flags
    was_earlier: Flags  # it began before the start

    @classmethod
    def between(cls, spans: Spans, start: int, end: int) -> "Moves":
        """Asked of two days, as keys."""
        was, is_ = spans.on(start), spans.on(end)
        return cls(spans.amounts_on(start), spans.amounts_on(end), was, is_, spans.first < start)

    @property
    def kinds(self) -> dict[str, Flags]:
        """Which accounts moved which way; nobody is in two of them."""
        stayed = self.was & self.is_
        came = ~self.was & self.is_
        return {
            "new": came & ~self.was_earlier,
            "expansion": stayed & (self.after > self.before),
            "contraction": stayed & (self.after < self.before),
            "churn": self.was & ~self.is_,
            "reactivation": came & self.was_earlier,
        }

    @property
    def sum(self) -> Movements:
        """All accounts together."""
        change = np.abs(self.after - self.before)
        pieces = {kind: int(change[flags].sum()) for kind, flags in self.kinds.items()}
        return Movements(int(self.before.sum()), **pieces)


def chained(months: list[Movements]) -> Movements:
    """Months that follow each other as one; raises ValueError for none."""
    if not months:
        raise ValueError("there is no month to add up")
    return reduce(Movements.then, months)


def monthly(amount: int, months: int) -> float:
    """The MRR of an amount that is paid once in so many months."""
    return amount / months


def lifetime_value(revenue_per_account: float, monthly_churn: float) -> float | None:
    """What an account brings until it leaves, at constant revenue a month and churn; None without churn."""
    return revenue_per_account / monthly_churn if monthly_churn else None
