"""Stores once a day what was known at the end of the day before: every account's facts and health, in the log."""

import json
from collections.abc import Iterator
from itertools import islice

import pyarrow as pa

from tenure import clock
from tenure.actions.facts_marks import facts_mark, note_stored_day
from tenure.answers.health import Scored, health
from tenure.answers.process import home
from tenure.eventlog import facts_log
from tenure.eventlog.gate import Erasing, erasures, undisturbed
from tenure.eventlog.tables import FACTS
from tenure.facts.values import to_json
from tenure.records.account import Account
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_of

_ROWS = 5_000


def store_known(workspace: Workspace) -> bool:
    """Store yesterday, if it is not; days that passed while nothing ran are not made up afterwards."""
    yesterday = Moment(clock.now()).window_day - 1
    mark = facts_mark(workspace)
    if mark.stored_day >= yesterday:
        return False
    if mark.stored_day:
        try:
            store_end_of(workspace, yesterday)
        except Erasing:  # what was computed may name somebody who is being erased: compute it again at the next look
            return False
    note_stored_day(workspace=workspace, day=yesterday)
    return False


def store_end_of(workspace: Workspace, day: int) -> None:
    """Compute every account as of the end of a day (a day key) and store that as what was known then. Raises Erasing."""
    erased = erasures(home(), workspace.slug)
    scored = health(workspace, Moment.end_of(day_of(day)))
    batches = [batch for some in _chunks(scored) for batch in _table(workspace, some, day).to_batches()]
    with undisturbed(home(), workspace.slug, erased):
        facts_log.store_day(home(), workspace.slug, day, pa.Table.from_batches(batches, schema=FACTS))


def _chunks(scored: Iterator[Scored]) -> Iterator[list[Scored]]:
    while some := list(islice(scored, _ROWS)):
        yield some


def _table(workspace: Workspace, some: list[Scored], day: int) -> pa.Table:
    known = Account.objects.filter(workspace=workspace)
    keys = dict(rows_of(known, "pk", [one.account for one in some], ("pk", "key")))
    # An account that was deleted while we computed has no key any more, and nothing is stored of it.
    rows = [_row(one, keys[one.account], day) for one in some if one.account in keys]
    return pa.Table.from_pylist(rows, schema=FACTS)


def _row(scored: Scored, key: str, day: int) -> dict[str, object]:
    return {
        "day": day,
        "account": scored.account,
        "key": key,
        "score": scored.health.score,
        "band": scored.health.band,
        "facts": json.dumps({name: to_json(value) for name, value in scored.facts.items()}),
        "health": json.dumps(scored.health.as_json()),
    }
