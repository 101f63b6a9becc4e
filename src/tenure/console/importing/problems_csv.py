"""Which cells could not be read? As a file to hand to whoever can put them right."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenure.console.csv_file import csv_file
from tenure.console.stored_words import again

_COLUMNS = {"row": _("row"), "column": _("column"), "value": _("value"), "reason": _("reason")}


def problems_csv(problems: Iterable[Mapping[str, object]], file_name: str) -> HttpResponseBase:
    """CSV with the row in the file, the column, what stands there and why it cannot be used."""
    name = gettext("{name} – cells to mend.csv").format(name=Path(file_name).stem)
    return csv_file(name, _COLUMNS.values(), [_cells(problem) for problem in problems])


def _cells(problem: Mapping[str, object]) -> list[object]:
    return [
        again(str(value)) if name == "reason" else value for name, value in ((one, problem[one]) for one in _COLUMNS)
    ]
