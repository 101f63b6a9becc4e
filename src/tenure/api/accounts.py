"""What is an account to a program? The customer, with what is known of it now and how healthy it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import BaseModel, Field

from tenure.api.choices import example
from tenure.api.moments import Since, begin
from tenure.api.nouns import Day, Noun, Sent, Shown, or_null
from tenure.api.pages import Paging
from tenure.calc.band import State
from tenure.records.account import Account as Row
from tenure.records.account import AccountHistory
from tenure.records.health import AccountHealth
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

Scalar = str | int | float | bool | None
DATED = ("owner", "lifecycle_stage", "source", "preferred_channel", "sentiment")
_TRAIT = "trait."


class HealthNow(BaseModel):
    """The latest score of an account, as the console shows it."""

    score: float | None = Field(description="0 to 100; null without data and for former accounts")
    band: State
    computed_at: datetime


class Account(Shown):
    """The customer: a company or a person that buys."""

    model_config = example(
        key="acme", name="Acme Ltd", parent=None, owner="Ada", lifecycle_stage="adopting", source=None,
        preferred_channel=None, sentiment=4, minimum_score=None, traits={"country": "NL", "seats": 12},
        health={"score": 71.5, "band": "good", "computed_at": "2026-03-01T09:30:00Z"}, created_at="2025-06-01T00:00:00Z",
    )  # fmt: skip

    key: str = Field(description="Its id in your own systems")
    name: str | None
    parent: str | None = Field(description="The key of the account it belongs to")
    owner: str | None
    lifecycle_stage: str | None
    source: str | None
    preferred_channel: str | None
    sentiment: int | None = Field(description="A member's own rating of the relationship, 1 to 5")
    minimum_score: int | None = Field(description="Below this score it is poor")
    traits: dict[str, Scalar] = Field(description="Whatever else is known of it")
    health: HealthNow | None = Field(description="null until it was first computed")
    created_at: datetime


class AccountSent(Sent):
    """An account as it may be sent."""

    model_config = example(
        key="acme", name="Acme Ltd", owner="Ada", lifecycle_stage="adopting", traits={"country": "NL", "seats": 12}
    )  # fmt: skip

    key: str
    name: str | None = None
    parent: str | None = Field(None, description="The key of the account it belongs to")
    owner: str | None = None
    lifecycle_stage: str | None = None
    source: str | None = None
    preferred_channel: str | None = None
    sentiment: int | None = Field(None, description="1 to 5")
    minimum_score: int | None = Field(None, description="0 to 100: below this score it is poor")
    created_at: Day | None = Field(None, description="Since when it is an account")
    traits: dict[str, Scalar] | None = Field(None, description="Whatever else is known of it, a name and a value each")


class Accounts(Paging):
    """What the list takes."""

    band: Annotated[State | None, Field(description="Only those whose latest band this is")] = None
    created_since: Since | None = None


def _show(workspace: Workspace, rows: Sequence[Row]) -> list[Shown]:
    history = _history(workspace, [row.pk for row in rows])
    return [_shown(row, history.get(row.pk, {})) for row in rows]


def _shown(row: Row, known: Mapping[str, Any]) -> Account:
    health: AccountHealth | None = getattr(row, "health", None)
    said = {name: None if known.get(name) in (None, "") else str(known[name]) for name in DATED if name != "sentiment"}
    sentiment = known.get("sentiment")
    return Account(
        key=row.key,
        name=or_null(row.name),
        parent=row.parent.key if row.parent else None,
        **said,
        sentiment=int(sentiment) if sentiment in (1, 2, 3, 4, 5) else None,
        minimum_score=row.minimum_score,
        traits={
            name.removeprefix(_TRAIT): value
            for name, value in known.items()
            if name.startswith(_TRAIT) and value is not None
        },
        health=None if health is None else HealthNow.model_validate(health, from_attributes=True),
        created_at=row.created_at,
    )


def _history(workspace: Workspace, accounts: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Account -> name -> the value that holds now."""
    found: dict[int, dict[str, Any]] = {}
    history = AccountHistory.objects.filter(workspace=workspace)
    rows = rows_of(history, "account", accounts, ("account", "name", "value", "since"))
    for account, name, value, _ in sorted(rows, key=lambda row: row[3]):
        found.setdefault(account, {})[name] = value
    return found


def _narrow(rows: "QuerySet[Any]", query: Accounts) -> "QuerySet[Any]":
    if query.band is not None:
        rows = rows.filter(health__band=query.band)
    return rows if query.created_since is None else rows.filter(created_at__gte=begin(query.created_since))


ACCOUNTS = Noun("accounts", "account", Row, Account, AccountSent, Accounts, _show, _narrow, joins=("parent", "health"))
