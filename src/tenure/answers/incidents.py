"""Which incidents are there, whom does each affect, and who was told? For pages, programs and the command line."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from tenure.answers.affected import sentence
from tenure.answers.incident_ways import preferred
from tenure.records.account import Account
from tenure.records.incident import Incident, IncidentAccount
from tenure.records.workspace import Workspace
from tenure.rules.parse import RuleError, parse


def incidents(workspace: Workspace) -> QuerySet[Any]:
    """Every incident, each with how many accounts it affects (``n_affected``), how many were told (``n_told``), and how
    many of the others are to be called (``n_calls``).
    """
    untold = Q(affected__told_at=None)
    return Incident.objects.filter(workspace=workspace).annotate(
        n_affected=Count("affected"),
        n_told=Count("affected", filter=~untold),
        n_calls=Count("affected", filter=untold & Q(affected__way=IncidentAccount.Way.CALL)),
    )


def accounts_of(incident: Incident) -> QuerySet[IncidentAccount]:
    """Those it affects: who is still to be told first, of these who is to be called, then who pays most."""
    rows = IncidentAccount.objects.filter(workspace=incident.workspace_id, incident=incident)
    return rows.select_related("account__owner__user", "account__health", "contact").order_by(
        F("told_at").asc(nulls_first=True), "way", F("account__health__mrr").desc(nulls_last=True), "pk"
    )


def open_of(account: Account) -> QuerySet[IncidentAccount]:
    """The open incidents that affect an account, the latest first."""
    rows = IncidentAccount.objects.filter(workspace=account.workspace_id, account=account, incident__closed_at=None)
    return rows.select_related("incident").order_by("-found_at", "-pk")


def says(incident: Incident) -> str:
    """When an account is affected, as a sentence without its full stop; of a rule that nobody can read any more nothing."""
    try:
        return sentence(parse(incident.rule))
    except RuleError:
        return ""


def incident_row(incident: Any) -> dict[str, Any]:
    """One of `incidents` as programs read it."""
    return {
        "id": incident.pk,
        "title": incident.title,
        "description": incident.description or None,
        "ticket": incident.ticket.key if incident.ticket else None,
        "rule": incident.rule,
        "says": says(incident),
        "state": "closed" if incident.closed_at else "open",
        "affected": incident.n_affected,
        "told": incident.n_told,
        "to_call": incident.n_calls,
        "opened_at": _iso(incident.opened_at),
        "closed_at": _iso(incident.closed_at),
        "apology": incident.apology or None,
        "goodwill": incident.goodwill or None,
    }


def account_row(row: IncidentAccount) -> dict[str, Any]:
    """One of `accounts_of` as programs read it."""
    owner, contact = row.account.owner, row.contact
    return {
        "account": row.account.key,
        "owner": owner.user.email if owner else None,
        "contact": contact.key if contact else None,
        "way": row.way,
        "channel": channel(row),
        "why": row.why or None,
        "found_at": _iso(row.found_at),
        "told_at": _iso(row.told_at),
    }


def channel(row: IncidentAccount) -> str:
    """By what the contact is told: a call, or the channel that the contact prefers, e-mail where nothing was said."""
    if row.way == IncidentAccount.Way.CALL:
        return "call"
    return preferred(row.contact.preferred_channel if row.contact else "")


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
