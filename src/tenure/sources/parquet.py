"""What does a Parquet file hold? Typed columns, read a batch at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tenure.sources.failures import SourceError
from tenure.sources.headers import tidy_headers
from tenure.sources.table import MOST_COLUMNS, Cells
from tenure.values.voice import worded

_SAMPLED_GROUPS = 10
_SAMPLED_ROWS = 200
_NESTED = (pa.types.is_struct, pa.types.is_list, pa.types.is_large_list, pa.types.is_map, pa.types.is_union)


class ParquetFile:
    """A Parquet file; nested columns are left out and said."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notes: list[str] = []
        try:
            with pq.ParquetFile(path) as file:
                schema, self._groups, self.count = file.schema_arrow, file.num_row_groups, file.metadata.num_rows
        except (pa.ArrowInvalid, OSError) as error:
            raise SourceError(
                worded("This Parquet file cannot be read: it is damaged or was cut off ({said}).", said=str(error))
            ) from None
        self._names = [field.name for field in schema if not any(test(field.type) for test in _NESTED)]
        if left_out := [name for name in schema.names if name not in self._names]:
            self.notes.append(
                worded("Columns that hold lists or structures were left out: {names}.", names=", ".join(left_out))
            )
        if not self._names or len(self._names) > MOST_COLUMNS:
            raise SourceError(
                worded(
                    "This Parquet file has {n} plain columns; 1 to {most} can be read.",
                    n=f"{len(self._names):,}",
                    most=f"{MOST_COLUMNS:,}",
                )
            )
        self.headers = tidy_headers(self._names, self.notes)
        self.taken_for: dict[str, object] = {"format": "parquet"}

    def rows(self) -> Iterator[Cells]:
        """Rows as Python values."""
        for batch in self.batches(10_000):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def batches(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Rows as Arrow columns under the names of ``headers``."""
        try:
            with pq.ParquetFile(self._path) as file:
                for batch in file.iter_batches(rows, columns=self._names):
                    yield batch.rename_columns(list(self.headers))
        except (pa.ArrowInvalid, OSError) as error:
            raise SourceError(worded("This Parquet file is damaged: {said}", said=str(error))) from None

    def sample(self) -> list[Cells]:
        """The first rows of row groups from all over the file."""
        found: list[Cells] = []
        step = max(1, self._groups // _SAMPLED_GROUPS)
        with pq.ParquetFile(self._path) as file:
            for group in range(0, self._groups, step):
                batches: Iterator[Any] = file.iter_batches(_SAMPLED_ROWS, row_groups=[group], columns=self._names)
                if (batch := next(batches, None)) is not None:
                    found.extend(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        return found
