"""Which column is which field? By name, case, spaces, signs and accents aside; the person's own word goes first."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenure.sources.failures import MappingError
from tenure.sources.fields import Kind


@dataclass(frozen=True, slots=True)
class Match:
    """``columns`` is field -> position of its column; ``others`` are the positions that no field took."""

    columns: Mapping[str, int]
    others: tuple[int, ...]


def folded(name: str) -> str:
    """“Straße-Nr. ” and “strasse nr” are the same name."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in plain if char.isalnum())


def match_columns(kind: Kind, headers: Sequence[str], wanted: Mapping[str, str]) -> Match:
    """Find the column of each field; ``wanted`` is field -> header as a person asked (no header: leave the field out).

    Raises MappingError when a wanted field or header does not exist, or a needed field has no column.
    """
    columns: dict[str, int] = {}
    barred: set[str] = set()
    for asked, header in wanted.items():
        name = _field_named(kind, asked)
        if not header.strip():
            barred.add(name)
            continue
        position = _header_position(headers, header)
        if position in columns.values():
            raise MappingError(f"The column “{header}” is mapped to two fields: a column can be only one.")
        columns[name] = position
    _match_by_name(kind, headers, columns, barred)
    _check_needed(kind, headers, columns)
    taken = set(columns.values())
    return Match(columns, tuple(position for position in range(len(headers)) if position not in taken))


def _match_by_name(kind: Kind, headers: Sequence[str], columns: dict[str, int], barred: set[str]) -> None:
    """The likeliest pairs first, so that “Account ID” is the account even where another field would take “ID”."""
    names = [{folded(header), folded(header.split("(")[0])} for header in headers]
    ranked = sorted(
        (rank, field.name, folded(name))
        for field in kind.fields
        if field.name not in columns and field.name not in barred
        for rank, name in field.headers
    )
    taken = set(columns.values())
    for _, field, name in ranked:
        if field in columns:
            continue
        # A header that is the very name goes before one that is so only without its brackets.
        exact = [i for i, header in enumerate(headers) if i not in taken and folded(header) == name]
        loose = [i for i, all_names in enumerate(names) if i not in taken and name in all_names]
        if found := exact or loose:
            columns[field] = found[0]
            taken.add(found[0])


def _field_named(kind: Kind, asked: str) -> str:
    for field in kind.fields:
        if folded(asked) == folded(field.name):
            return field.name
    for field in kind.fields:
        if folded(asked) in {folded(name) for _, name in field.headers}:
            return field.name
    known = ", ".join(field.name for field in kind.fields)
    raise MappingError(f"There is no field “{asked}” in {kind.name}. There are: {known}.")


def _header_position(headers: Sequence[str], wanted: str) -> int:
    if wanted.strip() in headers:
        return list(headers).index(wanted.strip())
    for position, header in enumerate(headers):
        if folded(header) == folded(wanted) and folded(wanted):
            return position
    raise MappingError(f"The file has no column “{wanted}”. It has: {_listed(headers)}.")


def _check_needed(kind: Kind, headers: Sequence[str], columns: Mapping[str, int]) -> None:
    for ways in kind.needed:
        if not any(all(name in columns for name in way) for way in ways):
            wanted = ", or ".join(" and ".join(way) for way in ways)
            first = ways[0][0]
            raise MappingError(
                f"No column was recognised as {wanted}. The file has: {_listed(headers)}. "
                f'Say which it is, for example: --map {first}="{headers[0]}".'
            )


def _listed(headers: Sequence[str]) -> str:
    shown = ", ".join(f"“{header[:60]}”" for header in headers[:20])
    return shown if len(headers) <= 20 else f"{shown} and {len(headers) - 20} more"
