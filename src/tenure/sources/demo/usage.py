"""What did people do in the back office of their app? One row an event: who, what, when, and how many it reached."""

from dataclasses import dataclass

import numpy as np

from tenure.sources.demo.account import Account
from tenure.sources.demo.days import Days, Flags, Numbers, Whole, dice
from tenure.sources.demo.life import Life
from tenure.sources.demo.season import office

MILESTONES = ("Project created", "Colleague invited", "App published")
_REACHED = ((2, 6), (8, 15), (21, 34))  # days after the start between which each is reached
SURVEY = "Survey answered"
SURVEY_GAP = 190  # days: nobody is asked twice within half a year
PUSH = "Push sent"
BOOKING = "Booking confirmed"
_DAILY = ("Statistics viewed", "News posted", "Photo uploaded", "Opening hours changed")
_OF_OPTION = {
    "Booking": BOOKING,
    "Loyalty card": "Stamp card changed",
    "Shop": "Order handled",
    "Menu": "Menu changed",
    "Coupons": "Coupon created",
    "Events": "Event announced",
    "Chat": "Message answered",
}
ENOUGH = 0.8  # satisfaction from which the office works as much as it ever will
LEAST = 0.5  # of that share, below which nobody falls
_FIRST_SECOND, _LAST_SECOND = 8 * 3600, 18 * 3600


@dataclass(frozen=True, eq=False, slots=True)
class Events:
    """Columns of one account's events, in no order; ``name`` and ``person`` are places in the lists."""

    account: Account
    names: tuple[str, ...]
    persons: tuple[str, ...]
    name: Whole
    person: Whole
    ago: Whole
    second: Whole  # of the day, UTC
    value: Numbers  # NaN: none


def usage(life: Life, days: Days, sent: Flags) -> Events:
    """All events of an account, ``sent`` being its pushes."""
    account = life.account
    luck = dice(account.number, "usage")
    persons = tuple(person.key for person in life.people)
    used = _DAILY + tuple(_OF_OPTION[option] for option in account.options)
    names = ("Signed in", PUSH, SURVEY, *MILESTONES, *used)
    parts = [_work(life, days, luck, len(names) - len(used), len(used)), _pushes(life, days, sent, luck)]
    parts += [_milestones(life, luck), _answers(life, luck)]
    name, ago, value = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    weights = np.array([0.6, 0.25, 0.1, 0.05][: len(persons)])
    person = luck.choice(len(persons), len(name), p=weights / weights.sum())
    second = luck.integers(_FIRST_SECOND, _LAST_SECOND, len(name))
    return Events(account, names, persons, name, person, ago, second, value)


Part = tuple[Whole, Whole, Numbers]  # name, days ago, value


def _work(life: Life, days: Days, luck: np.random.Generator, first: int, used: int) -> Part:
    """Days on which somebody worked: signing in, and a few things of those that the app is used for."""
    account = life.account
    zeal = account.habit + (1 - account.habit) * np.clip(life.satisfied / ENOUGH, LEAST, 1) ** 3
    works = (luck.random(len(days.ago)) < account.office * office(days) * zeal) & life.here
    at = days.ago[works]
    counts = luck.poisson(9.0, len(at))
    did = luck.integers(first, first + used, counts.sum())
    name = np.concatenate([np.zeros(len(at), np.int64), did])
    return name, np.concatenate([at, np.repeat(at, counts)]), np.full(len(name), np.nan)


def _pushes(life: Life, days: Days, sent: Flags, luck: np.random.Generator) -> Part:
    """Each push, with how many it reached."""
    at = days.ago[sent]
    reached = np.round(life.account.size * luck.uniform(2.0, 3.5, len(at)))
    return np.full(len(at), 1), at, reached


def _milestones(life: Life, luck: np.random.Generator) -> Part:
    """The steps of the first weeks, of accounts that began within what is told."""
    account = life.account
    after = [int(luck.integers(*between)) for between in _REACHED]
    most = len(MILESTONES) if account.twist.milestones is None else account.twist.milestones
    reached = [
        (3 + step, account.started - days)
        for step, days in enumerate(after[:most])
        if account.started < len(life.here) and account.started - days > life.last
    ]
    name, ago = np.array(reached, np.int64).reshape(-1, 2).T
    return name, ago, np.full(len(name), np.nan)


def _answers(life: Life, luck: np.random.Generator) -> Part:
    """Answers of 0 to 10 to “would you recommend us?”; those in the middle stay silent more often."""
    asked = np.arange(life.last + 2 + int(luck.integers(SURVEY_GAP - 20)), life.first - 60, SURVEY_GAP)
    moods = np.array([life.mood(int(ago)) for ago in asked])
    answers = luck.random(len(asked)) < 0.3 + 0.4 * np.abs(2 * moods - 1)
    answers |= life.account.twist.complains
    score = np.clip(np.round(10 * moods + luck.normal(0.6, 1.2, len(asked))), 0, 10)
    return np.full(int(answers.sum()), 2), asked[answers].astype(np.int64), score[answers]
