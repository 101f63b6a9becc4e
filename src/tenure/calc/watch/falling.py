"""Does an account do less, in each of four weeks, than it usually did in the eight before?

Weekly totals, so that no weekday counts twice: the best of the last four weeks beside the median of the eight before. It is told
when that best week lost at least 30 %, and a standard deviation of the account's own weeks. The deviation is found from
the mean absolute deviation around the median, which one wild week moves less than its square would. That a run of weeks all
lies beyond one deviation is a run rule of the Shewhart chart ("Statistical Quality Control Handbook", Western Electric, 1956: four of five beyond one
sigma on one side): four by chance are one in fifteen hundred, and no holiday lasts that long.

An account that acts on few days cannot fall within weeks by more than chance does: it is not judged, and `stopped` watches it.
Where the same twelve weeks of a year (52 weeks) ago are known, what the account kept then is what it is expected to keep
now, if that was less: a season repeats.
"""

from typing import Final

import numpy as np

from tenure.calc.watch.series import Floats, Histories, deviation, median
from tenure.calc.watch.settings import Settings
from tenure.calc.watch.verdict import Verdicts

YEAR: Final = 52


def falling(histories: Histories, settings: Settings) -> Verdicts:
    """The last weeks of each account beside those before."""
    weeks = settings.falling_weeks
    now, usual, before = _weeks(histories, 0, settings)
    then, usual_then, _ = _weeks(histories, YEAR, settings)
    season = np.divide(then, usual_then, out=np.full(len(now), np.nan), where=usual_then > 0)
    expected = usual * np.fmin(season, 1)
    seen = np.count_nonzero(~np.isnan(before), axis=1)
    noise = deviation(np.abs(before - usual[:, None]))
    limit = expected - np.maximum(settings.fall * expected, settings.fall_noise * noise)
    active = np.count_nonzero(histories.by_weekday(settings.falling_before, weeks) > 0, axis=(1, 2))
    judged = (seen == settings.falling_before) & (active >= settings.fewest_active_days) & (usual > 0)
    return Verdicts(
        kind="falling",
        judged=judged,
        holds=judged & (now <= limit),
        since=np.full(len(now), histories.today - 7 * weeks),
        now=now,
        usual=usual,
        limit=limit,
        seen=seen,
        needed=settings.falling_before,
        knows_season=~np.isnan(season),
    )


def _weeks(histories: Histories, ago: int, settings: Settings) -> tuple[Floats, Floats, Floats]:
    """The best of the last weeks, the usual week before, and the weeks before, as of so many weeks ago."""
    before = histories.weeks(ago + settings.falling_weeks, settings.falling_before)
    return histories.weeks(ago, settings.falling_weeks).max(axis=1), median(before), before
