"""Do accounts stay? Retention rate and logo churn between two days.

Retention rate = (E − N) ÷ S: E accounts at the end, N of them not there at the start, S at the start. What is often
published divides by the accounts at the end instead; that is no retention rate.
"""

from dataclasses import dataclass

from tenure.calc.spans import Flags, Spans


@dataclass(frozen=True, slots=True)
class Retention:
    """Counts of accounts: at the start, at the end, and of these not at the start."""

    start: int
    end: int
    new: int

    @property
    def retained(self) -> int:
        """Those there at both."""
        return self.end - self.new

    @property
    def lost(self) -> int:
        """Those at the start and not at the end."""
        return self.start - self.retained

    @property
    def retention_rate(self) -> float | None:
        """(E − N) ÷ S, 0 to 1; None where nobody was there at the start."""
        return self.retained / self.start if self.start else None

    @property
    def churn_rate(self) -> float | None:
        """1 − the retention rate; the field says logo churn."""
        return self.lost / self.start if self.start else None


@dataclass(frozen=True, slots=True)
class Presence:
    """Of each account of some spans: was it there at the start, and at the end?"""

    before: Flags
    after: Flags

    @classmethod
    def between(cls, spans: Spans, start: int, end: int) -> "Presence":
        """Asked of two days, as keys."""
        return cls(spans.on(start), spans.on(end))

    @property
    def count(self) -> Retention:
        """How many."""
        return Retention(int(self.before.sum()), int(self.after.sum()), int((self.after & ~self.before).sum()))


def over_a_year(monthly_churn: float) -> float:
    """The share lost in twelve months at a monthly churn of 0 to 1: they compound, 5 % a month is 46 % and not 60 %."""
    return float(1 - (1 - monthly_churn) ** 12)


def lifetime_months(monthly_churn: float) -> float | None:
    """How long an account stays on average at a constant monthly churn: 1 ÷ churn; None without churn."""
    return 1 / monthly_churn if monthly_churn else None


def repeat_rate(orders: list[int]) -> float | None:
    """The share of accounts with more than one purchase, of those with any; None when nobody bought."""
    bought = [count for count in orders if count]
    return sum(count > 1 for count in bought) / len(bought) if bought else None
