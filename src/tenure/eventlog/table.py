"""How is one table of the log read and written? Parquet written here, flushed, then committed to Delta exactly once."""

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction
from deltalake.exceptions import CommitFailedError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from tenure.eventlog.durable import flush_file, flush_folders, make_folder

# Identifiers and payloads differ in nearly every row: statistics and dictionaries over them cost and help nobody,
# and an id named in a footer or a commit would outlive its erase.
PLAIN = frozenset({"message_id", "previous_id", "payload", "context"})
UNMEASURED = PLAIN | {"user_id", "anonymous_id", "group_id", "actor"}
CHECKPOINT_EVERY = 100  # commits; a reader starts at the last checkpoint and replays what follows
CONFIGURATION = {
    "delta.logRetentionDuration": "interval 1 hours",
    "delta.deletedFileRetentionDuration": "interval 1 hours",
    "delta.dataSkippingNumIndexedCols": "0",
    "delta.checkpointInterval": str(CHECKPOINT_EVERY),
    "delta.enableExpiredLogCleanup": "false",  # the maintenance round does it, after the checkpoint is on the disk
}
QUIET = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
ATTEMPTS = 50


class Conflict(Exception):  # noqa: N818 - reads as what happened
    """Another writer changed what this write was decided upon: look again and decide again."""


@dataclass(frozen=True, slots=True)
class ActiveFile:
    """One Parquet file of the newest version: absolute path, partition value, bytes, rows."""

    path: str
    partition: str
    size: int
    rows: int


