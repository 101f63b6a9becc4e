"""How are rows of very many keys read? In slices, so that no answer has to be held whole."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from tenure.records import among  # noqa: F401 - the lookup used below

# Of all statements on many keys; where each is a parameter, SQLite refuses more than 32,766.
SLICE = 10_000
_FETCH = 5_000  # few enough that the collector of garbage does not walk through them again and again


def rows_of(
    query: QuerySet[Any], field: str, only: Sequence[Any] | None, fields: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """Tuples of ``fields`` of the rows whose ``field`` is one of ``only``, in no order; of all rows when that is None."""
    if only is None:
        yield from query.order_by("pk").values_list(*fields).iterator(_FETCH)
        return
    for start in range(0, len(only), SLICE):
        chosen = query.filter(**{f"{field}__among": only[start : start + SLICE]})
        # In order of number SQLite would read all of the workspace, instead of an index that knows these.
        yield from chosen.order_by().values_list(*fields)
