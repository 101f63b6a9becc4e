"""What does a binary workbook (XLSB) span? Its sheets are records: a row's number, then its cells with their columns."""

from collections.abc import Iterator
from pathlib import Path

from tenure.sources.failures import SourceError
from tenure.sources.unpacking import Place, SheetSurvey, check_extent, part_chunks
from tenure.values.voice import worded

# [MS-XLSB] 2.3.1: records that survey_sheet looks for.
_ROW = 0
_BLANK = 1
_ERROR_CELLS = (3, 11)
_LAST_CELL = 11
_LONGEST = 1 << 24  # bytes of a record; a cell has at most 32,767 characters
_SHEET = 156  # BrtBundleSh: state, number, relation and name of a sheet


def survey_binary_sheet(path: Path, part: str) -> SheetSurvey:
    """Look through a sheet for its extent and its error cells. Raises SourceError when it spans too much to hold."""
    row = rows = columns = 0
    errors: set[Place] = set()
    for kind, data in _records(path, part):
        if kind == _ROW:
            row = int.from_bytes(data[:4], "little")
        elif _BLANK < kind <= _LAST_CELL:
            column = int.from_bytes(data[:4], "little")
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind in _ERROR_CELLS:
                errors.add((row, column))
            check_extent(rows, columns)
    return SheetSurvey(frozenset(errors))


def sheet_relations(path: Path) -> dict[str, str]:
    """Name of each sheet -> the relation that says which part holds it."""
    found = {}
    for kind, data in _records(path, "xl/workbook.bin"):
        if kind == _SHEET:
            relation, rest = _text(data, 8)
            found[_text(data, rest)[0]] = relation
    return found


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text of UTF-16 with its length before it, and where it ends."""
    end = at + 4 + 2 * int.from_bytes(data[at : at + 4], "little")
    return data[at + 4 : end].decode("utf-16-le", errors="replace"), end


def _records(path: Path, part: str) -> Iterator[tuple[int, bytes]]:
    """Type and content of each record; the content is cut after the first bytes of a cell."""
    buffer, at = b"", 0
    for chunk in part_chunks(path, part):
        buffer, at = buffer[at:] + chunk, 0
        while True:
            kind, size, start = _head(buffer, at)
            if size > _LONGEST:
                raise SourceError(worded("This workbook is damaged: open it and save it again."))
            if start < 0 or start + size > len(buffer):
                break
            yield kind, buffer[start : start + size]
            at = start + size


def _head(buffer: bytes, at: int) -> tuple[int, int, int]:
    """Type and size of the record that begins there, and where its content does; -1 when the buffer ends before."""
    kind, at = _number(buffer, at, 2)
    size, at = _number(buffer, at, 4) if at >= 0 else (0, -1)
    return kind, size, at


def _number(buffer: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, the last one below 128."""
    value = 0
    for shift in range(most):
        if at + shift >= len(buffer):
            return 0, -1
        byte = buffer[at + shift]
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            return value, at + shift + 1
    return value, at + most
