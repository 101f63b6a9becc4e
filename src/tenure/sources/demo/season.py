"""How much goes on, on each day? Seasons, weekdays and holidays, for an account's public and for its own office."""

import numpy as np

from tenure.sources.demo.account import Account
from tenure.sources.demo.days import Days, Numbers
from tenure.sources.demo.trades import Trade

YEAR = 365.25
_OFFICE_WEEK = (1.0, 1.0, 0.9, 1.0, 1.1, 0.35, 0.08)  # Monday to Sunday
_LULL = 63  # days ago at which an account with a lull begins it, as a year before
_LULL_LEVEL = 0.6


def season(trade: Trade, days: Days) -> Numbers:
    """The trade's year: 1 on average, higher around its peak."""
    swing: Numbers = 1 + trade.swing * np.cos(2 * np.pi * (days.of_year - trade.peak) / YEAR)
    return swing


def public(account: Account, days: Days) -> Numbers:
    """How many people come on each day, over an average day."""
    if account.twist.downloads == "lull":
        return lull(days)
    if account.twist.steady:
        return np.ones(len(days.ago))
    weekend = np.where(days.weekday >= 5, account.trade.weekend, 1.0) / ((5 + 2 * account.trade.weekend) / 7)
    closed = np.where(days.holiday, 0.75, 1.0)
    shares: Numbers = season(account.trade, days) * weekend * closed
    return shares


def lull(days: Days) -> Numbers:
    """A year that begins its quiet third nine weeks ago: this year as the year before."""
    into = (_LULL - days.ago) % round(YEAR)  # days since the quiet third last began
    quiet = into < 120
    return np.where(quiet, _LULL_LEVEL, 1.0)


def office(days: Days) -> Numbers:
    """How much of a usual weekday's work is done in a back office on each day."""
    work = np.array(_OFFICE_WEEK)[days.weekday]
    work = np.where(days.holiday, 0.06, work)
    work = np.where(days.between_years & ~days.holiday, work * 0.45, work)
    shares: Numbers = np.where(days.midsummer, work * 0.75, work)
    return shares
