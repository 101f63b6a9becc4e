"""The made-up workspace's orders, invoices, touchpoints, tickets, incidents, assets and measurements."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from statistics import median
from typing import Any

from tenure.values.moment import Moment, day_key

OWN_FRAMES = (
    "orders",
    "invoices",
    "touchpoints",
    "tickets",
    "incidents",
    "tasks",
    "asset_dates",
    "measurements",
    "push_spans",
)
Rows = list[dict[str, Any]]


def business(random: Random, moment: Moment, accounts: int, today: date, noon: datetime) -> dict[str, Rows]:
    """Rows of these frames; some accounts have none, and some days lie ahead."""
    some = range(1, accounts + 1)
    orders = [_order(random, n, noon) for n in some for _ in range(random.choice([0, 1, 2, 5, 9]))]
    things = [
        (n, asset, _ago(random, today, 300) if random.random() < 0.2 else None) for n in some for asset in _assets(n)
    ]
    figures = [row for thing in things for row in _figures(random, thing, today)]
    return {
        "orders": orders,
        "workspace": [{"order_gap_days": _usual_gap(orders, moment)}],
        "order_days": [],
        "order_gaps": [],
        "invoices": [_invoice(random, n, today) for n in some for _ in range(random.randrange(4))],
        "touchpoints": [_touchpoint(random, n, noon) for n in some for _ in range(random.randrange(5))],
        "tickets": [_ticket(random, n, noon) for n in some for _ in range(random.randrange(4))],
        "incidents": [_incident(random, n, noon) for n in some for _ in range(random.randrange(3))],
        "tasks": [_task(random, n, noon) for n in some for _ in range(random.randrange(3))],
        "asset_dates": [row for thing in things if thing[1] for row in _dates(random, thing, today)],
        "measurements": figures,
        "push_spans": [_push_span(random, thing, moment) for thing in things if random.random() < 0.3],
        "customs": [],
    }


def _assets(account: int) -> list[int | None]:
    return [None, account * 10, account * 10 + 1][: account % 4]


def _ago(random: Random, today: date, most: int) -> date:
    return today - timedelta(days=random.randrange(-20, most))


def _order(random: Random, account: int, noon: datetime) -> dict[str, Any]:
    at = noon - timedelta(hours=random.randrange(-100, 20_000))
    amount = random.randrange(100, 90_000)
    back = random.choice([0, 0, amount, amount // 3])
    return {
        "account": account,
        "ordered_at": at,
        "amount": amount,
        "currency": "USD" if account == 3 and random.random() < 0.5 else "EUR",
        "refunded": back,
        "refunded_on": random.choice([None, at.date() + timedelta(days=random.randrange(60))]) if back else None,
    }


def _usual_gap(orders: Rows, moment: Moment) -> float | None:
    days = {(one["account"], day_key(one["ordered_at"].date())) for one in orders}
    known = sorted(day for day in days if day[1] < moment.window_day)
    gaps = [later - earlier for (one, earlier), (other, later) in pairwise(known) if one == other]
    return float(median(gaps)) if gaps else None


def _invoice(random: Random, account: int, today: date) -> dict[str, Any]:
    issued = _ago(random, today, 400)
    return {
        "account": account,
        "issued_on": issued,
        "due_on": random.choice([None, issued + timedelta(days=30)]),
        "amount": random.randrange(-5_000, 50_000),
        "currency": random.choice(["EUR", "EUR", "EUR", "USD"]),
        "paid_on": random.choice([None, issued + timedelta(days=random.randrange(90))]),
    }


def _touchpoint(random: Random, account: int, noon: datetime) -> dict[str, Any]:
    at = noon - timedelta(hours=random.randrange(-50, 5_000))
    return {"account": account, "at": at, "channel": random.choice(["email", "call", "video", "meeting"])}


def _ticket(random: Random, account: int, noon: datetime) -> dict[str, Any]:
    opened = noon - timedelta(hours=random.randrange(-50, 2_000))
    closed = random.choice([None, opened + timedelta(hours=random.randrange(900))])
    return {"account": account, "opened_at": opened, "closed_at": closed}


def _incident(random: Random, account: int, noon: datetime) -> dict[str, Any]:
    found = noon - timedelta(hours=random.randrange(-50, 500))
    closed = random.choice([None, found + timedelta(hours=random.randrange(300))])
    return {"account": account, "found_at": found, "closed_at": closed}


def _task(random: Random, account: int, noon: datetime) -> dict[str, Any]:
    made = noon - timedelta(hours=random.randrange(-50, 500))
    ended = random.choice([None, made + timedelta(hours=random.randrange(300))])
    due = random.choice([None, made.date() + timedelta(days=random.randrange(20))])
    return {"account": account, "created_at": made, "due_on": due, "ended_at": ended}


def _thing(thing: tuple[int, int | None, date | None]) -> dict[str, Any]:
    return dict(zip(("account", "asset", "retired_on"), thing, strict=True))


def _dates(random: Random, thing: Any, today: date) -> Rows:
    made = {}
    for _ in range(random.randrange(9)):
        day = _ago(random, today, 500)
        name = random.choice(["published_on", "certificate_ends_on"])
        value = day if name == "published_on" else day + timedelta(days=random.randrange(400))
        since = datetime(day.year, day.month, day.day, tzinfo=UTC)
        made[name, since] = _thing(thing) | {
            "name": name,
            "value": random.choice([value, value, value, None]),
            "since": since,
        }
    return list(made.values())


def _figures(random: Random, thing: Any, today: date) -> Rows:
    made = {}
    for _ in range(random.choice([0, 10, 60])):
        metric = random.choice(["pushes", "downloads", "active_users", "bookings", "visitors", "nps"])
        day = day_key(_ago(random, today, random.choice([60, 400])))
        made[metric, day] = _thing(thing) | {"metric": metric, "day": day, "value": random.randrange(20) / 2}
    return list(made.values())


def _push_span(random: Random, thing: Any, moment: Moment) -> dict[str, Any]:
    return _thing(thing) | {"last_day": moment.window_day - 366 - random.randrange(200)}
