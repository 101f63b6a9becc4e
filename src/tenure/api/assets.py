"""What is an asset to a program? An app, site or other thing that is run for an account."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from tenure.api.choices import example, one_of
from tenure.api.nouns import AtAccount, Day, Made, Noun, Sent, Shown, made, or_null
from tenure.records.asset import Asset as Row
from tenure.records.asset import AssetHistory
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace


class Asset(Shown):
    """An app, site or other thing that is run for an account, with what is known of it now."""

    model_config = example(
        key="acme-app", account="acme", name="Acme for iOS", kind="app", platform="iOS", version="4.2",
        published_on="2026-03-01", certificate_ends_on="2027-03-01", retired_on=None, created_at="2026-03-01T09:31:00Z",
    )  # fmt: skip

    key: str
    account: str = Field(description="The key of the account")
    name: str | None
    kind: Annotated[str, one_of(Row.Kind.values)]
    platform: str | None
    version: str | None
    published_on: date | None = Field(description="When it was last published")
    certificate_ends_on: date | None
    retired_on: date | None = Field(description="From this day on it is run no more")
    created_at: datetime = Field(description="Since when Tenure knows it")


class AssetSent(Sent):
    """An asset as it may be sent."""

    model_config = example(
        key="acme-app", account="acme", name="Acme for iOS", kind="app", platform="iOS", version="4.2",
        published_on="2026-03-01", certificate_ends_on="2027-03-01",
    )  # fmt: skip

    key: str
    account: AtAccount
    name: str | None = None
    kind: str | None = Field(None, description="app, site or other")
    platform: str | None = None
    version: str | None = None
    published_on: Day | None = None
    certificate_ends_on: Day | None = None
    retired_on: Day | None = None


def _show(workspace: Workspace, rows: Sequence[Row]) -> list[Shown]:
    latest = _latest(workspace, [row.pk for row in rows])
    return [
        Asset(
            key=row.key,
            account=row.account.key,
            name=or_null(row.name),
            kind=row.kind,
            platform=or_null(row.platform),
            version=_text(latest.get((row.pk, "version"))),
            published_on=_date(latest.get((row.pk, "published_on"))),
            certificate_ends_on=_date(latest.get((row.pk, "certificate_ends_on"))),
            retired_on=row.retired_on,
            created_at=row.created_at,
        )
        for row in rows
    ]


def _latest(workspace: Workspace, assets: Sequence[int]) -> dict[tuple[int, str], object]:
    """(asset, name) -> the value said last."""
    history = AssetHistory.objects.filter(workspace=workspace)
    rows = rows_of(history, "asset", assets, ("asset", "name", "value", "since"))
    return {(asset, name): value for asset, name, value, _ in sorted(rows, key=lambda row: row[3])}


def _text(value: object) -> str | None:
    return str(value) if value is not None and value != "" else None


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


ASSETS = Noun("assets", "asset", Row, Asset, AssetSent, Made, _show, made)
