"""Was the end of a table torn by a crash or a power cut? Checks what is not known to be on the disk, and removes it.

Nothing is lost by that: rows leave the spool, and a chunk of an import counts as written, only after their commit
was flushed and the durable mark advanced. So whatever is torn behind the mark is still in the spool, or was never
acknowledged.
"""

import logging
import shutil
from pathlib import Path

import msgspec

from tenure import clock
from tenure.eventlog.commits import Action, DamagedCommit, commit_path, read_commit, versions
from tenure.eventlog.durable import flush_file
from tenure.eventlog.home import Home
from tenure.eventlog.log_errors import DamagedLog
from tenure.eventlog.lost import ACCEPTED, TABLES, damage, first_lost
from tenure.eventlog.parquet import is_whole
from tenure.eventlog.spool import Spool

LOGGER = logging.getLogger(__name__)
LEFT_BEHIND = 3600.0  # seconds: a staged commit older than this belongs to nobody who is alive


def repair(home: Home, spool: Spool, workspace: str) -> list[str]:
    """Bring every table of a workspace back to its last whole version; what was done, in sentences.

    Safe beside other processes: what they commit is whole before it can be seen. Raises DamagedLog when what is
    missing cannot be written again from the spool.
    """
    done: list[str] = []
    accepted = home.log(workspace) / ACCEPTED
    if (trouble := damage(home, spool, workspace)) and not accepted.exists():
        raise DamagedLog(trouble)
    for name in TABLES:
        table = home.log(workspace) / name
        log = table / "_delta_log"
        mark = spool.mark(workspace, name)
        if log.is_dir():
            lost = first_lost(log, mark)  # nothing, unless somebody said to go on without it
            whole = lost[0] - 1 if lost else mark
            done += [f"{workspace}: {sentence}" for sentence in _repair_table(table, whole)]
        last = max(versions(log), default=-1)
        for version in range(mark + 1, last + 1):
            if (path := commit_path(log, version)).exists():
                flush_file(path)
        if last != mark:
            spool.set_mark(workspace, name, last, force=True)
    if accepted.exists():
        accepted.unlink()
    for sentence in done:
        LOGGER.warning("%s", sentence)
    return done


def _repair_table(table: Path, mark: int) -> list[str]:
    log = table / "_delta_log"
    _drop_left_behind(log)
    done = _repair_checkpoints(log)
    fault = _first_fault(table, mark)
    if fault is None or (fault := _first_fault(table, mark)) is None:  # others may have been at work: look twice
        return done
    version, reason = fault
    _cut(table, version)
    return [*done, f"removed the torn end of {table} from version {version} on ({reason}); it is sealed again"]


def _repair_checkpoints(log: Path) -> list[str]:
    """Drop checkpoints that cannot be read, and the pointer to the last one when it points at nothing."""
    done = []
    whole: set[int] = set()
    for path in sorted(log.glob("*.checkpoint*.parquet")):
        if is_whole(path):
            whole.add(int(path.name[:20]))
        else:
            path.unlink(missing_ok=True)
            done.append(f"removed the torn checkpoint {path}")
    first = min(versions(log), default=0)
    if done and first > 0 and not any(version >= first - 1 for version in whole):
        raise DamagedLog(f"{log}: its only checkpoint is torn and the commits before it are gone; restore a backup")
    pointer = log / "_last_checkpoint"
    if pointer.exists() and _pointed_at(pointer) not in whole:
        pointer.unlink(missing_ok=True)
        done.append(f"removed {pointer}, which pointed at no checkpoint")
    if done:
        flush_file(log)
    return done


def _pointed_at(pointer: Path) -> int | None:
    try:
        return int(msgspec.json.decode(pointer.read_bytes())["version"])
    except (msgspec.DecodeError, KeyError, TypeError, ValueError):
        return None


def _first_fault(table: Path, mark: int) -> tuple[int, str] | None:
    """The first version behind the mark that is not whole, and why; None when all are."""
    log = table / "_delta_log"
    there = versions(log)
    newer = [version for version in there if version > mark]
    if not newer:
        return None
    start = max(mark + 1, there[0])  # earlier ones were dropped because a checkpoint holds them
    gone: set[str] = set()
    fault: tuple[int, str] | None = None
    for version in range(newer[-1], start - 1, -1):  # newest first, to know what later commits removed
        try:
            actions = read_commit(log, version)
        except FileNotFoundError:
            fault = version, "its commit is missing"
            gone.clear()
            continue
        except DamagedCommit as error:
            fault = version, str(error)
            gone.clear()
            continue
        if torn := _torn_file(table, actions, gone):
            fault = version, f"{torn} is not whole"
            gone.clear()
            continue
        gone |= {action.remove.path for action in actions if action.remove}
    return fault


def _torn_file(table: Path, actions: list[Action], gone: set[str]) -> Path | None:
    """A file this commit added that should be there and is not, or not in full."""
    for action in actions:
        if action.add and action.add.path not in gone:
            path = table / action.add.path
            if not is_whole(path, action.add.size):
                return path
    return None


def _cut(table: Path, version: int) -> None:
    """Remove that version and all later ones, newest first, so that a crash meanwhile leaves a shorter tail."""
    log = table / "_delta_log"
    if version == 0:
        shutil.rmtree(log)
        flush_file(table)
        return
    for path in log.glob("*.checkpoint*.parquet"):
        if int(path.name[:20]) >= version:
            path.unlink(missing_ok=True)
            (log / "_last_checkpoint").unlink(missing_ok=True)
    for later in reversed([one for one in versions(log) if one >= version]):
        try:
            added = [action.add.path for action in read_commit(log, later) if action.add]
        except DamagedCommit:
            added = []
        commit_path(log, later).unlink(missing_ok=True)
        flush_file(log)
        for name in added:
            (table / name).unlink(missing_ok=True)


def _drop_left_behind(log: Path) -> None:
    now = clock.now().timestamp()
    for path in log.glob("_staged.*"):
        if now - path.stat().st_mtime > LEFT_BEHIND:
            path.unlink(missing_ok=True)
