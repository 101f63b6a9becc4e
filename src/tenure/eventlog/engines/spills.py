"""Where does an engine spill to, and what did engines leave there that were killed?"""

import os
import re
import shutil
import socket
from pathlib import Path


def own_folder(temp_dir: Path) -> Path:
    """The folder of this process: processes that share one would overwrite each other's files."""
    return temp_dir / f"spill-{socket.gethostname()}-{os.getpid()}"


def remove_dead(temp_dir: Path) -> list[Path]:
    """Remove the folders of processes of this machine that no longer run, and nothing else; which they were.

    Of another machine on the same data nobody here knows which processes run: its folders bear its name and stay.
    """
    # Without a name: from before folders bore one.
    ours = re.compile(rf"spill-(?:{re.escape(socket.gethostname())}-)?([1-9]\d{{0,9}})\Z")
    try:
        found = [entry for entry in temp_dir.iterdir() if entry.is_dir() and not entry.is_symlink()]
    except OSError:  # never made, or unreadable: then there is nothing to tidy
        return []
    dead = [entry for entry in found if (name := ours.match(entry.name)) and not _lives(int(name[1]))]
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
