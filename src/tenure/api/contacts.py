"""What is a contact to a program? A known person at an account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from pydantic import Field

from tenure.api.accounts import Scalar
from tenure.api.choices import example
from tenure.api.nouns import AtAccount, Made, Noun, Sent, Shown, Text, made, or_null
from tenure.records.contact import Contact as Row
from tenure.records.workspace import Workspace


class Contact(Shown):
    """A known person at an account."""

    model_config = example(
        key="jana", account="acme", name="Jana Vos", email="jana@acme.example", phone=None, role="Head of marketing",
        preferred_channel=None, champion=True, traits={"language": "nl"}, created_at="2026-03-01T09:31:00Z",
    )  # fmt: skip

    key: str = Field(description="The user id that your product sends, else the e-mail address")
    account: str | None = Field(description="The key of the account")
    name: str | None
    email: str | None
    phone: str | None
    role: str | None
    preferred_channel: str | None
    champion: bool = Field(description="Whether they speak for us")
    traits: dict[str, Scalar] = Field(description="Whatever else is known of them")
    created_at: datetime = Field(description="Since when Tenure knows them")


class ContactSent(Sent):
    """A contact as it may be sent, with a key, an e-mail address or both."""

    model_config = example(
        key="jana", account="acme", name="Jana Vos", email="jana@acme.example", role="Head of marketing", champion=True
    )  # fmt: skip

    key: str | None = None
    account: AtAccount | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    role: str | None = None
    preferred_channel: str | None = None
    champion: bool | None = Field(None, description="Whether they speak for us")
    traits: dict[str, Scalar] | None = Field(None, description="Whatever else is known of them")


class Contacts(Made):
    """What the list takes."""

    email: Text = None


def _show(_: Workspace, rows: Sequence[Row]) -> list[Shown]:
    return [
        Contact(
            key=row.key,
            account=row.account.key if row.account else None,
            name=or_null(row.name),
            email=or_null(row.email),
            phone=or_null(row.phone),
            role=or_null(row.role),
            preferred_channel=or_null(row.preferred_channel),
            champion=row.champion_since is not None and row.champion_until is None,
            traits={name: value for name, value in row.traits.items() if isinstance(value, str | int | float | bool)},
            created_at=row.created_at,
        )
        for row in rows
    ]


def _narrow(rows: "QuerySet[Any]", query: Contacts) -> "QuerySet[Any]":
    rows = made(rows, query)
    return rows if query.email is None else rows.filter(email__iexact=query.email)


CONTACTS = Noun("contacts", "contact", Row, Contact, ContactSent, Contacts, _show, _narrow, renamed={"key": "user_id"})
