"""What is a measurement to a program? A figure of an account or an asset on one day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from pydantic import Field

from tenure.api.choices import example
from tenure.api.nouns import AtAccount, Dated, Day, Noun, Sent, Shown, Text, on_days
from tenure.records.measurement import Measurement as Row
from tenure.records.workspace import Workspace


class Measurement(Shown):
    """A figure of a whole day, of an account or of one of its assets."""

    model_config = example(id=81, account="acme", asset="acme-app", metric="downloads", day="2026-03-01", value=420)

    id: int
    account: str = Field(description="The key of the account")
    asset: str | None = Field(description="The key of the asset; null for the account itself")
    metric: str
    day: date
    value: float


class MeasurementSent(Sent):
    """A figure as it may be sent, of an asset or an account. The same metric of the same thing is one figure a day."""

    model_config = example(asset="acme-app", metric="downloads", day="2026-03-01", value=420)

    account: AtAccount | None = None
    asset: str | None = Field(None, description="The key of an asset; its account need not be named")
    metric: str
    day: Day
    value: float


class Measurements(Dated):
    """What the list takes."""

    asset: Text = None
    metric: Text = None


def _show(_: Workspace, rows: Sequence[Row]) -> list[Shown]:
    return [
        Measurement(
            id=row.pk,
            account=row.account.key,
            asset=row.asset.key if row.asset else None,
            metric=row.metric,
            day=row.day,
            value=row.value,
        )
        for row in rows
    ]


def _narrow(rows: "QuerySet[Any]", query: Measurements) -> "QuerySet[Any]":
    rows = on_days("day")(rows, query)
    if query.asset is not None:
        rows = rows.filter(asset__key=query.asset)
    return rows if query.metric is None else rows.filter(metric=query.metric)


MEASUREMENTS = Noun(
    "measurements",
    "measurement",
    Row,
    Measurement,
    MeasurementSent,
    Measurements,
    _show,
    _narrow,
    by_key=False,
    joins=("account", "asset"),
)
