"""What does one commit of a Delta table say? Reads and writes the JSON lines of ``_delta_log``."""

import os
import re
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tenure.eventlog.durable import flush_file

COMMIT = re.compile(r"(\d{20})\.json\Z")


class Add(Struct, rename="camel"):
    """A file that became part of the table; ``path`` as written: relative to the table and URL-encoded."""

    path: str
    partition_values: dict[str, str | None]
    size: int
    modification_time: int
    data_change: bool = True
    stats: str | None = None


class Remove(Struct, rename="camel"):
    """A file that is no longer part of the table; vacuum deletes it later."""

    path: str
    deletion_timestamp: int | None = None
    data_change: bool = True
    extended_file_metadata: bool | None = None
    partition_values: dict[str, str | None] | None = None
    size: int | None = None


class Txn(Struct, rename="camel"):
    """How far an application got: committed together with what it wrote."""

    app_id: str
    version: int
    last_updated: int | None = None


class Action(Struct, rename="camel", omit_defaults=True):
    """One line of a commit."""

    commit_info: dict[str, Any] | None = None
    txn: Txn | None = None
    add: Add | None = None
    remove: Remove | None = None


class DamagedCommit(ValueError):  # noqa: N818 - reads as what it is
    """A commit file is empty or not JSON."""


class Unflushed(OSError):  # noqa: N818 - reads as what it is
    """The commit was made, but whether its name is on the disk is not known."""


_decode = msgspec.json.Decoder(Action).decode


def commit_path(log: Path, version: int) -> Path:
    """Where the commit of that version is."""
    return log / f"{version:020d}.json"


def versions(log: Path) -> list[int]:
    """Versions whose commit is in the log folder, in order."""
    try:
        return sorted(int(match[1]) for entry in log.iterdir() if (match := COMMIT.match(entry.name)))
    except FileNotFoundError:
        return []


def read_commit(log: Path, version: int) -> list[Action]:
    """The lines of a commit. Raises FileNotFoundError, and DamagedCommit when it is torn."""
    path = commit_path(log, version)
    try:
        actions = [_decode(line) for line in path.read_bytes().splitlines() if line.strip()]
    except msgspec.DecodeError as error:
        raise DamagedCommit(
            f"the commit {path} cannot be read ({error}): restart the worker, which repairs it"
        ) from None
    if not actions:
        raise DamagedCommit(f"the commit {path} is empty: restart the worker, which repairs it")
    return actions


def note_of(actions: Sequence[Action]) -> Mapping[str, Any]:
    """What the writer noted about its commit."""
    return next((action.commit_info for action in actions if action.commit_info), {})


def write_commit(log: Path, version: int, actions: Sequence[Action]) -> bool:
    """Commit these lines under that version; False when somebody else was quicker.

    The bytes are on the disk before the name appears, so that no reader and no power cut finds half a commit;
    the name is on the disk on return.
    """
    staged = log / f"_staged.{uuid.uuid4().hex}"
    try:
        staged.write_bytes(b"".join(msgspec.json.encode(action) + b"\n" for action in actions))
        flush_file(staged)
        os.link(staged, commit_path(log, version))
    except FileExistsError:
        return False
    finally:
        staged.unlink(missing_ok=True)
    try:
        flush_file(log)
    except OSError as error:
        raise Unflushed(error.errno, f"the commit was made but could not be flushed: {error}") from error
    return True
