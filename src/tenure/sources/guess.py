"""What could a file be a file of? An export that is known says so; else the names of its columns do."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tenure.sources.fields import Kind
from tenure.sources.folding import folded
from tenure.sources.formats import open_table
from tenure.sources.known_exports import all_proved
from tenure.sources.known_kinds import KINDS
from tenure.sources.mapping import bare, likely_columns
from tenure.sources.settings import Settings

_CERTAIN = 1.0
_LIKELY = 0.3  # enough to take a sheet of a workbook for a file of something
_AT_MOST = 0.99  # names alone are never certain


def guess_kind(headers: Sequence[str]) -> list[tuple[str, float]]:
    """Kinds and how well each fits, from 1 (an export that is known) downwards; those that do not fit at all are left out.

    A column counts the more, the fewer kinds have such a column: “Invoice number” says more than “Date”. A kind whose
    needed columns are not all there counts for less.
    """
    found = {export.kind: _CERTAIN for export in all_proved(headers)}
    for kind in KINDS.values():
        if kind.name not in found and (score := _score(kind, headers)) > 0:
            found[kind.name] = round(score, 3)
    return sorted(found.items(), key=lambda one: -one[1])


def guess_file(path: Path, settings: Settings) -> list[tuple[str, float]]:
    """What a file is likely to be, as `guess_kind`. Raises SourceError when it cannot be read."""

    def fits(headers: Sequence[str]) -> float:
        return next((score for _, score in guess_kind(headers) if score >= _LIKELY), 0.0)

    return guess_kind(open_table(path, settings, fits).headers)


def _score(kind: Kind, headers: Sequence[str]) -> float:
    columns = likely_columns(kind, headers)
    if not columns:
        return 0.0
    given = sum(any(all(name in columns for name in way) for way in ways) for ways in kind.needed) / len(kind.needed)
    weights = [_weight(headers[position]) for position in columns.values()]
    named = [header for header in headers if header.strip()]
    told = sum(weights) / sum(_weight(header) for header in named)
    return _AT_MOST * given**2 * (0.5 * told + 0.5 * len(columns) / len(named))


def _weight(header: str) -> float:
    """How much a header says of the kind: less where many kinds have it, little where none has."""
    kinds = max(_kinds_with(folded(header)), _kinds_with(folded(bare(header))))
    return 1.0 / kinds if kinds else 0.3


def _kinds_with(name: str) -> int:
    return _known()[name]


@cache
def _known() -> Counter[str]:
    """How many kinds have a field of that name."""
    return Counter(
        name
        for kind in KINDS.values()
        for name in {folded(header) for field in kind.fields for _, header in field.headers}
    )
