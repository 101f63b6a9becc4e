"""What came into the log since a version? The log's version is the queue of those who compute from it."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.eventlog.commits import Action, note_of, read_commit
from tenure.eventlog.home import Home
from tenure.eventlog.tables import events_table

MAINTENANCE = {"tenure": "maintenance"}  # the note of commits that change files and no events
ACTORS = pa.schema([pa.field("actor", pa.string(), nullable=False), pa.field("group_id", pa.string())])


@dataclass(frozen=True, slots=True)
class Changes:
    """News up to ``version``: the files appended (absolute paths), and the distinct actors and groups in them.

    ``removed``: events were taken out too (an import undone, somebody erased), so that more may be stale than
    ``actors`` says.
    """

    version: int
    actors: pa.Table
    files: tuple[str, ...]
    removed: bool = False


def changes_since(home: Home, workspace: str, version: int) -> Changes | None:
    """What was appended after ``version`` (-1: since the beginning); no files when nothing was.

    None when the log no longer reaches back that far or was cut back, or when a file was merged with others and
    deleted meanwhile: then everything is stale.
    """
    table = events_table(home, workspace)
    if version > table.version:  # the log was cut back to its last whole version, or restored
        return None
    files: dict[str, None] = {}
    removed = False
    try:
        for later in range(version + 1, table.version + 1):
            actions = read_commit(table.log, later)
            if is_news(actions):
                files |= {action.add.path: None for action in actions if action.add}
                removed = removed or any(action.remove for action in actions)
        paths = tuple(str(table.path / name) for name in files)
        actors = pa.concat_tables([_actors(path) for path in paths]) if paths else ACTORS.empty_table()
    except FileNotFoundError:
        return None
    distinct = actors.group_by(["actor", "group_id"]).aggregate([])
    return Changes(table.version, distinct.select(ACTORS.names), paths, removed)


def is_news(actions: list[Action]) -> bool:
    """Did this commit change what events there are, and not only how they are laid down?"""
    if note_of(actions).get("tenure") == "maintenance":
        return False
    changed = (action.add or action.remove for action in actions)
    return any(change.data_change for change in changed if change)


def _actors(path: str) -> pa.Table:
    """Who is named in one file, and in which group."""
    rows = pq.read_table(path, columns=["user_id", "anonymous_id", "group_id"], partitioning=None)
    user, anonymous = rows["user_id"], rows["anonymous_id"]
    actor = pc.coalesce(
        pc.binary_join_element_wise("u:", user, ""),
        pc.binary_join_element_wise("a:", anonymous, ""),
    )
    return pa.table([actor, rows["group_id"]], names=ACTORS.names).filter(actor.is_valid()).cast(ACTORS)
