"""What else do records offer to questions? Frames of what was bought and paid, of what passed between us, and of assets.

Every frame has the columns of the schema of its name in `tenure.facts.schemas`.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import pyarrow as pa
from django.db.models import CharField, Max, OuterRef, Q
from django.db.models.functions import Cast, Coalesce, Substr

from tenure.facts.schemas import FRAMES
from tenure.records.asset import AssetHistory
from tenure.records.contract import ContractPeriod
from tenure.records.frames import Accounts, table_of
from tenure.records.incident import IncidentAccount
from tenure.records.invoice import Invoice
from tenure.records.measurement import Measurement
from tenure.records.order import Order
from tenure.records.slices import SLICE, rows_of
from tenure.records.task import Task
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Touchpoint
from tenure.records.workspace import Workspace
from tenure.values.moment import EPOCH, day_of

_DATES = ("published_on", "certificate_ends_on")
_DAY_KEYS = ("day", "last_day")


def orders(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per order."""
    fields = ("account", "ordered_at", "amount", "currency", "refunded", "refunded_on")
    return _table(rows_of(Order.objects.filter(workspace=workspace), "account", only, fields), "orders")


def order_days(workspace: Workspace) -> pa.Table:
    """The account and the UTC day of every order of the workspace.

    Times are cut as text by the database: on SQLite a date would be made of each of them by Python.
    """
    day = Substr(Cast("ordered_at", CharField()), 1, 10)
    rows = Order.objects.filter(workspace=workspace).annotate(day=day).values_list("account", "day")
    dated = table_of(rows.iterator(50_000), pa.schema([("account", pa.int64()), ("day", pa.string())]))
    keys = dated["day"].cast(pa.date32()).cast(pa.int32())
    return dated.set_column(1, "day", keys)


def invoices(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per invoice."""
    fields = ("account", "issued_on", "due_on", "amount", "currency", "paid_on")
    return _table(rows_of(Invoice.objects.filter(workspace=workspace), "account", only, fields), "invoices")


def touchpoints(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per touchpoint that took place; what is planned tells nothing yet."""
    held = Touchpoint.objects.filter(workspace=workspace, is_held=True)
    return _table(rows_of(held, "account", only, ("account", "at", "channel")), "touchpoints")


def tickets(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per ticket."""
    fields = ("account", "opened_at", "closed_at")
    return _table(rows_of(Ticket.objects.filter(workspace=workspace), "account", only, fields), "tickets")


def incidents(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per account that an incident affects."""
    rows = IncidentAccount.objects.filter(workspace=workspace)
    return _table(rows_of(rows, "account", only, ("account", "found_at", "incident__closed_at")), "incidents")


def tasks(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per task about an account."""
    found = Task.objects.filter(workspace=workspace, account__isnull=False)
    ended = found.annotate(ended_at=Coalesce("done_at", "dropped_at"))
    return _table(rows_of(ended, "account", only, ("account", "created_at", "due_on", "ended_at")), "tasks")


def asset_dates(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per dated date of an asset; what is no ISO date is null.

    What counts from the beginning holds from when anything of the asset is known: its first publication, its account's
    first contract, or the day on which it was entered.
    """
    dated = AssetHistory.objects.filter(asset__workspace=workspace, name__in=_DATES)
    published = AssetHistory.objects.filter(asset=OuterRef("asset"), name="published_on").order_by("since")
    periods = ContractPeriod.objects.filter(contract__account=OuterRef("asset__account")).order_by("starts_on")
    dated = dated.annotate(published=published.values("since")[:1], agreed=periods.values("starts_on")[:1])
    fields = ("asset__account", "asset", "asset__retired_on", "name", "value", "since", "published", "agreed")
    rows = rows_of(dated, "asset__account", only, (*fields, "asset__created_at"))
    return _table(((*row[:4], _date(row[4]), _held_since(*row[5:])) for row in rows), "asset_dates")


def _held_since(since: datetime, published: datetime | None, agreed: date | None, entered: datetime) -> datetime:
    if since.date() > EPOCH:
        return since
    days = (agreed, entered.date(), published and published.date())
    return datetime.combine(min(day for day in days if day), time(tzinfo=UTC))


def measurements(
    workspace: Workspace,
    only: Accounts = None,
    *,
    metrics: Mapping[str, int],
    above_zero: Mapping[str, int],
    until: int,
) -> pa.Table:
    """One row per figure of each of these metrics within its number of days before the day ``until``.

    Of those ``above_zero`` only figures that are, which spares reading every day on which nothing was.
    """
    asked = Q()
    for metric, days in metrics.items():
        asked |= Q(metric=metric, day__gte=day_of(until - days))
    for metric, days in above_zero.items():
        asked |= Q(metric=metric, day__gte=day_of(until - days), value__gt=0)
    found = Measurement.objects.filter(asked, workspace=workspace, day__lt=day_of(until))
    rows = rows_of(found, "account", only, ("account", "asset", "asset__retired_on", "metric", "day", "value"))
    return _table(rows, "measurements")


def push_spans(workspace: Workspace, only: Accounts = None, *, metric: str, before: int) -> pa.Table:
    """One row per account or asset with pushes before a day: the last day of them."""
    pushed = Measurement.objects.filter(workspace=workspace, metric=metric, value__gt=0, day__lt=day_of(before))
    things = pushed.values_list("account", "asset", "asset__retired_on").annotate(last_day=Max("day"))
    if only is None:
        return _table(things, "push_spans")
    slices = (only[start : start + SLICE] for start in range(0, len(only), SLICE))
    return _table((row for some in slices for row in things.filter(account__in=some)), "push_spans")


def _table(rows: Iterable[tuple[Any, ...]], frame: str) -> pa.Table:
    """The frame; a day comes as a date, and its key is what Arrow counts dates by."""
    schema = FRAMES[frame].to_pyarrow()
    dated = pa.schema([field.with_type(pa.date32()) if field.name in _DAY_KEYS else field for field in schema])
    return table_of(rows, dated).cast(schema)


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
