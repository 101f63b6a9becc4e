"""How is the log copied while it is written to, and what makes a copied spool and log fit together again?

A copy is taken in this order: spool, records, log. Rows of the copied spool that were sealed before the log was copied
are told by the application's version in the log; what was sealed and let go before is in the log already.
"""

import os
import shutil
from pathlib import Path

import msgspec

from tenure.eventlog.check import active_files, tables_of
from tenure.eventlog.commits import commit_path, read_commit, versions
from tenure.eventlog.home import Home
from tenure.eventlog.seal import app_id
from tenure.eventlog.spool import Spool
from tenure.eventlog.tables import day_in, events_table

ATTEMPTS = 10


class _LastCheckpoint(msgspec.Struct):
    version: int


def copy_log(home: Home, workspace: str, into: Home) -> list[Path]:
    """Copy one version of each table of a workspace, as hard links where the disk allows it: no byte is moved.

    Answers the files made. What is derived goes first and events last, so that nothing derived is ahead of them.
    Raises OSError when a table changes under our hands again and again.
    """
    return [file for table in tables_of(home, workspace) for file in _copy(table, into.log(workspace) / table.name)]


def _copy(table: Path, into: Path) -> list[Path]:
    for _ in range(ATTEMPTS - 1):
        try:
            return _copy_once(table, into)
        except FileNotFoundError:  # cleaned up between our looking and our linking: look again
            shutil.rmtree(into, ignore_errors=True)
    return _copy_once(table, into)


def _copy_once(table: Path, into: Path) -> list[Path]:
    """Commits and checkpoints first; then the files which that copied log names."""
    log, copied = table / "_delta_log", into / "_delta_log"
    copied.mkdir(parents=True)
    checkpoint = _last_checkpoint(log)
    found = versions(log)
    # A folder that grows while it is listed may show a later commit and not an earlier one.
    last = next((version for version in found if version >= checkpoint and version + 1 not in found), checkpoint)
    for entry in list(log.iterdir()):
        number = entry.name.split(".", 1)[0]
        if number.isdecimal() and int(number) <= last:
            _link(entry, copied / entry.name)
    if checkpoint >= 0:
        shutil.copyfile(log / "_last_checkpoint", copied / "_last_checkpoint")
        if _last_checkpoint(copied.parent / "_delta_log") > last:
            raise FileNotFoundError(log)
    for name in active_files(into):
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        _link(table / name, into / name)
    return [file for file in sorted(into.rglob("*")) if file.is_file()]


def _last_checkpoint(log: Path) -> int:
    """The version of the newest checkpoint, -1 when there is none."""
    try:
        return msgspec.json.decode((log / "_last_checkpoint").read_bytes(), type=_LastCheckpoint).version
    except FileNotFoundError:
        return -1


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without links
        shutil.copy2(source, target)


def reconcile(home: Home, spool: Spool, workspace: str) -> None:
    """Make a restored spool fit the restored log, which is a little younger.

    New requests must not get an id that the log takes for sealed, and days whose events came after the spool was
    copied are open: whoever noted that did so in the spool that was left behind.
    """
    table = events_table(home, workspace)
    spool.resume(workspace)  # an erase may have been under way; its process is not
    spool.skip_to(table.app_version(app_id(spool)) or 0)
    spool.open_day(workspace, _days_since(home, workspace, spool.mark(workspace, table.path.name), table.version))


def _days_since(home: Home, workspace: str, mark: int, version: int) -> set[int]:
    """Days that got events after that version; every day there is when the log no longer tells."""
    log = home.events(workspace) / "_delta_log"
    days: set[int] = set()
    for later in range(mark + 1, version + 1):
        if not commit_path(log, later).exists():
            return {day_in(file.partition) for file in events_table(home, workspace).active()}
        added = (action.add for action in read_commit(log, later) if action.add and action.add.data_change)
        days |= {day_in(str(add.partition_values["event_date"])) for add in added}
    return days
