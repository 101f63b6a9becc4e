"""What does a specification put in of what a business already has: orders, invoices, touchpoints, tickets, assets, figures."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from tenure.facts.custom import CustomFact, parse
from tenure.facts.objectives import Aim
from tenure.values.moment import Moment, day_key
from tests.spec.given_cells import account_of, date_of, money, time
from tests.spec.spec import Spec
from tests.spec.table import rows

PUSH_DAYS = 365


def business(spec: Spec, moment: Moment, number: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
    """The rows of these frames, as of a moment."""

    def made(name: str, row: Any) -> list[dict[str, Any]]:
        return [{"account": account_of(one, number)} | row(one) for one in rows(spec.given.get(name, "| - |"))]

    orders, figures = made("orders", _order), made("measurements", _figure)
    return {
        "orders": orders,
        "workspace": [{"order_gap_days": _usual_gap(orders, moment)}],
        "order_days": [],
        "order_gaps": [],
        "invoices": made("invoices", _invoice),
        "touchpoints": made("touchpoints", lambda row: {"at": time(row["at"]), "channel": row["channel"]}),
        "tickets": made("tickets", _ticket),
        "incidents": made("incidents", _incident),
        "tasks": made("tasks", _task),
        "asset_dates": made("assets", _asset_date),
        "measurements": figures,
        "push_spans": _push_spans(figures, moment),
        "customs": [],
    }


def customs(spec: Spec) -> list[CustomFact]:
    """The facts that the workspace declared itself."""
    return [
        parse(name=row["name"], source=row["source"], of=row["of"], how=row["how"], days=int(row["days"]))
        for row in rows(spec.given.get("facts", "| - |"))
    ]


def aims(spec: Spec, number: dict[str, int]) -> dict[int, list[Aim]]:
    """What was agreed with each account."""
    found: dict[int, list[Aim]] = defaultdict(list)
    for row in rows(spec.given.get("objectives", "| - |")):
        actual, said, ended = row.get("actual"), row.get("said"), row.get("ended")
        found[account_of(row, number)].append(
            Aim(
                baseline=float(row["from"]),
                target=float(row["to"]),
                fact=row.get("reads", ""),
                actual=None if actual is None else float(actual),
                said_at=None if said is None else time(said),
                since=date.fromisoformat(row["agreed"]),
                ended_at=None if ended is None else time(ended),
            )
        )
    return found


def _order(row: dict[str, str]) -> dict[str, Any]:
    amount, currency = money(row["amount"])
    back = money(row["refunded"])[0] if "refunded" in row else 0
    return {
        "ordered_at": time(row["at"]),
        "amount": amount,
        "currency": currency,
        "refunded": back,
        "refunded_on": date_of(row.get("refunded on")),
    }


def _usual_gap(orders: list[dict[str, Any]], moment: Moment) -> float | None:
    """The plain rule: the median over all accounts of days between order days before the moment's day."""
    days: dict[int, set[int]] = defaultdict(set)
    for order in orders:
        day = day_key(order["ordered_at"].date())
        if day < moment.window_day:
            days[order["account"]].add(day)
    gaps = [later - earlier for some in days.values() for earlier, later in pairwise(sorted(some))]
    return float(median(gaps)) if gaps else None


def _invoice(row: dict[str, str]) -> dict[str, Any]:
    amount, currency = money(row["amount"])
    dates = {f"{name}_on": date_of(row.get(name)) for name in ("issued", "due", "paid")}
    return {"amount": amount, "currency": currency} | dates


def _ticket(row: dict[str, str]) -> dict[str, Any]:
    return {"opened_at": time(row["opened"]), "closed_at": time(row["closed"]) if "closed" in row else None}


def _incident(row: dict[str, str]) -> dict[str, Any]:
    return {"found_at": time(row["found"]), "closed_at": time(row["closed"]) if "closed" in row else None}


def _task(row: dict[str, str]) -> dict[str, Any]:
    ended = time(row["ended"]) if "ended" in row else None
    return {"created_at": time(row["made"]), "due_on": date_of(row.get("due")), "ended_at": ended}


def _thing(row: dict[str, str]) -> dict[str, Any]:
    asset = int(row["asset"]) if "asset" in row else None
    return {"asset": asset, "retired_on": date_of(row.get("retired"))}


def _asset_date(row: dict[str, str]) -> dict[str, Any]:
    dated = {"name": row["name"], "value": date_of(row.get("value")), "since": time(row["since"])}
    return _thing(row) | dated


def _figure(row: dict[str, str]) -> dict[str, Any]:
    return _thing(row) | {
        "metric": row["metric"],
        "day": day_key(date.fromisoformat(row["day"])),
        "value": float(row["value"]),
    }


def _push_spans(figures: list[dict[str, Any]], moment: Moment) -> list[dict[str, Any]]:
    last: dict[Any, int] = {}
    for one in figures:
        if one["metric"] == "pushes" and one["value"] > 0 and one["day"] < moment.window_day - PUSH_DAYS:
            thing = one["account"], one["asset"], one["retired_on"]
            last[thing] = max(one["day"], last.get(thing, one["day"]))
    names = ("account", "asset", "retired_on")
    return [dict(zip(names, thing, strict=True)) | {"last_day": day} for thing, day in last.items()]


def daily(metric: str, start: str, *values: float, asset: str = "-") -> str:
    """Lines of measurements, one for each day from a date on."""
    first = date.fromisoformat(start)
    return "\n".join(
        f"{first + timedelta(days=ahead)} | {metric} | {value:g} | {asset}" for ahead, value in enumerate(values)
    )
