"""Did a closed day get events that no count has? Looks through new commits, whoever made them and however they ended.

Who appends events opens their days, before and after. This is the net beneath: an import killed between the two and
never continued, a spool that was lost with its list of open days, a log that came from a backup.
"""

from pathlib import Path
from urllib.parse import unquote

from tenure.eventlog.commits import DamagedCommit, read_commit
from tenure.eventlog.home import Home
from tenure.eventlog.spool import Spool
from tenure.eventlog.table import Table
from tenure.eventlog.tables import day_in, events_table


def reopen_overlooked(home: Home, spool: Spool, workspace: str) -> set[int]:
    """Open days that got events since this was last asked and are not open; answers them. At worst it counts in vain.

    Call it before marks are read for closing, by one process at a time.
    """
    events, note = events_table(home, workspace), home.log(workspace) / ".looked-through"
    touched = _touched(events, _last(note, spool.id))
    missing = touched - spool.open_days(workspace).keys()
    spool.open_day(workspace, missing)
    fresh = note.with_suffix(".new")
    fresh.write_text(f"{spool.id} {events.version}")
    fresh.replace(note)
    return missing


def _last(note: Path, spool_id: str) -> int | None:
    """The version looked through last; None when that was with another spool, or never."""
    try:
        known, version = note.read_text().split()
    except (FileNotFoundError, ValueError):
        return None
    return int(version) if known == spool_id else None


def _touched(events: Table, since: int | None) -> set[int]:
    """Days that commits after that version appended to or took from; every day when that cannot be told."""
    if since is None or since > events.version:
        return _every(events)
    days: set[int] = set()
    for version in range(since + 1, events.version + 1):
        try:
            actions = read_commit(events.log, version)
        except (
            FileNotFoundError,
            DamagedCommit,
        ):  # cleaned up: nobody looked for more than an hour; or in a checkpoint
            return _every(events)
        changes = [change for action in actions for change in (action.add, action.remove) if change]
        days |= {day_in(_partition(change.path)) for change in changes if change.data_change}
    return days


def _every(events: Table) -> set[int]:
    return {day_in(file.partition) for file in events.active()}


def _partition(path: str) -> str:
    return unquote(path).split("/")[0].partition("=")[2]
