"""Renewals and departures as files that a spreadsheet opens."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tenure import clock
from tenure.answers.departures import Left
from tenure.answers.renewals import Due
from tenure.console.renewals.words import FORECASTS
from tenure.records.models import Workspace
from tenure.values.money import minor_digits

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What a CSV writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def renewals_csv(workspace: Workspace, dues: Iterable[Due], today: date) -> HttpResponse:
    """A row for each contract that is due."""
    heads = (
        _("Account ID"), _("Account"), _("Product"), _("Plan"), _("Owner"), _("Due on"), _("Days left"), _("MRR"),
        _("Next term"), _("Currency"), _("Last day for notice"), _("Renews by itself"), _("Forecast"), _("Why"),
    )  # fmt: skip
    rows = (
        (
            one.key, one.name, one.product, one.plan, one.owner, one.ends_on, (one.ends_on - today).days,
            _major(one.mrr, one.currency), _major(one.value, one.currency), one.currency, one.deadline,
            _yes(one.renews_itself), FORECASTS[one.outlook.forecast],
            one.outlook.word.by if one.outlook.word else one.outlook.suggestion,
        )
        for one in dues
    )  # fmt: skip
    return _file(workspace, _("renewals"), heads, rows)


def departures_csv(workspace: Workspace, rows: Iterable[Left]) -> HttpResponse:
    """A row for each departure; the active days of its last thirteen weeks each in a column."""
    heads = (
        _("Account ID"), _("Account"), _("Product"), _("Left on"), _("Notice on"), _("Reason"), _("Finer reason"),
        _("Competitor"), _("Note"), _("MRR"), _("Currency"), _("Days of membership"),
        *(_("Active days, week %(number)d") % {"number": number} for number in range(1, 14)),
    )  # fmt: skip
    lines = (
        (
            one.key, one.name, one.product, one.ends_on, one.notice_on, one.reason, one.finer, one.competitor, one.note,
            _major(one.mrr, one.currency), one.currency, one.member_days, *one.usage.weeks,
        )
        for one in rows
    )  # fmt: skip
    return _file(workspace, _("departures"), heads, lines)


def _file(workspace: Workspace, what: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    # Written at once, not as it is sent: by then the reader's language would be forgotten.
    response = HttpResponse("".join(_lines(heads, rows)), content_type="text/csv; charset=utf-8")
    name = f"{slugify(workspace.name) or 'tenure'}-{slugify(what) or 'list'}-{clock.now():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """With the mark by which spreadsheets tell UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + str(writer.writerow(heads))
    for row in rows:
        yield str(writer.writerow([_plain(value) for value in row]))


def _plain(value: Any) -> Any:
    """No spreadsheet program takes a text for a formula."""
    if value is None:
        return ""
    if isinstance(value, int | float | date):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _major(amount: int, currency: str) -> str:
    digits = minor_digits(currency)
    return f"{amount / 10**digits:.{digits}f}"


def _yes(value: bool | None) -> str:
    return "" if value is None else _("yes") if value else _("no")
