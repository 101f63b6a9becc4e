"""Which events reach no account? A later call, contact or account puts that right without rewriting them."""

from typing import Any

from tenure import clock
from tenure.answers.process import engine
from tenure.answers.tables import tables_of
from tenure.eventlog.engines.engine import StaleFiles
from tenure.facts.unassigned import unassigned as question
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment


def unassigned(workspace: Workspace, limit: int = 100) -> list[dict[str, Any]]:
    """Actors (or actors in a group nobody knows) of the last three months without an account, most events first.

    Each with ``actor``, ``group_id`` (None unless the group is what is unknown), ``events`` and ``last`` (ISO time).
    """
    moment = Moment(clock.now())
    asked = question(workspace.accounts_are == Workspace.AccountsAre.COMPANIES)
    try:
        found = engine().run(*asked, tables_of([asked], workspace, moment))
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        found = engine().run(*asked, tables_of([asked], workspace, moment))
    rows = found.slice(0, limit).to_pylist()
    return [row | {"last": row["last"].isoformat()} for row in rows]
