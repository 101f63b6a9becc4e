"""What was known then? Facts and health as they were stored at the end of a day, not as we would compute them now."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from tenure.answers.custom_facts import refuse_unknown
from tenure.answers.process import home
from tenure.eventlog import facts_log
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_of

KNOWN = ("now", "then")


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored of accounts at the end of ``day``; None and nothing where no day was stored by then."""

    day: date | None
    rows: Iterable[tuple[int, dict[str, Any]]]


def facts_known_then(
    workspace: Workspace, moment: Moment, accounts: Sequence[int] | None, names: Sequence[str] | None = None
) -> Stored:
    """(account, facts in JSON form) of the last day stored by the moment. Raises UnknownFact."""
    if names is not None:
        refuse_unknown(workspace, names)

    def chosen(facts: dict[str, Any]) -> dict[str, Any]:
        return facts if names is None else {name: facts.get(name) for name in names}

    stored = _stored(workspace, moment, accounts, "facts")
    return Stored(stored.day, ((account, chosen(facts)) for account, facts in stored.rows))


def health_known_then(workspace: Workspace, moment: Moment, accounts: Sequence[int] | None) -> Stored:
    """(account, health in JSON form) of the last day stored by the moment."""
    return _stored(workspace, moment, accounts, "health")


def _stored(workspace: Workspace, moment: Moment, accounts: Sequence[int] | None, column: str) -> Stored:
    table = facts_log.stored(home(), workspace.slug, moment, accounts)
    if table is None:
        return Stored(None, ())
    # When that day knew none of these accounts, any other says which day it was.
    whole = table if table.num_rows or accounts is None else facts_log.stored(home(), workspace.slug, moment)
    day = day_of(whole["day"][0].as_py()) if whole is not None and whole.num_rows else None
    return Stored(day, _rows(table, column))


def _rows(table: pa.Table, column: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for batch in table.select(["account", column]).to_batches(max_chunksize=5_000):
        for row in batch.to_pylist():
            yield row["account"], json.loads(row[column])
