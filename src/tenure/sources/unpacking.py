"""Is a workbook safe to open? A few kilobytes of ZIP can unpack to gigabytes, and one far cell can span a huge sheet."""

import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tenure.sources.failures import SourceError
from tenure.values.voice import worded

MOST_BYTES = 2 << 30  # unpacked, all parts together
SUSPICIOUS_BYTES = 64 << 20  # from here on the ratio counts
MOST_TIMES = 250  # sheets of numbers pack about 10 to 40 times smaller, bombs 1,000 times
MOST_CELLS = 25_000_000  # 24 bytes each in memory
MOST_TEXT = 1 << 30  # characters of all cells together: a text that a thousand cells share is held a thousand times
_CHUNK = 1 << 20
_LOCAL_HEADER = 30
# Cells that hold something: those without content, however many and however coloured, are not kept in memory.
# (Quotation marks are heeded, so that no cell can hide behind a sign in an attribute.)
_FILLED = re.compile(rb"""<(?:\w++:)?c\s((?:[^<>"'/]*+(?:"[^"]*+"|'[^']*+'|/(?!>)))*+[^<>"'/]*+)>""")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_IS_SHARED = re.compile(rb"""\bt=["']s["']""")
_SHARED = re.compile(_FILLED.pattern + rb"\s*<(?:\w++:)?v[^<>]*>\s*(\d{1,9})")
_TAIL = 256  # longer than any cell tag

Place = tuple[int, int]  # row, column, from 0


@dataclass(frozen=True, slots=True)
class SheetSurvey:
    """What was seen in a sheet without opening it: cells that show an error, and merged ones (first, last)."""

    errors: frozenset[Place] = frozenset()
    merged: tuple[tuple[Place, Place], ...] = ()


def check_archive(path: Path) -> list[str]:
    """The names of its parts, once all of them were unpacked without growing beyond measure. Raises SourceError."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            parts = archive.infolist()
            packed, unpacked = path.stat().st_size, 0
            for part in parts:
                for chunk in _unpacked(file, part):
                    unpacked += len(chunk)
                    if unpacked > MOST_BYTES or (unpacked > SUSPICIOUS_BYTES and unpacked > MOST_TIMES * packed):
                        raise SourceError(
                            worded(
                                "This workbook of {n} bytes unpacks to more than {most}: that is not a plain spreadsheet, and "
                                "it was not opened. If it is one, save it as CSV.",
                                n=f"{packed:,}",
                                most=f"{unpacked:,}",
                            )
                        )
            return [part.filename for part in parts]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError) as error:
        raise SourceError(
            worded("This workbook cannot be opened: it is damaged or was cut off ({said}).", said=str(error))
        ) from None


def part_chunks(path: Path, part: str) -> Iterator[bytes]:
    """What a part of an archive unpacks to, a piece at a time."""
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        yield from _unpacked(file, archive.getinfo(part))


def check_extent(rows: int, columns: int) -> None:
    """Refuse a sheet that spans too much to hold. Raises SourceError."""
    if rows * columns > MOST_CELLS:
        raise SourceError(
            worded(
                "This sheet spans {rows} rows and {columns} columns. If most of it is empty, delete what stands far out; "
                "otherwise save it as CSV.",
                rows=f"{rows:,}",
                columns=f"{columns:,}",
            )
        )


def survey_sheet(path: Path, part: str, texts: "array[int] | None" = None) -> SheetSurvey:
    """Look through a sheet for its extent and its error cells. Raises SourceError when it is too much to hold.

    ``texts`` are the lengths of the texts that cells share.
    """
    rows = columns = 0
    errors: set[Place] = set()
    tail = b""
    for chunk in part_chunks(path, part):
        text = tail + chunk
        for letters, number in set(_REFERENCE.findall(b"\n".join(_FILLED.findall(text)))):
            rows = max(rows, int(number))
            columns = max(columns, column_number(letters))
        if b't="e"' in text or b"t='e'" in text:
            errors.update(_places(text))
        tail = text[-_TAIL:]
        check_extent(rows, columns)
    if texts and rows * columns * max(texts) > MOST_TEXT:
        _check_texts(path, part, texts)
    return SheetSurvey(frozenset(errors))


def shared_texts(path: Path, part: str) -> "array[int]":
    """The length of each text that cells of a workbook share, in bytes."""
    lengths, size, tail = array("q"), 0, b""
    for chunk in part_chunks(path, part):
        *whole, tail = (tail + chunk).split(b"</si>")
        lengths.extend(size + len(text) for text in whole[:1])
        lengths.extend(len(text) for text in whole[1:])
        if whole:
            size = 0
        if len(tail) > _TAIL:  # but the end of it, where the mark may be cut in two
            size += len(tail) - _TAIL
            tail = tail[-_TAIL:]
    return lengths


def _check_texts(path: Path, part: str, texts: "array[int]") -> None:
    """Refuse a sheet whose cells show more text than can be held, as each cell holds a copy of what it shares."""
    total, tail = 0, b""
    for chunk in part_chunks(path, part):
        text = tail + chunk
        cut = max(text.rfind(b"<c "), text.rfind(b":c "), 0)
        numbers = (int(found[2]) for found in _SHARED.finditer(text, 0, cut) if _IS_SHARED.search(found[1]))
        total += sum(texts[number] for number in numbers if number < len(texts))
        tail = text[cut:]
        if total > MOST_TEXT:
            raise SourceError(worded("This sheet repeats long texts until they fill the memory: save it as CSV."))


def column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _places(text: bytes) -> Iterator[Place]:
    for attributes in _FILLED.findall(text):
        if _ERROR.search(attributes) and (found := _REFERENCE.search(attributes)):
            yield int(found[2]) - 1, column_number(found[1]) - 1


def _unpacked(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The true content of a part, however long its entry claims that it is."""
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("a part is missing")
    if part.flag_bits & 1:
        raise SourceError(worded("This workbook is locked with a password: save it without one."))
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SourceError(worded("This workbook is packed in an unusual way: open it and save it again."))
    inflate = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    left = part.compress_size
    while left and (packed := file.read(min(left, 64 * 1024))):
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        while packed and not inflate.eof:
            yield inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail
