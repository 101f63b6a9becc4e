"""Which cells could not be read? As a file to hand to whoever can put them right."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from django.http import HttpResponse

_COLUMNS = ("row", "column", "value", "reason")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def problems_csv(problems: Iterable[Mapping[str, object]], file_name: str) -> HttpResponse:
    """CSV with the row in the file, the column, what stands there and why it cannot be used."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows([_plain(problem[name]) for name in _COLUMNS] for problem in problems)
    name = quote(f"{Path(file_name).stem} – cells to mend.csv")
    # With a mark at the start, because spreadsheet programs take the file for another encoding without one.
    response = HttpResponse(f"\ufeff{text.getvalue()}", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _plain(value: object) -> str:
    """No spreadsheet program takes it for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
