"""Is a commit gone that was on the disk? No crash does that, but a failing disk may, or a hand that slipped.

Nothing may be built on such a log: what stands behind the gap would hide it. Events wait in the spool meanwhile.
"""

from pathlib import Path

from tenure.eventlog.commits import DamagedCommit, read_commit, versions
from tenure.eventlog.home import Home
from tenure.eventlog.parquet import is_whole
from tenure.eventlog.spool import Spool

TABLES = ("events", "days", "spans", "facts")
ACCEPTED = ".go-on-without"  # an empty file of this name says that somebody knows, and has no backup


def damage(home: Home, spool: Spool, workspace: str) -> str | None:
    """What is gone of a workspace's log, with what to do, as a sentence; None when nothing is."""
    for name in TABLES:
        log = home.log(workspace) / name / "_delta_log"
        mark = spool.mark(workspace, name)
        # Others clean up behind a new checkpoint, maybe just now: look twice.
        if log.is_dir() and first_lost(log, mark) and (found := first_lost(log, mark)):
            return (
                f"{log} is damaged: {found[1]}, although version {mark} was on the disk. Bring the file back or restore "
                f"a backup; where there is none, make an empty file {home.log(workspace) / ACCEPTED}, and what can "
                "still be read goes on without it. Events wait in the spool until then"
            )
    return None


def first_lost(log: Path, mark: int) -> tuple[int, str] | None:
    """The first version up to the mark that is neither in a whole checkpoint nor can be read, and why."""
    checkpoints = {int(path.name[:20]): path for path in log.glob("*.checkpoint*.parquet")}
    there = versions(log)
    held = next((version for version in sorted(checkpoints, reverse=True) if is_whole(checkpoints[version])), -1)
    for version in range(held + 1 if held >= 0 or not there else there[0], mark + 1):
        try:
            read_commit(log, version)
        except FileNotFoundError:
            return version, f"the commit of version {version} is missing"
        except DamagedCommit as error:
            return version, str(error).partition(":")[0]
    return None
