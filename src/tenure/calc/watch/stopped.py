"""Is an account silent for longer than its own gaps allow?

The gap is the days from one active day to the next; the running one counts up to today, because if the account acts today
it will be that long. It is told when it is longer than each of

- 1.25 times the 95th percentile of the account's own gaps, by nearest rank: one gap in twenty may be a holiday;
- what an account as irregular reaches by chance less than once in four years: beyond its median, gaps are taken to fall off
  exponentially, at the pace at which they do between the median and the 95th percentile. That is a peaks-over-threshold
  estimate (Pickands, "Statistical inference using extreme order statistics", 1975; Davison and Smith, "Models for exceedances
  over high thresholds", 1990) with an exponential tail, from two quantiles, so that a holiday does not bend it. A regular
  account has its median where its 95th percentile is, and gets no more patience by this;
- five days, because a long weekend of who acts every day is no silence.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from tenure.calc.watch.series import Floats, Histories, Ints
from tenure.calc.watch.settings import Settings
from tenure.calc.watch.verdict import Verdicts

YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class Gaps:
    """Each account's gaps in days, the shortest first; ``count`` of each account, which ``owner`` names by its row."""

    owner: Ints
    days: Ints
    count: Ints

    @classmethod
    def between(cls, row: Ints, column: Ints, accounts: int) -> "Gaps":
        """Of active days, account by account in order."""
        inner = row[1:] == row[:-1]
        owner, days = row[1:][inner], np.diff(column)[inner]
        order = np.lexsort((days, owner))
        return cls(owner, days[order], np.bincount(owner, minlength=accounts))

    def quantile(self, share: float) -> Floats:
        """The smallest gap that at least this share of the account's gaps does not exceed; nan without gaps."""
        place = np.cumsum(self.count) - self.count + np.maximum(np.ceil(share * self.count).astype(int) - 1, 0)
        found, some = np.full(len(self.count), np.nan), self.count > 0
        found[some] = self.days[place[some]]
        return found

    def a_year(self) -> Floats:
        """How many an account has in a year at its pace; nan without gaps."""
        return YEAR * self.count / np.bincount(self.owner, weights=self.days, minlength=len(self.count))


def stopped(histories: Histories, settings: Settings) -> Verdicts:
    """The silence of each account beside its own gaps."""
    accounts, days = histories.values.shape
    row, column = np.nonzero((histories.values > 0) & (np.arange(days) >= histories.began[:, None]))
    gaps = Gaps.between(row, column, accounts)
    usual, longest = gaps.quantile(0.5), gaps.quantile(settings.longest)
    pace = (longest - usual) / math.log(0.5 / (1 - settings.longest))  # days in which e times fewer gaps are left
    rarer = gaps.a_year() * (1 - settings.longest) / settings.false_a_year
    by_chance = longest + pace * np.log(np.maximum(rarer, 1))
    limit = np.maximum(np.maximum(settings.patience * longest, by_chance), settings.shortest_silence)
    last = histories.began - 1  # of who never did
    last[row] = column  # the latest of each row is written last
    silence = np.where(histories.acted_today, 0, days - last)
    judged = gaps.count >= settings.fewest_gaps
    return Verdicts(
        kind="stopped",
        judged=judged,
        holds=judged & (silence > limit),
        since=histories.first_day + last + 1,
        now=silence.astype(float),
        usual=usual,
        limit=limit,
        seen=gaps.count,
        needed=settings.fewest_gaps,
        knows_season=judged,
    )
