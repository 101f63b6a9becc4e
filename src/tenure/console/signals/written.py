"""Alerts, and signals with what came of them, as files that a spreadsheet opens."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tenure.answers.alert_words import what_happened
from tenure.answers.custom_facts import catalogue_of
from tenure.console.csv_file import csv_file, file_name
from tenure.console.signals import words
from tenure.records.models import Alert, Workspace


def alerts_csv(workspace: Workspace, alerts: QuerySet[Alert]) -> HttpResponseBase:
    """A row for each alert, in their order."""
    heads = (
        _("Account ID"), _("Account"), _("Signal"), _("Severity"), _("What happened"), _("Since"), _("Opened on"),
        _("Owner"), _("Snoozed until"), _("Reason"), _("Note"), _("Over on"), _("How it ended"),
    )  # fmt: skip
    related = alerts.select_related("account", "signal", "owner")
    return csv_file(file_name(workspace, _("alerts")), heads, list(_lines(workspace, related)))


def _lines(workspace: Workspace, alerts: Iterable[Alert]) -> Iterator[tuple[object, ...]]:
    catalogue = catalogue_of(workspace)
    for one in alerts:
        yield (
            one.account.key, one.account.name, words.name(one.signal), str(words.SEVERITIES[one.severity]),
            what_happened(one, catalogue), one.since.date(), one.opened_at.date(), one.owner.name if one.owner else "",
            one.snoozed_until, words.reason(one.reason), one.note, one.ended_at and one.ended_at.date(),
            str(words.ENDS.get(one.end, "")),
        )  # fmt: skip
