"""How is one table of the log read and written? Parquet laid down and flushed, then committed to Delta exactly once."""

import errno
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import EllipsisType

import msgspec
import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import TableNotFoundError

from tenure.eventlog.commits import Action, Add, Remove, Txn, Unflushed, commit_path, write_commit
from tenure.eventlog.durable import flush_file, flush_folders, make_folder
from tenure.eventlog.log_errors import LogUnavailable
from tenure.eventlog.parquet import ROW_GROUP, write_parquet
from tenure.eventlog.table_state import ActiveFile, TableState

CHECKPOINT_EVERY = 100  # commits; who opens a table starts at the last checkpoint and replays what follows
CONFIGURATION: Mapping[str, str | None] = {
    "delta.logRetentionDuration": "interval 1 hours",
    "delta.deletedFileRetentionDuration": "interval 1 hours",
    "delta.dataSkippingNumIndexedCols": "0",
    "delta.checkpointInterval": str(CHECKPOINT_EVERY),
    "delta.enableExpiredLogCleanup": "false",  # the maintenance round does it, after the checkpoint is on the disk
}
PARTITION = re.compile(r"[0-9A-Za-z_-]+\Z")
ATTEMPTS = 1000


class Conflict(Exception):  # noqa: N818 - reads as what happened
    """Another writer changed what this write was decided upon: look again and decide again."""


