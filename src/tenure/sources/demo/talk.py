"""What passed between us and an account? Touchpoints, tickets and notes."""

from dataclasses import dataclass

import numpy as np

from tenure.sources.demo.days import Days, dice
from tenure.sources.demo.life import Life

TICKETS = 0.03  # a week, of somebody who is satisfied
COMPLAINTS = 0.3  # a week, of somebody who is not at all and says so
ALWAYS = 1 / 11  # a day, of the one that always complains
TOUCHPOINTS = 1 / 24  # a day, of a small account that is delighted; who is not is hard to reach
CALLS_ABOUT = 0.25  # of complaints, those after which we call
REPORT = "Images do not load since the last system update"
REPORTED = 2  # days ago
_SLOW = 0.02  # of tickets, those that nobody closed yet however long ago
_SUBJECTS = ("How do I change the opening hours?", "A new logo for the app", "Who opened the last push?", "Add a colleague", "Invoice address")  # fmt: skip
_COMPLAINTS = ("The app is slow", "Push came twice", "Nobody answered my last question", "A booking got lost", "The price went up again")  # fmt: skip
_ABOUT = ("Review of the quarter", "Ideas for the season", "Questions about the statistics", "Renewal", "Training for a new colleague")  # fmt: skip
_MINUTES = {"email": 10, "call": 15, "video": 30, "meeting": 60, "chat": 5}
_HAPPY_NOTES = ("Would recommend us to the shop next door.", "Wants to try more options after the season.", "The app won them a local prize.")  # fmt: skip
_UNHAPPY_NOTES = ("Said the app brings less than hoped.", "Compares prices with another provider.", "Has little time for the app at the moment.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Touch:
    """One touchpoint; ``person`` and ``by`` may be empty."""

    ago: int
    second: int
    person: str
    channel: str
    minutes: int
    service: str
    summary: str


@dataclass(frozen=True, slots=True)
class Question:
    """One ticket; ``closed`` is days ago, None while it is open."""

    ago: int
    second: int
    person: str
    subject: str
    priority: str
    closed: int | None


def questions(life: Life, days: Days) -> list[Question]:
    """Tickets: some questions from everybody, complaints from those who are dissatisfied and say so."""
    account, luck = life.account, dice(life.account.number, "tickets")
    rate = (TICKETS + COMPLAINTS * account.voice * (1 - life.satisfied) ** 2) / 7
    if account.twist.complains:
        rate = np.full(len(days.ago), ALWAYS)
    at = days.ago[(luck.random(len(days.ago)) < rate) & life.here & (days.ago > 0)]
    found = []
    for ago in map(int, at):
        complains = account.twist.complains or bool(luck.random() < account.voice * (1 - life.mood(ago)) * 1.2)
        took = int(luck.gamma(1.5, 2.0 + 2.0 * complains))
        is_open = took > ago or (ago < 40 and luck.random() < _SLOW)
        found.append(
            Question(
                ago=ago,
                second=int(luck.integers(8 * 3600, 18 * 3600)),
                person=life.people[int(luck.integers(len(life.people)))].key,
                subject=str(luck.choice(_COMPLAINTS if complains else _SUBJECTS)),
                priority="high" if complains and luck.random() < 0.4 else "normal",
                closed=None if is_open else ago - took,
            )
        )
    if account.twist.reports:
        found.append(Question(REPORTED, 9 * 3600, life.people[0].key, REPORT, "high", None))
    return found


def touches(life: Life, days: Days, asked: list[Question]) -> list[Touch]:
    """Calls, mails and meetings: now and then with everybody, more often with large accounts and after complaints."""
    account, luck = life.account, dice(life.account.number, "touchpoints")
    rate = TOUCHPOINTS * (0.7 + min(account.mrr, 600) / 600) * life.satisfied**2
    at = set(map(int, days.ago[(luck.random(len(days.ago)) < rate) & life.here & (days.weekday < 5)]))
    at |= {one.ago - 1 for one in asked if one.subject in _COMPLAINTS and luck.random() < CALLS_ABOUT and one.ago > 1}
    at |= {account.started - day for day in (1, 12, 30) if life.last <= account.started - day <= life.first}
    at.discard(0)
    if (latest := account.twist.touched) is not None:
        at = {ago for ago in at if ago > latest} | {latest}
    contact = life.people[0]
    found = []
    for ago in sorted(at, reverse=True):
        channel = contact.channel if luck.random() < 0.7 else str(luck.choice(list(_MINUTES)))
        minutes = max(3, round(_MINUTES[channel] * luck.uniform(0.6, 1.6)))
        service = str(luck.choice(account.options)) if account.options and luck.random() < 0.5 else "App"
        second = int(luck.integers(9 * 3600, 17 * 3600))
        found.append(Touch(ago, second, contact.key, channel, minutes, service, str(luck.choice(_ABOUT))))
    return found


def notes(life: Life, touched: list[Touch]) -> list[tuple[int, str]]:
    """(days ago, text) of what was written down after some touchpoints: it gives a hint of the mood."""
    luck = dice(life.account.number, "notes")
    found = []
    for touch in touched:
        if luck.random() < 0.25:
            mood = life.mood(touch.ago) + luck.normal(0, 0.15)
            found.append((touch.ago, str(luck.choice(_HAPPY_NOTES if mood > 0.6 else _UNHAPPY_NOTES))))
    return found


def sentiment(life: Life) -> int | None:
    """A member's rating of the relationship today, 1 to 5: near the truth, and missing of one account in four."""
    if life.account.twist.sentiment is not None:
        return life.account.twist.sentiment
    luck = dice(life.account.number, "sentiment")
    if luck.random() < 0.25 and life.account.twist.happy is None:
        return None
    return int(np.clip(round(0.3 + 5.6 * life.mood(0) + luck.normal(0, 0.5)), 1, 5))
