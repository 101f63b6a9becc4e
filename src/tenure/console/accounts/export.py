"""The list as a file: the rows and columns that it shows, as CSV or as a workbook."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final

import xlsxwriter
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.console.access import for_members
from tenure.console.accounts.accounts import Listed, listed_of
from tenure.console.accounts.cells import known_of, value_in
from tenure.console.accounts.chosen import in_order
from tenure.console.accounts.fields import Field
from tenure.console.csv_file import csv_file, file_name
from tenure.records.models import Account, AccountHealth, Member
from tenure.values.money import Money, minor_digits

SLICE: Final = 1_000
_MOST_SHEET: Final = 1_048_575  # rows of a sheet beneath its heads
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_members
@require_safe
def export_accounts(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Every account of the list in its order, or those that the address names with ``id``."""
    listed = listed_of(request, member, request.GET)
    ticked = [int(one) for one in request.GET.getlist("id")[:1000] if one.isdecimal() and len(one) < 19]
    numbers = in_order(listed, ticked)
    make, ending = (_workbook, "xlsx") if request.GET.get("format") == "xlsx" else (_text, "csv")
    return make(listed, numbers, file_name(member.workspace, "accounts", ending))


def _text(listed: Listed, numbers: Sequence[int], name: str) -> HttpResponseBase:
    return csv_file(name, [head for head, _ in _heads(listed.columns)], _rows(listed, numbers))


def _workbook(listed: Listed, numbers: Sequence[int], name: str) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, days = book.add_worksheet("Accounts"), book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    for column, (head, width) in enumerate(_heads(listed.columns)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    sheet.freeze_panes(1, 1)
    for at, row in enumerate(islice(_rows(listed, numbers), _MOST_SHEET), start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(at, column, value, days)
            elif isinstance(value, bool):
                sheet.write_boolean(at, column, value)
            elif isinstance(value, int | float):
                sheet.write_number(at, column, value)
            elif value is not None and value != "":
                sheet.write_string(at, column, str(value)[:32_767])
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=WORKBOOK)


def _heads(columns: Sequence[Field]) -> list[tuple[str, int]]:
    """Key and name first; beside each amount its currency."""
    found = [(_("Account ID"), 18), (_("Account"), 32)]
    for one in columns[1:]:
        found.append((one.head, 16))
        if one.kind == "money":
            found.append((_("%(amount)s, currency") % {"amount": one.head}, 10))
    return found


def _rows(listed: Listed, numbers: Sequence[int]) -> Iterator[list[Any]]:
    """A slice of accounts at a time, so that a hundred thousand are never held at once."""
    for start in range(0, len(numbers), SLICE):
        some = numbers[start : start + SLICE]
        accounts = Account.objects.filter(workspace=listed.member.workspace_id)
        found = accounts.select_related("health", "owner").in_bulk(some)
        known = known_of(listed.member.workspace, some, listed.columns)
        for number in some:
            if number in found:
                yield _row(found[number], listed, known)


def _row(account: Account, listed: Listed, known: Any) -> list[Any]:
    health = getattr(account, "health", None) or AccountHealth(band="none", facts={})
    row: list[Any] = [account.key, account.name]
    for one in listed.columns[1:]:
        value = value_in(account, health, one, known, listed.fields)
        if one.kind == "money":
            row += (
                [value.amount / 10 ** minor_digits(value.currency), value.currency]
                if isinstance(value, Money)
                else [None, None]
            )
        else:
            row.append(round(value, 1) if one.kind == "score" and value is not None else value)
    return row
