"""What did engines leave on the disk that were killed? The folders that they spilled into, which nobody will empty."""

import os
import re
import shutil
from pathlib import Path

_SPILL = re.compile(r"spill-([1-9]\d{0,9})\Z")  # as DuckDBEngine names the folder of its process


def remove_dead(temp_dir: Path) -> list[Path]:
    """Remove the spill folders of processes that no longer run on this machine, and nothing else; which they were."""
    try:
        found = [entry for entry in temp_dir.iterdir() if entry.is_dir() and not entry.is_symlink()]
    except OSError:  # never made, or unreadable: then there is nothing to tidy
        return []
    dead = [entry for entry in found if (name := _SPILL.match(entry.name)) and not _lives(int(name[1]))]
    for entry in dead:
        shutil.rmtree(entry, ignore_errors=True)  # another process may be tidying, too
    return dead


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True
