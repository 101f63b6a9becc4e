"""Writes rows of a notes file: what somebody wrote down about an account."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from tenure.actions.importing.plain import Noun, write
from tenure.actions.importing.records import Outcome
from tenure.actions.importing.whose import Place
from tenure.records.imports import Import
from tenure.sources.reading import Reading, Row


def _key(row: Row, place: Place) -> str:
    """The key that the row names, else one made of account, time and text."""
    if (key := row.values.get("key")) is not None:
        return str(key)
    at = row.values["at"]
    assert isinstance(at, datetime)  # noqa: S101 - a row without a time was kept out when it was read
    text = hashlib.sha256(str(row.values["text"]).encode()).hexdigest()[:32]
    return f"{place.account}:{at.isoformat()}:{text}"


NOTES = Noun(
    table="note",
    columns={"account_id": None, "key": "", "at": None, "text": "", "by": "", "created_at": None},
    taken=("at", "text", "by"),
    key_of=_key,
    brings_people=True,
)


def write_notes(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the note of each row. Runs inside the caller's transaction."""
    return write(NOTES, of, reading, rows)
