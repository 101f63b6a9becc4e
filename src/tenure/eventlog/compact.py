"""Which small files of a table become one? A few at a time, so that no row is rewritten often and none fills the memory."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from tenure.eventlog.table import Conflict, Table
from tenure.eventlog.table_state import ActiveFile

LARGE = 1_000_000  # rows: a file this long is left alone
FEW = 4  # files of a day that still grows, below which joining them is not worth a commit
NOTE = {"tenure": "maintenance"}


def compact(table: Table, partitions: Sequence[str] | None, *, growing: bool) -> int:
    """Join small files of each partition, changing no row; answers how many files went away.

    A ``growing`` partition is joined like stairs: a file takes part only when what is smaller than it adds up to a
    quarter of it, so that the work for a day grows with its events and not with its minutes.
    """
    gone = 0
    by_partition: dict[str, list[ActiveFile]] = {}
    for file in table.active(partitions):
        by_partition.setdefault(file.partition, []).append(file)
    for partition, files in by_partition.items():
        chosen = _chosen(files, growing=growing)
        if len(chosen) < (FEW if growing else 2):
            continue
        paths = [file.path for file in chosen]
        try:
            rows = pa.concat_tables(pq.read_table(path, schema=table.schema, partitioning=None) for path in paths)
            table.write({partition: rows}, replace=paths, data_change=False, note=NOTE)
        except (Conflict, FileNotFoundError):  # an erase or an undo rewrote them first: they are joined next time
            table.reload()
            continue
        gone += len(paths) - 1
    return gone


def _chosen(files: Sequence[ActiveFile], *, growing: bool) -> list[ActiveFile]:
    chosen: list[ActiveFile] = []
    total = 0
    for file in sorted(files, key=lambda file: file.rows):
        if total + file.rows > LARGE or (growing and chosen and file.rows > 4 * total):
            break
        chosen.append(file)
        total += file.rows
    return chosen