class Table:
    """One Delta table in one folder, partitioned by one column; not to be shared between threads."""

    def __init__(self, path: Path, schema: pa.Schema, partition_by: str, delta: DeltaTable) -> None:
        self.path = path
        self.schema = schema
        self.partition_by = partition_by
        self.full_schema = schema.append(partition_field(partition_by))
        self._delta = delta
        self._behind = False  # whether we committed since we last read the table

    @classmethod
    def open(cls, path: Path, schema: pa.Schema, partition_by: str) -> "Table":
        """The table in that folder, created (durably) when there is none. ``schema`` is without the partition column."""
        try:
            delta = DeltaTable(str(path))
        except TableNotFoundError:
            delta = _create(path, schema.append(partition_field(partition_by)), partition_by)
        return cls(path, schema, partition_by, delta)

    @property
    def delta(self) -> DeltaTable:
        """The table as last read, our own commits included."""
        if self._behind:
            self.reload()
        return self._delta

    @property
    def version(self) -> int:
        """The version last read; ``reload`` looks for later ones."""
        return self.delta.version()

    @property
    def log(self) -> Path:
        """The folder of commits."""
        return self.path / "_delta_log"

    def reload(self) -> None:
        """Read commits that came since."""
        self._delta.update_incremental()
        self._behind = False

    def app_version(self, app_id: str) -> int | None:
        """The version that application last committed, in the version last read."""
        return self.delta.transaction_version(app_id)

    def active(self, partitions: Sequence[str] | None = None) -> list[ActiveFile]:
        """Files of the version last read, in order of partition; of the given partition values when named."""
        wanted = None if partitions is None else set(partitions)
        actions = pa.table(self.delta.get_add_actions(flatten=True))
        rows = zip(
            actions["path"].to_pylist(),
            actions[f"partition.{self.partition_by}"].cast(pa.string()).to_pylist(),
            actions["size_bytes"].to_pylist(),
            actions["num_records"].to_pylist(),
            strict=True,
        )
        files = [
            ActiveFile(str(self.path / path), value, size, count or 0)
            for path, value, size, count in rows
            if wanted is None or value in wanted
        ]
        return sorted(files, key=lambda file: (file.partition, file.path))

    def files(self, partitions: Sequence[str] | None = None) -> list[str]:
        """Absolute paths of the files of the version last read."""
        return [file.path for file in self.active(partitions)]

    def write(
        self,
        parts: Mapping[str, pa.Table],
        *,
        app: tuple[str, int] | None = None,
        replace: Sequence[str] = (),
        data_change: bool = True,
        note: Mapping[str, str] | None = None,
        row_group_size: int = 131_072,
    ) -> int | None:
        """Add rows by partition value and drop the files named in ``replace`` (absolute paths), in one commit.

        Answers the version committed, durable on return, or None when ``app`` had committed that version before.
        Raises Conflict when a file of ``replace`` is gone, or the application's version rose meanwhile to a lower
        one than ours: in both cases the caller must look again at what it wanted to write.
        """
        self.reload()
        found = self.app_version(app[0]) if app else None
        if app and found is not None and found >= app[1]:
            return None
        added = self._write_files(parts, row_group_size)
        try:
            for _ in range(ATTEMPTS):
                removed = self._removals(replace, data_change)
                try:
                    version = self._commit(added, removed, app, data_change, dict(note or {}))
                    break
                except CommitFailedError as failure:
                    self._again(app, found, failure)
            else:
                raise Conflict(f"{self.path}: {ATTEMPTS} attempts to commit met other writers every time")
        except (Conflict, _AlreadyIn) as outcome:
            self._drop_files(added)
            if isinstance(outcome, _AlreadyIn):
                return None
            raise
        flush_file(self.log / f"{version:020d}.json")
        flush_file(self.log)
        if version // CHECKPOINT_EVERY > (version - 1) // CHECKPOINT_EVERY:
            self.checkpoint()
        return version

    def checkpoint(self) -> None:
        """Write the state of the version last read into one file, durably: only then may old commits be dropped."""
        self.delta.create_checkpoint()
        for file in self.log.glob(f"{self.version:020d}.checkpoint*"):
            flush_file(file)
        flush_file(self.log / "_last_checkpoint")
        flush_file(self.log)

    def _commit(
        self,
        added: Sequence[AddAction],
        removed: Sequence[RemoveAction],
        app: tuple[str, int] | None,
        data_change: bool,
        note: dict[str, str],
    ) -> int:
        for action in added:
            action.data_change = data_change
        mine = uuid.uuid4().hex
        self.delta.create_write_transaction(
            [*added, *removed],
            "append",
            self.full_schema,
            [self.partition_by],
            commit_properties=CommitProperties(
                custom_metadata={**note, "commit": mine},
                app_transactions=[Transaction(*app)] if app else None,
            ),
            post_commithook_properties=QUIET,
        )
        self._behind = True
        return self._version_of(mine.encode())

    def _version_of(self, mine: bytes) -> int:
        """Which version is ours: others may have committed beside us since we last read the table."""
        version = self._delta.version()
        try:
            while True:
                version += 1
                if mine in (self.log / f"{version:020d}.json").read_bytes():
                    return version
        except FileNotFoundError:
            raise OSError(f"a commit to {self.path} cannot be found again; does another program change it?") from None

    def _again(self, app: tuple[str, int] | None, found: int | None, failure: CommitFailedError) -> None:
        """Look at the table anew after a refused commit; return when the same commit may be tried again."""
        self.reload()
        if app is None:
            return
        now = self.app_version(app[0])
        if now is not None and now >= app[1]:
            raise _AlreadyIn
        if now != found:
            raise Conflict(f"{app[0]} committed version {now} to {self.path} meanwhile") from failure

    def _removals(self, replace: Sequence[str], data_change: bool) -> list[RemoveAction]:
        if not replace:
            return []
        active = {file.path: file for file in self.active()}
        if gone := [path for path in replace if path not in active]:
            raise Conflict(f"{gone[0]} is no longer part of the table")
        stamp = int(time.time() * 1000)  # Delta's own bookkeeping of when to vacuum, compared with file times
        return [
            RemoveAction(
                str(Path(path).relative_to(self.path)),
                data_change,
                stamp,
                active[path].size,
                {self.partition_by: active[path].partition},
            )
            for path in replace
        ]

    def _write_files(self, parts: Mapping[str, pa.Table], row_group_size: int) -> list[AddAction]:
        """Write and flush one Parquet file for each part that has rows."""
        added: list[AddAction] = []
        folders: set[Path] = set()
        for value, rows in parts.items():
            if not rows.num_rows:
                continue
            name = f"{self.partition_by}={value}/{uuid.uuid4().hex}.parquet"
            path = self.path / name
            make_folder(path.parent)
            folders.add(path.parent)
            write_parquet(path, rows.select(self.schema.names).cast(self.schema), row_group_size)
            size, stamp = path.stat().st_size, int(time.time() * 1000)
            stats = msgspec.json.encode({"numRecords": rows.num_rows}).decode()
            added.append(AddAction(name, size, {self.partition_by: value}, stamp, True, stats))
        flush_folders(folders)
        return added

    def _drop_files(self, added: Sequence[AddAction]) -> None:
        for action in added:
            (self.path / action.path).unlink(missing_ok=True)


class _AlreadyIn(Exception):  # noqa: N818 - not an error: somebody was quicker
    """The application's version was committed by somebody else."""


def partition_field(name: str) -> pa.Field:
    """The column a table is partitioned by: a date when its name says so, else text."""
    return pa.field(name, pa.date32() if name.endswith("_date") else pa.string())


def write_parquet(path: Path, rows: pa.Table, row_group_size: int) -> None:
    """Write rows so that they are small to keep and quick to scan, and return once they are on the disk."""
    names = rows.schema.names
    pq.write_table(
        rows,
        path,
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in names if name not in PLAIN],
        write_statistics=[name for name in names if name not in UNMEASURED],
        row_group_size=row_group_size,
    )
    flush_file(path)


def _create(path: Path, schema: pa.Schema, partition_by: str) -> DeltaTable:
    make_folder(path)
    delta = DeltaTable.create(
        str(path), schema, mode="ignore", partition_by=[partition_by], configuration=CONFIGURATION
    )
    flush_file(path / "_delta_log" / f"{0:020d}.json")
    flush_folders([path / "_delta_log", path])
    return delta
