"""Which cells could not be read? As a file to hand to whoever can put them right."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenure.console.stored_words import again

_COLUMNS = {"row": _("row"), "column": _("column"), "value": _("value"), "reason": _("reason")}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def problems_csv(problems: Iterable[Mapping[str, object]], file_name: str) -> HttpResponse:
    """CSV with the row in the file, the column, what stands there and why it cannot be used."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([str(word) for word in _COLUMNS.values()])
    writer.writerows([_plain(value) for value in _cells(problem)] for problem in problems)
    name = quote(gettext("{name} – cells to mend.csv").format(name=Path(file_name).stem))
    # With a mark at the start, because spreadsheet programs take the file for another encoding without one.
    response = HttpResponse(f"\ufeff{text.getvalue()}", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _cells(problem: Mapping[str, object]) -> list[object]:
    return [
        again(str(value)) if name == "reason" else value for name, value in ((one, problem[one]) for one in _COLUMNS)
    ]


def _plain(value: object) -> str:
    """No spreadsheet program takes it for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
