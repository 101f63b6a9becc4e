"""Which column is which field? By name, case, spaces, signs and accents aside; the person's own word goes first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tenure.sources.failures import MappingError
from tenure.sources.fields import Kind
from tenure.sources.folding import declared, folded
from tenure.sources.money import currency_in_header
from tenure.values.voice import worded

_TWIN = re.compile(r"(.*\S)\s*\((\d+)\)")
_NUMBERED = re.compile(r"(.*\S)\s*#\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Match:
    """``columns`` is field -> position of its column; ``others`` are the positions that no field took."""

    columns: Mapping[str, int]
    others: tuple[int, ...]


def match_columns(kind: Kind, headers: Sequence[str], wanted: Mapping[str, str]) -> Match:
    """Find the column of each field; ``wanted`` is field -> header as a person asked (no header: leave the field out).

    Of several columns of one name “Name#2” is the second. Raises MappingError when a wanted field or header does not
    exist, or a needed field has no column.
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
            raise MappingError(
                worded("The column “{header}” is mapped to two fields: a column can be only one.", header=header)
            )
        columns[name] = position
    by_hand = set(columns)
    _match_by_name(kind, headers, columns, barred)
    _give_to_needed(kind, headers, columns, by_hand | barred)
    _check_needed(kind, headers, columns)
    taken = set(columns.values())
    return Match(columns, tuple(position for position in range(len(headers)) if position not in taken))


def likely_columns(kind: Kind, headers: Sequence[str]) -> dict[str, int]:
    """Field -> position of the column that its name fits, be all that is needed there or not."""
    columns: dict[str, int] = {}
    _match_by_name(kind, headers, columns, set())
    _give_to_needed(kind, headers, columns, set())
    return columns


def twins(headers: Sequence[str], position: int) -> list[int]:
    """The positions of all columns of the same name, this one among them."""
    base = folded(_base(headers, position))
    return [other for other in range(len(headers)) if folded(_base(headers, other)) == base]


def _base(headers: Sequence[str], position: int) -> str:
    """A header as it stood in the file: the second “Name” is called “Name (2)” since."""
    header = headers[position]
    found = _TWIN.fullmatch(header)
    return found[1] if found and found[1] in headers[:position] else header


def _match_by_name(kind: Kind, headers: Sequence[str], columns: dict[str, int], barred: set[str]) -> None:
    """The likeliest pairs first, so that “Account ID” is the account even where another field would take “ID”."""
    exact, loose = _positions(map(folded, headers)), _positions(folded(bare(header)) for header in headers)
    ranked = sorted(
        (rank, field.name, declared(name))
        for field in kind.fields
        if field.name not in columns and field.name not in barred
        for rank, name in field.headers
    )
    taken = set(columns.values())
    for _, field, name in ranked:
        if field in columns:
            continue
        # A header that is the very name goes before one that is so only without its brackets or its currency.
        found = (at for at in (*exact.get(name, ()), *loose.get(name, ())) if at not in taken)
        if (position := next(found, None)) is not None:
            columns[field] = position
            taken.add(position)


def _positions(names: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        found.setdefault(name, []).append(position)
    return found


def bare(header: str) -> str:
    """A header without what is in brackets, what follows a comma, and the currency: “Amount (EUR)”, “Сумма, руб.”"""
    text = re.split(r"[(\[,]", header)[0]
    _, rest = currency_in_header(text)
    return rest


def _give_to_needed(kind: Kind, headers: Sequence[str], columns: dict[str, int], kept: set[str]) -> None:
    """Where “Customer” is all that a file has, it is the key of the account and not its name."""
    needed = {name for ways in kind.needed for way in ways for name in way}
    for ways in kind.needed:
        if any(all(name in columns for name in way) for way in ways) or len(ways[0]) != 1:
            continue
        wanted = ways[0][0]
        names = {folded(name) for _, name in kind.field(wanted).headers}
        for field, position in list(columns.items()):
            free = field not in kept and field not in needed and wanted not in kept
            if free and folded(bare(headers[position])) in names:
                columns[wanted] = columns.pop(field)
                break


def _field_named(kind: Kind, asked: str) -> str:
    for field in kind.fields:
        if folded(asked) == folded(field.name):
            return field.name
    for field in kind.fields:
        if folded(asked) in {folded(name) for _, name in field.headers}:
            return field.name
    known = ", ".join(field.name for field in kind.fields)
    raise MappingError(
        worded("There is no field “{asked}” in {kind}. There are: {known}.", asked=asked, kind=kind.name, known=known)
    )


def _header_position(headers: Sequence[str], wanted: str) -> int:
    if wanted.strip() in headers:
        return list(headers).index(wanted.strip())
    if (found := _NUMBERED.fullmatch(wanted.strip())) and 1 <= int(found[2]) <= len(headers):
        same = [position for position in range(len(headers)) if folded(_base(headers, position)) == folded(found[1])]
        if len(same) >= int(found[2]):
            return same[int(found[2]) - 1]
    for position, header in enumerate(headers):
        if folded(header) == folded(wanted) and folded(wanted):
            return position
    raise MappingError(
        worded("The file has no column “{wanted}”. It has: {headers}.", wanted=wanted, headers=_listed(headers))
    )


def _check_needed(kind: Kind, headers: Sequence[str], columns: Mapping[str, int]) -> None:
    for ways in kind.needed:
        if not any(all(name in columns for name in way) for way in ways):
            wanted = ", or ".join(" and ".join(way) for way in ways)
            first = ways[0][0]
            raise MappingError(
                worded(
                    "No column was recognised as {wanted}. The file has: {headers}. "
                    'Say which it is, for example: --map {first}="{header}".',
                    wanted=wanted,
                    headers=_listed(headers),
                    first=first,
                    header=headers[0],
                )
            )


def _listed(headers: Sequence[str]) -> str:
    shown = ", ".join(f"“{header[:60]}”" for header in headers[:20])
    return shown if len(headers) <= 20 else worded("{shown} and {n} more", shown=shown, n=str(len(headers) - 20))
