"""Which files does a table consist of now, and how far did each application get?

Follows the log one commit at a time: what a look costs depends on what is new, not on how much is kept.
(Delta's library lists every file again at each look: 40 microseconds a file.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from tenure.eventlog.commits import Action, Add, commit_path, read_commit
from tenure.eventlog.log_errors import DamagedLog

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class ActiveFile:
    """One Parquet file of a table: absolute path, partition value, bytes, rows; ``name`` as the log spells it."""

    path: str
    partition: str
    size: int
    rows: int
    name: str


class _Stats(msgspec.Struct, rename="camel"):
    num_records: int = 0


class _LastCheckpoint(msgspec.Struct):
    version: int


class TableState:
    """The newest known version of one Delta table."""

    def __init__(self, path: Path, partition_by: str) -> None:
        self.path = path
        self.partition_by = partition_by
        self.load()

    def load(self) -> None:
        """Read the whole log, from its last checkpoint on. Raises TableNotFoundError and DamagedLog."""
        for attempt in range(ATTEMPTS):
            try:
                return self._load()
            except TableNotFoundError:
                raise
            except DeltaError as error:  # commits may be dropped between being listed and being read; list them again
                if attempt == ATTEMPTS - 1:
                    says = str(error).split("\n", 1)[0]
                    raise DamagedLog(
                        f"the log {self.path} cannot be read ({says}): restart the worker, which repairs torn ends; "
                        "“tenure doctor” looks at the rest"
                    ) from error
        return None

    def _load(self) -> None:
        self._delta = DeltaTable(str(self.path))
        self.version: int = self._delta.version()
        actions = pa.table(self._delta.get_add_actions(flatten=True))
        columns = [actions[name].to_pylist() for name in ("path", "size_bytes")]
        rows = actions["num_records"].to_pylist() if "num_records" in actions.column_names else [0] * len(columns[0])
        values = actions[f"partition.{self.partition_by}"].cast(pa.string()).to_pylist()
        found = zip(*columns, rows, values, strict=True)
        self.active = {name: self._file(name, value, size, count) for name, size, count, value in found}
        self._apps: dict[str, int | None] = {}
        self._last = identity(commit_path(self.path / "_delta_log", self.version))

    def follow(self) -> None:
        """Take in commits that came since. Raises DamagedCommit."""
        log = self.path / "_delta_log"
        if identity(commit_path(log, self.version)) != self._last:  # repaired, restored or made anew behind our back
            self.load()
        while True:
            try:
                actions = read_commit(log, self.version + 1)
            except FileNotFoundError:
                if self._cleaned_up(log):
                    self.load()
                return
            for action in actions:
                self._apply(action)
            self.version += 1
            self._last = identity(commit_path(log, self.version))

    def app_version(self, app_id: str) -> int | None:
        """The last version that application committed; None when it never did."""
        if app_id not in self._apps:
            try:
                self._apps[app_id] = self._delta.transaction_version(app_id)
            except DeltaError:  # read when it is asked for, from commits that have been dropped since
                self.load()
                self._apps[app_id] = self._delta.transaction_version(app_id)
        return self._apps[app_id]

    def files(self, partitions: Sequence[str] | None) -> list[ActiveFile]:
        """Files in order of partition; only of these partition values when named."""
        wanted = None if partitions is None else set(partitions)
        chosen = (file for file in self.active.values() if wanted is None or file.partition in wanted)
        return sorted(chosen, key=lambda file: (file.partition, file.path))

    def _apply(self, action: Action) -> None:
        if action.add is not None:
            add = action.add
            value = add.partition_values.get(self.partition_by) or ""
            self.active[add.path] = self._file(add.path, value, add.size, rows_of(add))
        elif action.remove is not None:
            self.active.pop(action.remove.path, None)
        elif action.txn is not None:
            self._apps[action.txn.app_id] = action.txn.version

    def _file(self, name: str, partition: str, size: int, rows: int | None) -> ActiveFile:
        return ActiveFile(str(self.path / unquote(name)), partition, size, rows or 0, name)

    def _cleaned_up(self, log: Path) -> bool:
        """Have commits that we have not seen been folded into a checkpoint and dropped?"""
        try:
            last = msgspec.json.decode((log / "_last_checkpoint").read_bytes(), type=_LastCheckpoint)
        except (FileNotFoundError, msgspec.DecodeError):
            return False
        return last.version > self.version and not commit_path(log, self.version + 1).exists()


def identity(commit: Path) -> tuple[int, int] | None:
    """What tells this file from another of the same name; None when it is not there."""
    try:
        found = commit.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def rows_of(add: Add) -> int:
    """How many rows an added file has, 0 when the writer did not say."""
    return msgspec.json.decode(add.stats, type=_Stats).num_records if add.stats else 0
