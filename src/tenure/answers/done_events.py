"""Which events of some names did accounts send, with what they carried?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import pyarrow as pa

from tenure.answers.process import engine, home
from tenure.answers.tables import identity_tables
from tenure.eventlog.engines.engine import Files, StaleFiles, Tables
from tenure.eventlog.tables import date_of, events_table
from tenure.facts import event_rows, moments
from tenure.facts.values import FactValue, trait
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_key

_DEEPEST: Final = 4


@dataclass(frozen=True, slots=True)
class Event:
    """One event; ``properties`` are its scalars, those within another object under ``outer.inner``."""

    name: str
    time: datetime
    properties: Mapping[str, FactValue]


def events_of(
    workspace: Workspace, moment: Moment, windows: Mapping[str, int], accounts: Sequence[int]
) -> dict[int, list[Event]]:
    """Account -> the events of each name in its window of so many days before the moment, every message once."""
    try:
        rows = _rows(workspace, moment, windows, accounts)
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        rows = _rows(workspace, moment, windows, accounts)
    found: dict[int, list[Event]] = {}
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    counted: dict[str, list[int]] = {}  # message id -> the days on which it counts
    for batch in rows.sort_by("received_at").to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            day, days = day_key(row["time"].date()), counted.setdefault(row["message_id"], [])
            if any(abs(day - other) <= 1 for other in days):  # sent again: it counts once
                continue
            days.append(day)
            payload = decode(row["payload"]) if row["payload"] else {}
            event = Event(row["event"], row["time"], dict(scalars(payload)))
            found.setdefault(row["account"], []).append(event)
    return found


def _rows(workspace: Workspace, moment: Moment, windows: Mapping[str, int], accounts: Sequence[int]) -> pa.Table:
    days = range(moment.window_day - max(windows.values()), moment.window_day + 1)
    near = [date_of(day) for day in (days[0] - 1, *days)]  # a repeated message may have come the day before
    tables: Tables = {
        "events": Files(tuple(events_table(home(), workspace.slug).files(near)), event_rows.READ),
        "named": event_rows.named(windows),
        "moment": moments.frame(moment),
        **identity_tables(workspace, accounts),
    }
    by_group = workspace.accounts_are == Workspace.AccountsAre.COMPANIES
    return engine().run(*event_rows.events_by_account(by_group), tables)


def scalars(payload: Mapping[str, Any], within: str = "", depth: int = 1) -> Iterator[tuple[str, FactValue]]:
    """Each scalar of a payload, those within another object under ``outer.inner``."""
    for name, value in payload.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from scalars(value, f"{within}{name}.", depth + 1)
        else:
            yield f"{within}{name}", trait(value)
