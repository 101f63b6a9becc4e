"""What is a kind of record to a program? Its table, how a record is shown, what may be sent, and how lists are narrowed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from django.db.models import Model, QuerySet
from pydantic import BaseModel, ConfigDict, Field

from tenure.api.choices import example
from tenure.api.moments import Since, Until, begin
from tenure.api.pages import Paging
from tenure.records.workspace import Workspace
from tenure.sources.known_kinds import KINDS

Said = Mapping[str, object]
Spread = list[tuple[str, Said]]  # where in what was sent (empty: itself), and the row that it says
AccountOf = Annotated[str | None, Field(description="Only those of the account with this key", max_length=255)]
Text = Annotated[str | None, Field(max_length=500)]


# What is sent is read by the parsers of the import; here it is only described.
Day = Annotated[str, Field(description="An ISO date", json_schema_extra={"format": "date"})]
Time = Annotated[str, Field(description="An ISO time", json_schema_extra={"format": "date-time"})]
AtAccount = Annotated[str, Field(description="The key of its account")]
AtContact = Annotated[str, Field(description="The key of a contact; of the account it is at, when none is named")]
AtEmail = Annotated[str, Field(description="The address of a contact; of the account it is at, when none is named")]


class Shown(BaseModel):
    """A record as it is answered. All that has a value of its own may be sent back."""


class Sent(BaseModel):
    """A record as it may be sent. What is not named says nothing; further fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Money(BaseModel):
    """An amount in minor units (cents) of a currency."""

    model_config = example(amount=12_000, currency="EUR")

    amount: int
    currency: str = Field(description="ISO 4217")


class OfAccount(Paging):
    """What lists of an account's records take."""

    account: AccountOf = None


class Dated(OfAccount):
    """What lists of dated records take."""

    since: Since | None = None
    until: Until | None = None


class Made(OfAccount):
    """What lists of lasting records take."""

    created_since: Since | None = None


def one_row(said: Said) -> Spread:
    """For records that are one row of an import."""
    return [("", said)]


def with_needed(noun: "Noun", shown: Mapping[str, Any], patch: Said) -> Said:
    """A patch with what an import needs beside it, as the record is now."""
    whole = {"key": shown["key"]} if "key" in shown else {}
    ours = {theirs: name for name, theirs in noun.renamed.items()}
    for ways in KINDS[noun.kind].needed:
        named = [[ours.get(name, name) for name in way] for way in ways]
        if not any(all(patch.get(name) is not None for name in way) for way in named):
            way = next((way for way in named if all(shown.get(name) is not None for name in way)), [])
            whole |= {name: shown[name] for name in way}
    return {**whole, **patch}


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of record. ``show`` gives a page of rows at once; ``narrow`` takes the query that a list was asked with.

    ``renamed`` is our name of a field -> the import's. ``spread`` makes the rows of an import of what was sent.
    """

    kind: str  # as imports call it, and addresses
    one: str
    model: type[Model]
    shown: type[Shown]
    sent: type[Sent]
    query: type[Paging]
    show: Callable[[Workspace, Sequence[Any]], list[Shown]]
    narrow: Callable[["QuerySet[Any]", Any], "QuerySet[Any]"]
    spread: Callable[[Said], Spread] = one_row
    renamed: Mapping[str, str] = field(default_factory=dict)
    by_key: bool = True  # else by number
    complete: "Completing" = with_needed  # a patch, as rows of an import that say all they need
    joins: tuple[str, ...] = ("account",)  # what is read with each row, because it is shown


Completing = Callable[[Noun, Mapping[str, Any], Said], Said]


def of_account(rows: "QuerySet[Any]", query: OfAccount) -> "QuerySet[Any]":
    """Rows of the account that was asked for."""
    return rows if query.account is None else rows.filter(account__key=query.account)


def dated(name: str) -> Callable[["QuerySet[Any]", Any], "QuerySet[Any]"]:
    """Rows of the account, whose time in that column lies within since and until."""

    def narrow(rows: "QuerySet[Any]", query: Dated) -> "QuerySet[Any]":
        rows = of_account(rows, query)
        if query.since is not None:
            rows = rows.filter(**{f"{name}__gte": begin(query.since)})
        return rows if query.until is None else rows.filter(**{f"{name}__lt": begin(query.until)})

    return narrow


def on_days(name: str) -> Callable[["QuerySet[Any]", Any], "QuerySet[Any]"]:
    """The same for a column of dates: the day of since counts, that of until does not."""

    def narrow(rows: "QuerySet[Any]", query: Dated) -> "QuerySet[Any]":
        rows = of_account(rows, query)
        if query.since is not None:
            rows = rows.filter(**{f"{name}__gte": begin(query.since).date()})
        return rows if query.until is None else rows.filter(**{f"{name}__lt": begin(query.until).date()})

    return narrow


def made(rows: "QuerySet[Any]", query: Made) -> "QuerySet[Any]":
    """Rows of the account that were created since."""
    rows = of_account(rows, query)
    return rows if query.created_since is None else rows.filter(created_at__gte=begin(query.created_since))


def or_null(text: str) -> str | None:
    """A text that may be unknown."""
    return text or None
