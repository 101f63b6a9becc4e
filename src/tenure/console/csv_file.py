"""A table as a file that a spreadsheet opens: marked as UTF-8, and with no text that would be taken for a formula."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from tenure import clock
from tenure.records.models import Workspace
from tenure.values.money import minor_digits

_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, heads: Iterable[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Sent as it is made; words in rows have to be in the reader's language already."""
    words = [str(head) for head in heads]  # as it is sent, the reader's language is forgotten
    response = StreamingHttpResponse(_lines(words, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def file_name(workspace: Workspace, what: str, ending: str = "csv") -> str:
    """``acme-renewals-2026-03-01.csv``."""
    return f"{slugify(workspace.name) or 'tenure'}-{slugify(what) or 'list'}-{clock.now():%Y-%m-%d}.{ending}"


def major(amount: int, currency: str) -> str:
    """Minor units as people write amounts, with a decimal point: ``573.00``."""
    digits = minor_digits(currency)
    return f"{amount / 10**digits:.{digits}f}"


class _Line:
    """What a CSV writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def _lines(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    write: Callable[[Sequence[Any]], str] = csv.writer(_Line()).writerow
    yield "\ufeff" + write(heads)
    for row in rows:
        yield write([_plain(value) for value in row])


def _plain(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | date):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text
