"""How are rows laid down in a file? Small to keep, quick to scan, naming no identifier outside its column."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tenure.eventlog.durable import flush_file
from tenure.eventlog.schema import SPANS

# These differ in nearly every row: a dictionary of them costs and helps nobody.
PLAIN = frozenset({"message_id", "previous_id", "payload", "context", "first", "last"})
# Statistics over identifiers prune nothing, as rows are not sorted by them.
UNMEASURED = frozenset(
    {"message_id", "previous_id", "payload", "context", "user_id", "anonymous_id", "group_id", "actor"}
)
ROW_GROUP = 131_072  # rows


def layout(schema: pa.Schema) -> dict[str, Any]:
    """How pyarrow shall write a table of this schema."""
    names = schema.names
    # Spans name an actor once a month: without a dictionary they are read in half the time.
    plain = PLAIN | {"actor"} if names == SPANS.names else PLAIN
    return {
        "compression": "zstd",
        "compression_level": 1,
        "use_dictionary": [name for name in names if name not in plain],
        "write_statistics": [name for name in names if name not in UNMEASURED],
        "store_schema": False,
    }


def write_parquet(path: Path, rows: pa.Table, row_group_size: int = ROW_GROUP) -> None:
    """Write the rows; on the disk when it returns (its name in the folder is not: flush that too)."""
    pq.write_table(rows, path, row_group_size=row_group_size, **layout(rows.schema))
    flush_file(path)


def is_whole(path: Path, size: int | None = None) -> bool:
    """Does the file have its full size and a footer that can be read? False when it is missing."""
    try:
        if size is not None and path.stat().st_size != size:
            return False
        with pq.ParquetFile(path) as file:
            return bool(file.metadata.num_columns)
    except (FileNotFoundError, pa.ArrowInvalid):
        return False
