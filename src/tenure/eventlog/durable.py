"""Is it on the disk? Flushes files and the folders that name them."""

import os
from collections.abc import Iterable
from pathlib import Path


def flush_file(path: Path) -> None:
    """Return once the file's bytes are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_folders(folders: Iterable[Path]) -> None:
    """Return once the names inside these folders are on the disk."""
    for folder in set(folders):
        flush_file(folder)


def make_folder(path: Path) -> None:
    """Create a folder and its parents, durably."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    flush_file(path.parent)
