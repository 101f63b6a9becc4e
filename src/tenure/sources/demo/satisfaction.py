"""How satisfied is an account, week by week? Nobody sees it; everything else follows from it."""

import numpy as np

from tenure.sources.demo.account import Account
from tenure.sources.demo.days import SPAN, WEEKS, Numbers, dice

PULL = 0.04  # of the way back to the account's own mean, a week
SHAKE = 0.22  # standard deviation of a week's luck
SETBACKS = 1 / 40  # a week: a release that went wrong, a promise not kept, a new manager
LIFTS = 1 / 60
EARLIER = 40  # weeks that are lived before anything is told, so that the first is like any other
_DEPTH = (1.2, 2.8)
_HEIGHT = (0.5, 1.1)


def satisfaction(account: Account) -> Numbers:
    """For each day, SPAN days ago to today, 0 (would rather be gone) to 1 (delighted)."""
    if account.twist.happy is not None:
        return np.full(SPAN + 1, account.twist.happy)
    weekly = 1 / (1 + np.exp(-_mood(account)))
    days: Numbers = np.interp(np.arange(SPAN + 1), np.linspace(0, SPAN, WEEKS), weekly)
    return days


def _mood(account: Account) -> Numbers:
    """A walk that is drawn to the account's mean and shaken each week: 0 is half satisfied."""
    luck = dice(account.number, "satisfaction")
    weeks, temper = WEEKS + EARLIER, account.temper
    steps = luck.normal(0, SHAKE * temper, weeks)
    steps -= (luck.random(weeks) < SETBACKS * temper) * luck.uniform(*_DEPTH, weeks)
    steps += (luck.random(weeks) < LIFTS * temper) * luck.uniform(*_HEIGHT, weeks)
    mood = np.full(weeks, account.mean)
    for week in range(1, weeks):
        mood[week] = mood[week - 1] + PULL * (account.mean - mood[week - 1]) + steps[week]
    return mood[EARLIER:]
