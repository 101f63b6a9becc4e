"""What is a touchpoint to a program? One logged interaction with an account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from tenure.api.choices import example, one_of
from tenure.api.nouns import AtAccount, AtContact, AtEmail, Dated, Noun, Sent, Shown, Time, dated, or_null
from tenure.records.touchpoint import Touchpoint as Row
from tenure.records.workspace import Workspace


class Touchpoint(Shown):
    """One logged interaction with an account: an e-mail, a call, a meeting."""

    model_config = example(
        key="call-512", account="acme", contact="jana", at="2026-03-01T09:30:00Z", channel="call", minutes=30,
        service=None, summary="Went through the quarter", by="Ada", created_at="2026-03-01T09:31:00Z",
    )  # fmt: skip

    key: str = Field(description="Its id elsewhere, or made of account, time and channel")
    account: str = Field(description="The key of the account")
    contact: str | None = Field(description="The key of the contact")
    at: datetime
    channel: Annotated[str, one_of(Row.Channel.values)]
    minutes: int | None
    service: str | None = Field(description="The option or service it was about")
    summary: str | None
    by: str | None = Field(description="Who of us")
    created_at: datetime = Field(description="Since when Tenure knows it")


class TouchpointSent(Sent):
    """A touchpoint as it may be sent, with its account or somebody at it."""

    model_config = example(
        key="call-512", account="acme", contact="jana", at="2026-03-01T09:30:00Z", channel="call", minutes=30,
        summary="Went through the quarter", by="Ada",
    )  # fmt: skip

    key: str | None = None
    account: AtAccount | None = None
    contact: AtContact | None = None
    email: AtEmail | None = None
    at: Time
    channel: str | None = Field(None, description="email, call, video, meeting, chat, push, social, letter or other")
    minutes: int | None = None
    service: str | None = None
    summary: str | None = None
    by: str | None = None


def _show(_: Workspace, rows: Sequence[Row]) -> list[Shown]:
    return [
        Touchpoint(
            key=row.key,
            account=row.account.key,
            contact=row.contact.key if row.contact else None,
            at=row.at,
            channel=row.channel,
            minutes=row.minutes,
            service=or_null(row.service),
            summary=or_null(row.summary),
            by=or_null(row.by),
            created_at=row.created_at,
        )
        for row in rows
    ]


TOUCHPOINTS = Noun(
    "touchpoints",
    "touchpoint",
    Row,
    Touchpoint,
    TouchpointSent,
    Dated,
    _show,
    dated("at"),
    joins=("account", "contact"),
)
