"""Writes rows of a touchpoints file: how and when somebody was in touch with an account."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from tenure.actions.importing.plain import Noun, write
from tenure.actions.importing.records import Outcome
from tenure.actions.importing.whose import Place
from tenure.records.imports import Import
from tenure.records.touchpoint import Touchpoint
from tenure.sources.reading import Reading, Row

ALIKE = "alike"  # in a row's values: how many rows like it came before it
_TOLD_BY = ("account", "contact", "email", "at", "channel")


def count_alike(rows: Iterable[Row]) -> Iterator[Row]:
    """Number the rows without a key that are at the same time, by the same channel, with the same account.

    Many write down days only, and two calls on one day are two. The same file numbers them the same again.
    """
    seen: dict[int, int] = {}
    for row in rows:
        if not row.is_bad and row.values.get("key") is None:
            alike = hash(tuple(str(row.values.get(name)) for name in _TOLD_BY))
            row.values[ALIKE] = seen[alike] = seen.get(alike, -1) + 1
        yield row


def _key(row: Row, place: Place) -> str:
    """The key that the row names, else one made of account, time and channel."""
    if (key := row.values.get("key")) is not None:
        return str(key)
    at = row.values["at"]
    assert isinstance(at, datetime)  # noqa: S101 - a row without a time was kept out when it was read
    channel = row.values.get("channel") or Touchpoint.Channel.OTHER.value
    again = row.values.get(ALIKE) or 0
    return f"{place.account}:{at.isoformat()}:{channel}" + (f":{again}" if again else "")


TOUCHPOINTS = Noun(
    table="touchpoint",
    columns={
        "account_id": None,
        "contact_id": None,
        "key": "",
        "at": None,
        "channel": Touchpoint.Channel.OTHER.value,
        "minutes": None,
        "service": "",
        "summary": "",
        "by": "",
        "created_at": None,
    },
    taken=("at", "channel", "minutes", "service", "summary", "by"),
    key_of=_key,
    brings_people=True,
)


def write_touchpoints(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the touchpoint of each row. Runs inside the caller's transaction."""
    return write(TOUCHPOINTS, of, reading, rows)
