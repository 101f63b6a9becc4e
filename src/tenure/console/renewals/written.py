"""Renewals and departures as files that a spreadsheet opens."""

from collections.abc import Iterable
from datetime import date

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tenure.answers.departures import Left
from tenure.answers.renewals import Due
from tenure.console.csv_file import csv_file, file_name, major
from tenure.console.renewals.words import FORECASTS
from tenure.records.models import Workspace


def renewals_csv(workspace: Workspace, dues: Iterable[Due], today: date) -> HttpResponseBase:
    """A row for each contract that is due."""
    heads = (
        _("Account ID"), _("Account"), _("Product"), _("Plan"), _("Owner"), _("Due on"), _("Days left"), _("MRR"),
        _("Next term"), _("Currency"), _("Last day for notice"), _("Renews by itself"), _("Forecast"), _("Why"),
    )  # fmt: skip
    rows = [
        (
            one.key, one.name, one.product, one.plan, one.owner, one.ends_on, (one.ends_on - today).days,
            major(one.mrr, one.currency), major(one.value, one.currency), one.currency, one.deadline,
            _yes(one.renews_itself), str(FORECASTS[one.outlook.forecast]),
            one.outlook.word.by if one.outlook.word else one.outlook.suggestion,
        )
        for one in dues
    ]  # fmt: skip
    return csv_file(file_name(workspace, _("renewals")), heads, rows)


def departures_csv(workspace: Workspace, rows: Iterable[Left]) -> HttpResponseBase:
    """A row for each departure; the active days of its last thirteen weeks each in a column."""
    heads = (
        _("Account ID"), _("Account"), _("Product"), _("Left on"), _("Notice on"), _("Reason"), _("Finer reason"),
        _("Competitor"), _("Note"), _("MRR"), _("Currency"), _("Days of membership"),
        *(_("Active days, week %(number)s") % {"number": number} for number in range(1, 14)),
    )  # fmt: skip
    lines = (
        (
            one.key, one.name, one.product, one.ends_on, one.notice_on, one.reason, one.finer, one.competitor, one.note,
            major(one.mrr, one.currency), one.currency, one.member_days, *one.usage.weeks,
        )
        for one in rows
    )  # fmt: skip
    return csv_file(file_name(workspace, _("departures")), heads, lines)


def _yes(value: bool | None) -> str:
    return "" if value is None else _("yes") if value else _("no")
