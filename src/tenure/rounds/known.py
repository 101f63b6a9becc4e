"""Stores once a day what was known at the end of the day before: every account's facts and health, in the log."""

import json

import pyarrow as pa

from tenure import clock
from tenure.actions.facts_marks import facts_mark, note_stored_day
from tenure.answers.health import Scored, health
from tenure.answers.process import home
from tenure.eventlog import facts_log
from tenure.eventlog.tables import FACTS
from tenure.facts.values import to_json
from tenure.records.account import Account
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_of


def store_known(workspace: Workspace) -> bool:
    """Store yesterday, if it is not; days that passed while nothing ran are not made up afterwards."""
    yesterday = Moment(clock.now()).window_day - 1
    mark = facts_mark(workspace)
    if mark.stored_day >= yesterday:
        return False
    if mark.stored_day:
        keys = dict(Account.objects.filter(workspace=workspace).values_list("pk", "key"))
        rows = [_row(one, keys[one.account], yesterday) for one in health(workspace, Moment.end_of(day_of(yesterday)))]
        facts_log.store_day(home(), workspace.slug, yesterday, pa.Table.from_pylist(rows, schema=FACTS))
    note_stored_day(workspace=workspace, day=yesterday)
    return False


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