class Table:
    """One Delta table in one folder, partitioned by one column; not to be shared between threads."""

    def __init__(self, path: Path, schema: pa.Schema, partition_by: str) -> None:
        self.path = path
        self.schema = schema
        self.partition_by = partition_by
        self.state = TableState(path, partition_by)
        self._flushed = self.version - 2 * CHECKPOINT_EVERY  # earlier ones reached the disk long ago

    @classmethod
    def open(cls, path: Path, schema: pa.Schema, partition_by: str) -> "Table":
        """The table in that folder, created (durably) when there is none. ``schema`` lacks the partition column."""
        try:
            return cls(path, schema, partition_by)
        except TableNotFoundError:
            with _saying(path):
                _create(path, schema.append(partition_field(partition_by)), partition_by)
            return cls(path, schema, partition_by)

    @property
    def version(self) -> int:
        """The version last read, our own commits included; ``reload`` looks for later ones."""
        return self.state.version

    @property
    def log(self) -> Path:
        """The folder of commits."""
        return self.path / "_delta_log"

    @property
    def delta(self) -> DeltaTable:
        """Delta's own view of the newest version, for vacuum and clean-up; costs 40 microseconds a file."""
        return DeltaTable(str(self.path))

    def reload(self) -> None:
        """Read commits that came since."""
        self.state.follow()

    def app_version(self, app_id: str) -> int | None:
        """The version that application last committed, in the version last read."""
        return self.state.app_version(app_id)

    def active(self, partitions: Sequence[str] | None = None) -> list[ActiveFile]:
        """Files of the version last read, in order of partition; of these partition values when named."""
        return self.state.files(partitions)

    def files(self, partitions: Sequence[str] | None = None) -> list[str]:
        """Absolute paths of the files of the version last read."""
        return [file.path for file in self.active(partitions)]

    def write(
        self,
        parts: Mapping[str, pa.Table],
        *,
        app: tuple[str, int] | None = None,
        seen: int | EllipsisType | None = ...,
        replace: Sequence[str] = (),
        at: int | None = None,
        data_change: bool = True,
        note: Mapping[str, str] | None = None,
        row_group_size: int = ROW_GROUP,
    ) -> int | None:
        """Add rows by partition value and drop the files named in ``replace`` (absolute paths), in one commit.

        Answers the version committed, durable on return, or None when ``app`` had committed that version before.
        Raises LogUnavailable when the disk is full or the folder cannot be written, and Conflict when the caller must
        look again at what it wanted to write: a file of ``replace`` is gone, the table is no longer at version ``at``,
        or the application's version is no longer ``seen`` (left out: the one found now).
        """
        self._reload_at(at)
        found = self.app_version(app[0]) if app else None
        if app and found is not None and found >= app[1]:
            return None
        if app and seen is not ... and found != seen:
            raise Conflict(f"{app[0]} committed version {found} to {self.path} meanwhile")
        with _saying(self.path):
            added = self._lay_down(parts, row_group_size, data_change)
            try:
                version = self._commit(_Wish(added, app, found, replace, at is not None, data_change, note or {}))
            except Unflushed:
                raise
            except (Conflict, OSError):  # nothing was committed; of any other error we cannot be sure
                self._drop(added)
                raise
        if version is None:
            self._drop(added)
        elif version % CHECKPOINT_EVERY == 0:
            self.checkpoint()
        return version

    def _reload_at(self, at: int | None) -> None:
        self.reload()
        if at is not None and self.version != at:
            raise Conflict(f"{self.path} went from version {at} to {self.version} meanwhile")

    def flush(self) -> None:
        """Bring commits that others made without flushing them (vacuum) to the disk, up to the version last read."""
        for version in range(max(self._flushed + 1, 0), self.version + 1):
            with suppress(FileNotFoundError):  # in a checkpoint by now, which was flushed before its commits went
                flush_file(commit_path(self.log, version))
        self._flushed = self.version

    def checkpoint(self) -> None:
        """Write the newest version into one file, durably: only then may old commits be dropped."""
        delta = self.delta
        delta.create_checkpoint()
        for file in self.log.glob(f"{delta.version():020d}.checkpoint*"):
            flush_file(file)
        flush_file(self.log / "_last_checkpoint")
        flush_file(self.log)

    def _commit(self, wish: "_Wish") -> int | None:
        """Commit on the version last read; when another was quicker, read what it did and decide again."""
        for _ in range(ATTEMPTS):
            self.flush()  # what ours stands on must not be torn when ours is whole
            version = self.version + 1
            if write_commit(self.log, version, self._actions(wish)):
                self._flushed = version
                self.reload()
                return version
            self.reload()
            if wish.alone:
                raise Conflict(f"{self.path}: another writer was quicker")
            if wish.app is None:
                continue
            now = self.app_version(wish.app[0])
            if now is not None and now >= wish.app[1]:
                return None
            if now != wish.found:
                raise Conflict(f"{wish.app[0]} committed version {now} to {self.path} meanwhile")
        raise Conflict(f"{self.path}: {ATTEMPTS} attempts to commit met another writer every time")

    def _actions(self, wish: "_Wish") -> list[Action]:
        info = {
            "timestamp": self._stamp(),
            "operation": "WRITE",
            "operationParameters": {"mode": "Append", "partitionBy": msgspec.json.encode([self.partition_by]).decode()},
            "engineInfo": "tenure",
            **wish.note,
        }
        lines = [Action(commit_info=info)]
        lines += [Action(txn=Txn(*wish.app))] if wish.app else []
        lines += [Action(add=add) for add in wish.added]
        return lines + [Action(remove=remove) for remove in self._removals(wish.replace, wish.data_change)]

    def _removals(self, replace: Sequence[str], data_change: bool) -> list[Remove]:
        if not replace:
            return []
        active = {file.path: file for file in self.state.active.values()}
        if gone := [path for path in replace if path not in active]:
            raise Conflict(f"{gone[0]} is no longer part of the table")
        stamp = self._stamp()
        return [
            Remove(file.name, stamp, data_change, True, {self.partition_by: file.partition}, file.size)
            for file in map(active.__getitem__, replace)
        ]

    def _stamp(self) -> int:
        """Now, in milliseconds, by the clock of the file system: vacuum compares these with the times of files."""
        self.log.touch()
        return self.log.stat().st_mtime_ns // 1_000_000

    def _lay_down(self, parts: Mapping[str, pa.Table], row_group_size: int, data_change: bool) -> list[Add]:
        """Write and flush one Parquet file for each part that has rows."""
        added: list[Add] = []
        folders: set[Path] = set()
        for value, rows in parts.items():
            if not rows.num_rows:
                continue
            if not PARTITION.match(value):
                raise ValueError(f"“{value}” cannot be a value of {self.partition_by}: it names a folder")
            name = f"{self.partition_by}={value}/{uuid.uuid4().hex}.parquet"
            path = self.path / name
            make_folder(path.parent)
            folders.add(path.parent)
            try:
                write_parquet(path, rows.select(self.schema.names).cast(self.schema), row_group_size)
            except OSError:  # a full disk: leave no rubbish on it
                path.unlink(missing_ok=True)
                self._drop(added)
                raise
            found = path.stat()
            stats = msgspec.json.encode({"numRecords": rows.num_rows}).decode()
            modified = found.st_mtime_ns // 1_000_000
            added.append(Add(name, {self.partition_by: value}, found.st_size, modified, data_change, stats))
        flush_folders(folders)
        return added

    def _drop(self, added: Sequence[Add]) -> None:
        for action in added:
            (self.path / action.path).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a write wants to commit, and how far its application had got when that was decided."""

    added: Sequence[Add]
    app: tuple[str, int] | None
    found: int | None
    replace: Sequence[str]
    alone: bool  # on the version last read and no other
    data_change: bool
    note: Mapping[str, str]


@contextmanager
def _saying(path: Path) -> Iterator[None]:
    """Turn what the system reports into a sentence that says what to do."""
    try:
        yield
    except OSError as error:
        advice = "free some space" if error.errno == errno.ENOSPC else "check the disk and the folder's permissions"
        reason = (
            f"the log {path} cannot be written ({error.strerror or error}): {advice}; what came in waits in the spool"
        )
        raise LogUnavailable(reason) from error


def partition_field(name: str) -> pa.Field:
    """The column a table is partitioned by: a date when its name says so, else text."""
    return pa.field(name, pa.date32() if name.endswith("_date") else pa.string())


def _create(path: Path, schema: pa.Schema, partition_by: str) -> None:
    make_folder(path)
    DeltaTable.create(str(path), schema, mode="ignore", partition_by=[partition_by], configuration=dict(CONFIGURATION))
    flush_file(path / "_delta_log" / f"{0:020d}.json")
    flush_folders([path / "_delta_log", path])
