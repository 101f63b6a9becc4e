"""What is an engine? Something that answers an Ibis expression over named Arrow tables and Parquet files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import ibis
import pyarrow as pa


class StaleFiles(Exception):  # noqa: N818 a state to react to, not a fault
    """A listed file is gone, because maintenance replaced it: reload the file list once and ask again."""


@dataclass(frozen=True, slots=True)
class Files:
    """A table that lies in Parquet files, all of ``schema``; no path at all is an empty table."""

    paths: tuple[str, ...]
    schema: pa.Schema


Tables = Mapping[str, pa.Table | Files]


class Engine(Protocol):
    """Answers questions; safe to call from several threads."""

    def run(self, name: str, expr: ibis.Table, tables: Tables) -> pa.Table:
        """The rows of ``expr``, built over unbound tables that ``tables`` fills by their names.

        ``name`` is what compiled SQL is kept under. The columns and types are those of ``expr.schema()``, times in UTC,
        on every engine. Raises StaleFiles when a listed file no longer exists.
        """
        ...


def conform(answer: pa.Table, expr: ibis.Table) -> pa.Table:
    """``answer`` in exactly the columns and types that ``expr`` declares: engines widen sums and rename zones."""
    target = expr.schema().to_pyarrow()
    plain = pa.schema([pa.field(field.name, field.type) for field in target])
    return answer.select(plain.names).cast(plain)
