"""What was known then? Facts and health as they were stored at the end of a day, not as we would compute them now."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tenure.answers.process import home
from tenure.eventlog import facts_log
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

KNOWN = ("now", "then")


def facts_known_then(
    workspace: Workspace, moment: Moment, accounts: Sequence[int] | None, names: Sequence[str] | None = None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """(account, facts in JSON form) of the last day stored by the moment; nothing where none was."""
    for row in _stored(workspace, moment, accounts, "facts"):
        facts = json.loads(row["facts"])
        yield row["account"], facts if names is None else {name: facts.get(name) for name in names}


def health_known_then(
    workspace: Workspace, moment: Moment, accounts: Sequence[int] | None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """(account, health in JSON form) of the last day stored by the moment; nothing where none was."""
    for row in _stored(workspace, moment, accounts, "health"):
        yield row["account"], json.loads(row["health"])


def _stored(
    workspace: Workspace, moment: Moment, accounts: Sequence[int] | None, column: str
) -> Iterator[dict[str, Any]]:
    table = facts_log.stored(home(), workspace.slug, moment, accounts)
    if table is None:
        return
    for batch in table.select(["account", column]).to_batches(max_chunksize=5_000):
        yield from batch.to_pylist()
