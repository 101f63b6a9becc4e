"""Writes notes about accounts by hand, edits them and takes them away."""

from secrets import token_hex
from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import Json, difference, snapshot
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.member import Member
from tenure.records.note import Note
from tenure.values.voice import worded

LONGEST: Final = 10_000


class NoteError(ValueError):
    """A note that cannot be kept; the sentence says what to change."""


def write_note(*, account: Account, text: str, writer: Member, by: str) -> AuditEntry:
    """Keep what a member writes about an account now. Raises NoteError for an empty or overlong text."""
    now, text = clock.now(), _checked(text)
    with transaction.atomic():
        row = Note.objects.create(
            workspace=account.workspace, account=account, key=f"note-{token_hex(8)}", at=now, text=text, by=writer.name,
            writer=writer, created_at=now,
        )  # fmt: skip
        return _noted(row, "create", by, None, snapshot(row))


def edit_note(*, note: Note, text: str, by: str) -> AuditEntry | None:
    """Let it say this, and that it was edited; None when it said so already. Raises NoteError as `write_note` does."""
    text = _checked(text)
    with transaction.atomic():
        row = Note.objects.select_for_update().get(workspace=note.workspace_id, pk=note.pk)
        if row.text == text:
            return None
        was = snapshot(row)
        row.text, row.edited_at = text, clock.now()
        row.save(update_fields=["text", "edited_at"])
        return _noted(row, "change", by, *difference(was, snapshot(row)))


def remove_note(*, note: Note, by: str) -> AuditEntry:
    """Take it away; the entry keeps what it said."""
    with transaction.atomic():
        row = Note.objects.select_for_update().get(workspace=note.workspace_id, pk=note.pk)
        entry = _noted(row, "remove", by, snapshot(row), None)
        row.delete()
        return entry


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise NoteError(worded("Write something: an empty note is none."))
    if len(text) > LONGEST or "\0" in text:
        raise NoteError(worded("A note has at most {most} characters.", most=str(LONGEST)))
    return text


def _noted(row: Note, verb: str, by: str, before: Json | None, after: Json | None) -> AuditEntry:
    return AuditEntry.objects.create(
        workspace=row.workspace, at=clock.now(), by=by, verb=verb, noun="note", record=row.pk, before=before,
        after=after,
    )  # fmt: skip
