"""A made-up workspace out of a seed: accounts, people, groups, usage, contracts, history and business, as the frames facts read."""

import json
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa

from tenure.facts import moments
from tenure.facts.custom import HOWS, frame, parse
from tenure.facts.schemas import FRAMES
from tenure.values.moment import Moment, day_key, day_of
from tests.agree import business

TODAY = date(2026, 3, 28)
NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
MOMENTS = (Moment(NOON), Moment.end_of(TODAY), Moment.end_of(date(2026, 3, 1)), Moment.end_of(date(2025, 11, 30)))
EVENTS = ("Saved", "Viewed", "Exported", "page", "Ünïcode")
OWN_FRAMES = ("accounts", "identities", "groups", "periods", "lines", "history", "champions", *business.OWN_FRAMES)
# Facts that the workspace declared itself: every way of counting, of both sources.
CUSTOMS = tuple(
    parse(name=f"{of.lower()}_{how}_{days}", source=source, of=of, how=how, days=days)
    for source, of in (("event", "Saved"), ("measurement", "visitors"))
    for how in HOWS
    for days in (10, 300)
)


def frames(seed: int, moment: Moment, accounts: int = 12) -> dict[str, pa.Table]:
    """Every frame; the same for the same seed."""
    random = Random(seed)
    numbers = range(1, accounts + 1)
    usage = _usage(random, accounts)
    made = {
        "accounts": [{"account": n, "key": f"k{n}", "created_at": NOON} for n in numbers],
        "identities": [_identity(random, n, actor) for n in numbers for actor in range(3)],
        "groups": [{"group_id": f"k{n}", "account": n} for n in numbers],
        "closed": usage,
        "open": [row for row in usage if row["day"] == moment.window_day and row["last"] < moment.at],
        "open_keys": [{"day": moment.window_day}],
        "spans": _spans(usage, moment),
        "periods": [period for n in numbers for period in _periods(random, n)],
        "lines": [_line(random, n) for n in numbers for _ in range(random.randrange(3))],
        "history": _history(random, accounts),
        "champions": [_champion(random, n) for n in numbers if random.random() < 0.5],
        **business.business(random, moment, accounts, TODAY, NOON),
    }
    tables = {name: pa.Table.from_pylist(rows, schema=FRAMES[name].to_pyarrow()) for name, rows in made.items()}
    return tables | {"moment": moments.frame(moment), "customs": frame(CUSTOMS)}


def some(tables: dict[str, pa.Table], accounts: list[int]) -> dict[str, pa.Table]:
    """The frames as records offer them for some accounts only; the files stay whole."""
    wanted = pa.array(accounts, pa.int64())
    own = {name: tables[name].filter(pa.compute.is_in(tables[name]["account"], wanted)) for name in OWN_FRAMES}
    return tables | own


def _identity(random: Random, account: int, actor: int) -> dict[str, Any]:
    person = random.choice([actor, 0])  # some ids are the same person
    return {"actor": f"u:{account}-{actor}", "person": f"u:{account}-{person}", "account": account}


def _usage(random: Random, accounts: int) -> list[dict[str, Any]]:
    rows = {}
    for _ in range(accounts * 25):
        group = random.choice([None, None, None, f"k{random.randint(1, accounts - 1)}", "nobody"])
        actor = random.choice([f"u:{random.randint(1, accounts - 1)}-{random.randrange(3)}", "a:stranger"])
        ago = random.choice([random.randrange(-5, 10), random.randrange(120), random.randrange(600)])
        day = day_key(TODAY) - ago
        event = random.choice(EVENTS)
        rows[actor, group, event, day] = _day(random, actor, group, event, day)
    return list(rows.values())


def _day(random: Random, actor: str, group: str | None, event: str, day: int) -> dict[str, Any]:
    start = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)
    first, last = sorted(start + timedelta(microseconds=random.randrange(86_400_000_000)) for _ in range(2))
    value = random.choice([None, random.randrange(100) / 4])
    counts = {"count": random.randint(1, 9), "first": first, "last": last, "value": value}
    return {"actor": actor, "group_id": group, "event": event, "day": day} | counts


def _spans(usage: list[dict[str, Any]], moment: Moment) -> list[dict[str, Any]]:
    month = day_key(day_of(moment.window_day).replace(day=1))
    found: dict[Any, dict[str, Any]] = {}
    for row in usage:
        key, day = (row["actor"], row["group_id"]), row["day"]
        if day < month:
            span = found.setdefault(
                key, {"actor": key[0], "group_id": key[1]} | dict.fromkeys(["first_day", "last_day"], day)
            )
            span.update(first_day=min(span["first_day"], day), last_day=max(span["last_day"], day))
    return list(found.values())


def _periods(random: Random, account: int) -> list[dict[str, Any]]:
    rows = []
    for contract in range(random.randrange(3)):
        starts = TODAY - timedelta(days=random.randrange(-60, 700))
        for _ in range(random.randint(1, 4)):
            ends = starts + timedelta(days=random.choice([30, 91, 365]))
            rows.append(
                {
                    "account": account,
                    "contract": account * 10 + contract,
                    "product": random.choice(["", "basic"]),
                    "plan": random.choice(["", "Pro"]),
                    "notice_days": random.choice([None, 14, 30, 90]),
                    "notice_given_on": random.choice([None, None, TODAY - timedelta(days=random.randrange(90))]),
                    "starts_on": starts,
                    "ends_on": random.choice([ends, ends, None]),
                    "mrr": random.randrange(100_000),
                    "currency": random.choice(["EUR", "EUR", "EUR", "USD"]),
                    "term_months": random.choice([None, 1, 12]),
                    "seats": random.choice([None, 0, 10]),
                }
            )
            starts = ends
    return rows


def _line(random: Random, account: int) -> dict[str, Any]:
    starts = TODAY - timedelta(days=random.randrange(400))
    ends = random.choice([None, starts + timedelta(days=200)])
    where = {"account": account, "contract": account * 10 + random.randrange(2)}
    return where | {"option": random.choice(["booking", "shop", "news"]), "starts_on": starts, "ends_on": ends}


def _history(random: Random, accounts: int) -> list[dict[str, Any]]:
    values: dict[str, Any] = {
        "owner": ["mira", "tom", None],
        "lifecycle_stage": ["onboarding", "adopting"],
        "source": ["partner"],
        "preferred_channel": ["phone", "mail"],
        "option_suggested": ["shop", None],
        "sentiment": [1, 4, 5, None],
        "trait.size": [40, 0.5],
        "trait.vip": [True, False],
    }
    rows = {}
    for _ in range(accounts * 5):
        name = random.choice(list(values))
        since = NOON - timedelta(hours=random.randrange(-100, 5_000))
        key = random.randint(1, accounts), name, since
        rows[key] = dict(zip(("account", "name", "since"), key, strict=True)) | {
            "value": json.dumps(random.choice(values[name]))
        }
    return list(rows.values())


def _champion(random: Random, account: int) -> dict[str, Any]:
    since = NOON - timedelta(hours=random.randrange(-100, 5_000))
    until = random.choice([None, None, since + timedelta(hours=random.randrange(3_000))])
    actor = random.choice([None, f"u:{account}-0", f"u:{account}-1"])
    return {"account": account, "contact": account, "actor": actor, "since": since, "until": until}
