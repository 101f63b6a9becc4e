"""How does an account's app do? Downloads, active users and pushes day by day, visitors of its site week by week."""

import numpy as np

from tenure.sources.demo.account import Account
from tenure.sources.demo.days import DAILY, Days, Flags, Numbers, Whole, dice
from tenure.sources.demo.life import Life
from tenure.sources.demo.season import YEAR, public

DOWNLOADS_SHARE = 0.05  # downloads of a day over active users
RUN_UP = 40  # days in which a new app finds most of its users
ECHO = 28  # days over which the public feels how much care an app gets
STALLED = 56  # days ago at which a stalled account stopped to grow; a pausing one later
PAUSING = 35
FALLEN = 28
CARE = 4  # how much of the public follows the care: a tenth less satisfied, a third fewer users
_SITE_SHARE = 0.6  # visitors of a site over active users of the app
_FIRST_AFTER = 26  # days after the start: the app is out

Column = tuple[str, Whole, Numbers]  # metric, days ago, values


def figures(life: Life, days: Days, sent: Flags, *, site: bool) -> list[Column]:
    """The figures of the account's app, and of its ``site`` if it has one, metric by metric; today has none yet."""
    account, luck = life.account, dice(life.account.number, "figures")
    out = life.here & (days.ago <= account.started - _FIRST_AFTER) & (days.ago > 0)
    expected = _users(life, days)
    users = _counted(account, expected, luck)
    downloads = _counted(account, _downloads(life, days, expected), luck)
    pushed = days.ago[sent & (days.ago > 0)]
    columns = [
        ("downloads", *_told(days, downloads, out, DAILY, is_sum=True)),
        ("active_users", *_told(days, users, out, DAILY, is_sum=False)),
        ("pushes", pushed, np.ones(len(pushed))),
    ]
    if site:
        visitors = _counted(account, _SITE_SHARE * expected, luck)
        columns.append(("visitors", *_told(days, visitors, out, 0, is_sum=True)))
    return columns


def _users(life: Life, days: Days) -> Numbers:
    """Expected active users: size, growth, season and week, and how much the account cared of late."""
    account = life.account
    age = np.maximum(account.started - _FIRST_AFTER - days.ago, 0)
    found = 1.0 if account.twist.steady else 1 - np.exp(-(age + 5) / RUN_UP)
    care = np.exp(CARE * (_echo(life.satisfied) - 0.8))
    users: Numbers = account.size * _grown(account, days) * found * care * public(account, days)
    if account.twist.fallen:
        users = np.where(days.ago <= FALLEN, account.twist.fallen[0], 1.0) * account.size
    return users


def _downloads(life: Life, days: Days, users: Numbers) -> Numbers:
    account = life.account
    if account.twist.fallen:
        before = account.size * DOWNLOADS_SHARE
        return np.where(days.ago <= FALLEN, account.twist.fallen[1], 1.0) * before
    age = np.maximum(account.started - _FIRST_AFTER - days.ago, 0)
    news = 1.0 if account.twist.steady else 1 + 2 * np.exp(-age / 14)
    return users * DOWNLOADS_SHARE * news


def _grown(account: Account, days: Days) -> Numbers:
    """Its own growth; a stalled or pausing account stops to grow on its day."""
    stop = {"stalled": STALLED, "pausing": PAUSING}.get(account.twist.downloads, 0)
    grown: Numbers = account.growth ** (-np.maximum(days.ago - stop, 0) / YEAR)
    return grown


def _echo(satisfied: Numbers) -> Numbers:
    """The mean of the last four weeks of each day."""
    padded = np.concatenate([np.full(ECHO, satisfied[0]), satisfied])
    sums = np.cumsum(padded)
    echoed: Numbers = (sums[ECHO:] - sums[:-ECHO]) / ECHO
    return echoed


def _counted(account: Account, expected: Numbers, luck: np.random.Generator) -> Numbers:
    counted: Numbers = np.round(expected) if account.twist.steady else luck.poisson(expected).astype(np.float64)
    return counted


def _told(days: Days, values: Numbers, out: Flags, daily: int, *, is_sum: bool) -> tuple[Whole, Numbers]:
    """The last ``daily`` days one by one; of a week before that its sum, or its mean, on its last day."""
    lately, before = out & (days.ago <= daily), out & (days.ago > daily)
    week = (days.ago[before] - daily - 1) // 7
    sums = np.bincount(week, values[before])
    counts = np.bincount(week)
    weeks = np.flatnonzero(counts)
    weekly = sums[weeks] if is_sum else sums[weeks] / counts[weeks]
    ago = np.concatenate([days.ago[lately], daily + 1 + 7 * weeks])
    return ago, np.concatenate([values[lately], np.round(weekly, 1)])
