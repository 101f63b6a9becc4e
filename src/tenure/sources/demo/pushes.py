"""On which days did an account send a push? By its own rhythm, unless it has lost heart."""

import numpy as np

from tenure.sources.demo.account import Account
from tenure.sources.demo.days import Days, Flags, dice
from tenure.sources.demo.life import Life

FIRST_AFTER = 30  # days after the start: no push before the app is out
HEART = 0.7  # satisfaction below which planned pushes are left out, the more the lower
_SLOPE = 0.5
_FORGOTTEN = 0.04  # of the pushes of the happiest
_MONTHLY_PHASE = 24  # days ago: the last push of those who send every thirty days to the day


def pushes(life: Life, days: Days) -> Flags:
    """For each day whether a push was sent."""
    account, twist = life.account, life.account.twist
    luck = dice(account.number, "pushes")
    planned = _planned(account, days)
    left_out = luck.random(len(days.ago)) < _FORGOTTEN + np.clip((HEART - life.satisfied) / _SLOPE, 0, 0.94)
    late = luck.choice(4, len(days.ago), p=(0.7, 0.15, 0.1, 0.05))
    if twist.punctual:
        sent = planned
    else:
        sent = np.zeros_like(planned)
        places = np.flatnonzero(planned & ~left_out)
        sent[np.minimum(places + late[places], len(sent) - 1)] = True
    begun = days.ago <= account.started - FIRST_AFTER
    sent_here: Flags = sent & life.here & begun & (days.ago >= twist.silent)
    return sent_here


def _planned(account: Account, days: Days) -> Flags:
    """The days of the account's rhythm: one weekday, two of them, every second week, or every so many days."""
    chosen = account.number % 5  # Monday to Friday
    week = (days.today.toordinal() - days.ago - days.weekday) // 7
    if account.push_gap == 4:
        planned = (days.weekday == chosen) | (days.weekday == (chosen + 3) % 7)
    elif account.push_gap in {7, 14}:
        planned = (days.weekday == chosen) & ((account.push_gap == 7) | ((week + account.number) % 2 == 0))
    else:
        phase = _MONTHLY_PHASE if account.twist.punctual else account.number * 7
        planned = days.ago % account.push_gap == phase % account.push_gap
    return np.asarray(planned)
