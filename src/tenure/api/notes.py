"""What is a note to a program? What somebody wrote down about an account."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from tenure.api.choices import example
from tenure.api.nouns import AtAccount, Dated, Noun, Sent, Shown, Time, dated, or_null
from tenure.records.note import Note as Row
from tenure.records.workspace import Workspace


class Note(Shown):
    """What somebody wrote down about an account."""

    model_config = example(
        key="note-81", account="acme", at="2026-03-01T09:30:00Z", text="Wants a second site", by="Ada",
        created_at="2026-03-01T09:31:00Z",
    )  # fmt: skip

    key: str = Field(description="Its id elsewhere, or made of account, time and text")
    account: str = Field(description="The key of the account")
    at: datetime
    text: str
    by: str | None
    created_at: datetime = Field(description="Since when Tenure knows it")


class NoteSent(Sent):
    """A note as it may be sent. Without a key it gets one, made of account, time and text."""

    model_config = example(
        key="note-81", account="acme", at="2026-03-01T09:30:00Z", text="Wants a second site", by="Ada"
    )

    key: str | None = None
    account: AtAccount
    at: Time
    text: str
    by: str | None = None


def _show(_: Workspace, rows: Sequence[Row]) -> list[Shown]:
    return [
        Note(
            key=row.key,
            account=row.account.key,
            at=row.at,
            text=row.text,
            by=or_null(row.by),
            created_at=row.created_at,
        )
        for row in rows
    ]


NOTES = Noun("notes", "note", Row, Note, NoteSent, Dated, _show, dated("at"))
