"""Rows of what a business already has, to test facts with: one line for each thing that happened."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tenure.records.models import (
    Account,
    Asset,
    AssetHistory,
    Incident,
    IncidentAccount,
    Invoice,
    Measurement,
    Order,
    Task,
    Ticket,
    Touchpoint,
)

EPOCH_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_keys = count(1)


def time(text: str) -> datetime:
    """A UTC time; a bare date is its midnight."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_order(account: Account, at: str, amount: int = 1000, currency: str = "EUR", **more: Any) -> Order:
    return Order.objects.create(
        **_of(account), ordered_at=time(at), amount=amount, currency=currency, created_at=EPOCH_TIME, **more
    )


def make_invoice(account: Account, issued: str, due: str | None, amount: int = 1000, **more: Any) -> Invoice:
    dates = {"issued_on": date.fromisoformat(issued), "due_on": due and date.fromisoformat(due)}
    return Invoice.objects.create(**_of(account), **dates, amount=amount, currency="EUR", created_at=EPOCH_TIME, **more)


def make_touchpoint(account: Account, at: str, channel: str = "call", **more: Any) -> Touchpoint:
    return Touchpoint.objects.create(**_of(account), at=time(at), channel=channel, created_at=EPOCH_TIME, **more)


def make_ticket(account: Account, opened: str, closed: str | None = None, **more: Any) -> Ticket:
    times = {"opened_at": time(opened), "closed_at": closed and time(closed)}
    return Ticket.objects.create(**_of(account), **times, created_at=EPOCH_TIME, **more)


def make_task(account: Account, made: str, **more: Any) -> Task:
    """An open task about the account."""
    return Task.objects.create(
        workspace=account.workspace, account=account, title="Call", created_at=time(made), created_by="test", **more
    )


def make_incident(*accounts: Account, found: str, closed: str | None = None, **more: Any) -> Incident:
    """One that affects these accounts, none of whom was told."""
    of = {"workspace": accounts[0].workspace}
    times = {"opened_at": time(found), "closed_at": closed and time(closed)}
    rule = {"fact": "events_28", "op": "known"}
    incident = Incident.objects.create(**of, title="No images", rule=rule, opened_by="test", **times, **more)
    for one in accounts:
        IncidentAccount.objects.create(**of, incident=incident, account=one, way="notice", found_at=time(found))
    return incident


def make_asset(account: Account, name: str = "App", *, retired_on: date | None = None, **dated: str) -> Asset:
    """An asset; ``published_on`` and ``certificate_ends_on`` hold as an import would let them."""
    asset = Asset.objects.create(**_of(account), name=name, retired_on=retired_on, created_at=EPOCH_TIME)
    for what, value in dated.items():
        since = time(value) if what == "published_on" else EPOCH_TIME
        AssetHistory.objects.create(workspace=account.workspace, asset=asset, name=what, value=value, since=since)
    return asset


def measure(of: Account | Asset, metric: str, day: str, value: float) -> Measurement:
    """A figure of an account or of an asset."""
    account, asset = (of, None) if isinstance(of, Account) else (of.account, of)
    return Measurement.objects.create(
        workspace=of.workspace, account=account, asset=asset, metric=metric, day=date.fromisoformat(day), value=value
    )


def _of(account: Account) -> dict[str, Any]:
    return {"workspace": account.workspace, "account": account, "key": f"key-{next(_keys)}"}
