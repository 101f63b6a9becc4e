"""What does a JSON Lines file hold? One object a line; its columns are the names that occur in any of them."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from tenure.sources.failures import SourceError
from tenure.sources.table import MOST_COLUMNS, BadLine, Cells
from tenure.values.voice import worded

_LONGEST = 1 << 20


class JsonLinesFile:
    """A file of JSON objects, one a line, UTF-8."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notes: list[str] = []
        self.taken_for: dict[str, object] = {"format": "jsonl", "encoding": "utf-8"}
        names: dict[str, None] = {}
        for record in self._records():
            if isinstance(record, dict):
                names.update(dict.fromkeys(record))
                if len(names) > MOST_COLUMNS:
                    raise SourceError(
                        worded(
                            "The objects of this file have over {most} names between them.", most=f"{MOST_COLUMNS:,}"
                        )
                    )
        if not names:
            raise SourceError(
                worded("There is no JSON object in this file: write one object a line and a line break after it.")
            )
        self._names = tuple(names)
        self.headers = tuple(" ".join(name.split()) for name in self._names)

    def rows(self) -> Iterator[Cells | BadLine]:
        """One row for each line; nested values as JSON text."""
        for record in self._records():
            if isinstance(record, dict):
                yield [_plain(record.get(name)) for name in self._names]
            else:
                yield record if record is not None else ()

    def _records(self) -> Iterator[dict[str, object] | BadLine | None]:
        decoder = msgspec.json.Decoder()
        with self._path.open("rb") as file:
            if file.read(3) != b"\xef\xbb\xbf":
                file.seek(0)
            while line := file.readline(_LONGEST):
                if len(line) == _LONGEST and not line.endswith(b"\n"):
                    while (rest := file.readline(_LONGEST)) and not rest.endswith(b"\n"):
                        pass
                    yield BadLine(
                        worded("the line is longer than a million characters"), line[:80].decode(errors="replace")
                    )
                elif line.strip():
                    yield _record(decoder, line)
                else:
                    yield None


def looks_like_json(head: bytes) -> bool:
    """Whether a file begins as JSON Lines do. Raises SourceError for a JSON array."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"[") and start[1:].lstrip()[:1] in (b"{", b"]"):
        raise SourceError(
            worded("This is a JSON array. Write JSON Lines instead: one object a line, no brackets around them.")
        )
    return start.startswith(b"{")


def sample_rows(table: JsonLinesFile, rows: int) -> list[Cells]:
    """The first rows that are objects."""
    return [row for row in islice(table.rows(), rows) if not isinstance(row, BadLine)]


def _record(decoder: "msgspec.json.Decoder[object]", line: bytes) -> dict[str, object] | BadLine:
    text = line[:80].decode(errors="replace").strip()
    try:
        found = decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return BadLine(worded("the line is not JSON: {said}", said=str(error)), text)
    return found if isinstance(found, dict) else BadLine(worded("the line is not a JSON object"), text)


def _plain(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
