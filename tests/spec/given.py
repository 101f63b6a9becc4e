"""What does a specification put in? The frames that facts read, made of its tables, as the log and the records make them.

The closed days hold everything that is given, also what lies after the moment: an expression that looked ahead would
be seen.
"""

import json
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from tenure.facts import moments
from tenure.facts.schemas import FRAMES
from tenure.values.moment import Moment, day_key, day_of
from tests.spec.given_business import business
from tests.spec.given_cells import ACME, date_of, money, time
from tests.spec.spec import Spec
from tests.spec.table import rows

USAGE = {"track", "page", "screen"}


def accounts(spec: Spec) -> dict[str, int]:
    """The number of every account that a specification names, by its key."""
    tables = [*spec.given.values(), spec.then]
    keys = {row.get("account", ACME) for table in tables for row in rows(table)}
    return {key: number for number, key in enumerate(sorted(keys | {ACME}), 1)}


def frames(spec: Spec, moment: Moment) -> dict[str, pa.Table]:
    """Every frame, as of a moment."""
    number = accounts(spec)
    given = {
        name: rows(spec.given.get(name, "| - |"))
        for name in ("events", "identities", "periods", "options", "history", "champions")
    }
    events = [_event(row) for row in given["events"]]
    made = {
        "accounts": [{"account": pk, "key": key, "created_at": time("2020-01-01")} for key, pk in number.items()],
        "identities": _identities(given, number),
        "groups": [{"group_id": key, "account": pk} for key, pk in number.items()],
        "closed": _days(events),
        "open": _days([event for event in events if event["at"] < moment.at and _day(event) == moment.window_day]),
        "open_keys": [{"day": moment.window_day}],
        "spans": _spans(events, moment),
        "periods": [_period(row, number) for row in given["periods"]],
        "lines": [_line(row, number) for row in given["options"]],
        "history": [_scalar(row, number) for row in given["history"]],
        "champions": [_champion(row, number) for row in given["champions"]],
    } | business(spec, moment, number)
    tables = {name: pa.Table.from_pylist(found, schema=FRAMES[name].to_pyarrow()) for name, found in made.items()}
    return tables | {"moment": moments.frame(moment)}


def _event(row: dict[str, str]) -> dict[str, Any]:
    return {
        "at": time(row["at"]),
        "actor": row["actor"],
        "event": row["event"],
        "group_id": row.get("group"),
        "times": int(row.get("times", "1")),
        "value": float(row["value"]) if "value" in row else None,
    }


def _day(event: dict[str, Any]) -> int:
    return day_key(event["at"].date())


def _days(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        found[event["actor"], event["group_id"], event["event"], _day(event)].append(event)
    return [
        {"actor": actor, "group_id": group, "event": name, "day": day, "value": _sum(some)}
        | {
            "count": sum(one["times"] for one in some),
            "first": min(one["at"] for one in some),
            "last": max(one["at"] for one in some),
        }
        for (actor, group, name, day), some in found.items()
    ]


def _sum(events: list[dict[str, Any]]) -> float | None:
    values = [one["value"] for one in events if one["value"] is not None]
    return sum(values) if values else None


def _spans(events: list[dict[str, Any]], moment: Moment) -> list[dict[str, Any]]:
    found: dict[Any, list[int]] = defaultdict(list)
    for event in events:
        if _day(event) < day_key(day_of(moment.window_day).replace(day=1)):
            found[event["actor"], event["group_id"]].append(_day(event))
    return [
        {"actor": actor, "group_id": group, "first_day": min(days), "last_day": max(days)}
        for (actor, group), days in found.items()
    ]


def _identities(given: dict[str, list[dict[str, str]]], number: dict[str, int]) -> list[dict[str, Any]]:
    if given["identities"]:
        return [
            {
                "actor": row["actor"],
                "person": row.get("person", row["actor"]),
                "account": number[row.get("account", ACME)],
            }
            for row in given["identities"]
        ]
    known = {row["actor"]: number[row.get("account", ACME)] for row in given["events"]}
    return [{"actor": actor, "person": actor, "account": account} for actor, account in known.items()]


def _contract(row: dict[str, str], number: dict[str, int]) -> dict[str, Any]:
    account = row.get("account", ACME)
    return {"account": number[account], "contract": number[account] * 100 + int(row.get("contract", "1"))}


def _between(row: dict[str, str]) -> dict[str, Any]:
    return {"starts_on": date_of(row["starts"]), "ends_on": date_of(row.get("ends"))}


def _period(row: dict[str, str], number: dict[str, int]) -> dict[str, Any]:
    amount, currency = money(row.get("mrr", "0 EUR"))
    return _contract(row, number) | _between(row) | {
        "product": row.get("product", ""),
        "plan": row.get("plan", ""),
        "notice_given_on": date_of(row.get("notice")),
        "notice_days": int(row["notice days"]) if "notice days" in row else None,
        "mrr": amount,
        "currency": currency,
        "term_months": int(row["term"]) if "term" in row else None,
        "seats": int(row["seats"]) if "seats" in row else None,
    }  # fmt: skip


def _line(row: dict[str, str], number: dict[str, int]) -> dict[str, Any]:
    return _contract(row, number) | _between(row) | {"option": row["option"]}


def _scalar(row: dict[str, str], number: dict[str, int]) -> dict[str, Any]:
    value = json.dumps(json.loads(row["value"]))
    return {
        "account": number[row.get("account", ACME)],
        "name": row["name"],
        "value": value,
        "since": time(row["since"]),
    }


def _champion(row: dict[str, str], number: dict[str, int]) -> dict[str, Any]:
    until = time(row["until"]) if "until" in row else None
    found = {
        "contact": int(row.get("contact", "1")),
        "actor": row.get("actor"),
        "since": time(row["since"]),
        "until": until,
    }
    return {"account": number[row.get("account", ACME)]} | found


def days_before(day: str, count: int) -> str:
    """The date that lies ``count`` days before another."""
    return (date.fromisoformat(day) - timedelta(days=count)).isoformat()
