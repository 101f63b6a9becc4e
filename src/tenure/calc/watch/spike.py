"""Did an account do far more on its last complete day than it does on that weekday?

The modified z-score of Iglewicz and Hoaglin ("How to detect and handle outliers", 1993): the distance from the median of the
same weekday of the last eight weeks, in median absolute deviations. The deviation
is never taken smaller than the account's own over all weekdays: eight equal Tuesdays do not make a ninth that differs a wonder. It is told when it
is five standard deviations away, and three times both that weekday's median and the usual active day: what always comes on
Tuesdays is no spike on a Wednesday.
"""

from typing import Final

import numpy as np

from tenure.calc.watch.series import Histories, deviation, median
from tenure.calc.watch.settings import Settings
from tenure.calc.watch.verdict import Verdicts

NORMAL: Final = 1.4826  # a normal variable's standard deviation over its median absolute deviation


def spike(histories: Histories, settings: Settings) -> Verdicts:
    """The last complete day of each account beside the same weekdays before."""
    values = histories.by_weekday(settings.spike_weeks + 1)  # account, week, day of the week up to the last day
    now, past = values[:, -1, -1], values[:, :-1]
    same = past[:, :, -1]
    seen, usual = np.count_nonzero(~np.isnan(same), axis=1), median(same)
    count, days = len(now), 7 * settings.spike_weeks
    middle = median(past.transpose(0, 2, 1).reshape(7 * count, settings.spike_weeks)).reshape(count, 1, 7)
    away = np.abs(past - middle)
    noise = np.maximum(NORMAL * median(away[:, :, -1]), deviation(away.reshape(count, days)))
    active = median(np.where(past > 0, past, np.nan).reshape(count, days))
    limit = np.fmax(settings.spike * np.fmax(usual, active), usual + settings.spike_noise * noise)
    judged = (seen >= settings.fewest_spike_weeks) & ~np.isnan(active)
    return Verdicts(
        kind="spike",
        judged=judged,
        holds=judged & (now > limit),
        since=np.full(count, histories.today - 1),
        now=now,
        usual=usual,
        limit=limit,
        seen=seen,
        needed=settings.fewest_spike_weeks,
        knows_season=judged,
    )
