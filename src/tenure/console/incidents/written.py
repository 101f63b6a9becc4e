"""Incidents, and whom one affects, as files that a spreadsheet opens."""

from collections.abc import Iterable
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tenure.answers.incidents import accounts_of
from tenure.console import people
from tenure.console.csv_file import csv_file, file_name
from tenure.console.incidents.words import rule_words, way
from tenure.records.models import Incident, IncidentAccount, Member


def incidents_csv(member: Member, incidents: Iterable[Any]) -> HttpResponseBase:
    """A row for each incident, with how many it affects."""
    heads = (
        _("Incident"), _("Affected if"), _("Opened on"), _("Closed on"), _("Accounts"), _("Told"), _("To call"),
        _("Goodwill"),
    )  # fmt: skip
    rows = [
        (
            one.title, rule_words(one, member), one.opened_at.date(), one.closed_at and one.closed_at.date(),
            one.n_affected, one.n_told, one.n_calls, one.goodwill,
        )
        for one in incidents
    ]  # fmt: skip
    return csv_file(file_name(member.workspace, _("incidents")), heads, rows)


def affected_csv(member: Member, incident: Incident) -> HttpResponseBase:
    """A row for each account that it affects: whose it is, whom one tells, how, and when that was done."""
    heads = (
        _("Account ID"), _("Account"), _("Owner"), _("Contact"), _("E-mail"), _("Phone"), _("Way"), _("Why"),
        _("Told on"), _("Told by"),
    )  # fmt: skip
    names = people.names(member.workspace)
    rows = [_line(row, names) for row in accounts_of(incident)]
    return csv_file(file_name(member.workspace, incident.title), heads, rows)


def _line(row: IncidentAccount, names: dict[str, str]) -> tuple[object, ...]:
    account, contact = row.account, row.contact
    told_how, why = way(row)
    return (
        account.key, account.name, account.owner.name if account.owner else "", str(contact) if contact else "",
        contact.email if contact else "", contact.phone if contact else "", str(told_how), str(why),
        row.told_at and row.told_at.date(), names.get(row.told_by, row.told_by),
    )  # fmt: skip
