"""Has an account that grew stopped growing, for most of eight weeks?

Its own growth is the Theil-Sen line (Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968) through the
logarithms of the weekly totals of the sixteen weeks before the last eight (at least twelve): the median of the slopes between
any two weeks, which nearly a third of wild weeks do not bend. There is growth to miss when the flat weeks should have brought
5 %, and two and a half standard deviations of a week around that line. It stagnates when both of these have at most a third
left, today and a week ago:

- the slope of the last eight weeks, found the same way. With six flat weeks after two of growth, 15 of the 28 pairs are
  flat and so is the median;
- the best of the last six weeks beside where the line would have brought their middle. While growth went on in one of
  them, it lies above.

Without noise both are so after six weeks of standing still, and it is told in week eight; what noise brings forward, the
repetition keeps behind week six.

Where the same twelve weeks of a year (52 weeks) ago are known, growth that did not come then is not missed now.
"""

import math
from dataclasses import replace
from typing import Final

import numpy as np

from tenure.calc.watch.series import Floats, Histories, deviation, median
from tenure.calc.watch.settings import Settings
from tenure.calc.watch.verdict import Verdicts

YEAR: Final = 52
FLAT: Final = 6  # weeks, none of which may lie above what is left of the growth
LATEST: Final = 4  # weeks whose median is a level a year ago
LEAST: Final = 0.01


def stagnating(histories: Histories, settings: Settings) -> Verdicts:
    """The last weeks of each account beside its own growth before."""
    found = _stands(histories, 0, settings)
    for ago in range(1, settings.flat_again + 1):
        found = replace(found, holds=found.holds & _stands(histories, ago, settings).holds)
    return found


def _stands(histories: Histories, ago: int, settings: Settings) -> Verdicts:
    """The same as of ``ago`` weeks before, on its own."""
    flat, growing = settings.flat_weeks, settings.growing_weeks
    weeks = histories.weeks(ago, growing + flat)
    seen, logs = np.count_nonzero(~np.isnan(weeks[:, :growing]), axis=1), _logs(weeks)
    before, lately = logs[:, :growing], logs[:, growing:]
    pace, at = _slope(before), np.arange(1 - growing, 1)
    base = median(before - pace[:, None] * at)  # the line at the last of the weeks before
    noise = deviation(np.abs(before - base[:, None] - pace[:, None] * at))
    ahead = flat - (FLAT - 1) / 2  # weeks from there to the middle of the latest
    now, season = lately[:, -FLAT:].max(axis=1), median(before[:, -LATEST:]) + _grown(histories, ago, settings)
    expected = np.fmin(base + ahead * pace, season)
    limit = base + settings.growth_left * (expected - base)
    missed = np.maximum(settings.growth_noise * noise, math.log1p(settings.least_growth))
    judged = (seen >= settings.fewest_growing_weeks) & ~np.isnan(base)
    holds = judged & (expected - base >= missed) & (now <= limit) & (_slope(lately) <= settings.growth_left * pace)
    return Verdicts(
        kind="stagnating",
        judged=judged,
        holds=holds,
        since=np.full(len(now), histories.today - 7 * flat),
        now=np.exp(now),
        usual=np.exp(expected),
        limit=np.exp(limit),
        seen=seen,
        needed=settings.fewest_growing_weeks,
        knows_season=~np.isnan(season),
    )


def _logs(weeks: Floats) -> Floats:
    """Logarithms, in which a growth by so much in a hundred is a straight line; a week of nothing is LEAST of the usual."""
    least = LEAST * median(weeks)[:, None]
    return np.log(np.where(least > 0, np.maximum(weeks, least), np.nan))


def _slope(weeks: Floats) -> Floats:
    """The median slope between any two weeks that are known."""
    first, second = np.triu_indices(weeks.shape[1], 1)
    return median((weeks[:, second] - weeks[:, first]) / (second - first))


def _grown(histories: Histories, ago: int, settings: Settings) -> Floats:
    """How far above its level before the flat weeks an account came in the same weeks a year ago; nan: not known."""
    weeks = _logs(histories.weeks(YEAR + ago, settings.flat_weeks + LATEST))
    return median(weeks[:, -LATEST:]) - median(weeks[:, :LATEST])
