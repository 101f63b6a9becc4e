"""The attention list: each account that needs somebody, why it does, and what would be lost with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.answers.attention import Attention
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.due import Due
from tenure.calc.attention import NEARNESS, Standing, fall
from tenure.calc.health import HealthError, from_json
from tenure.console import people
from tenure.console.eyes import health_seen
from tenure.console.fact_words import restated
from tenure.console.locale import Counted, day
from tenure.console.signals.query import open_by_account
from tenure.facts.declare import Fact
from tenure.records.models import Account, AccountHealth, Member

_SOON = NEARNESS[-1][0]  # days within which a date is worth a word


@dataclass(frozen=True, slots=True)
class Need:
    """One row: its rank from 1, the account, the sentence of what holds it down, and what else makes it urgent."""

    rank: int
    account: Account
    health: AccountHealth
    stake: int | None
    why: str
    marks: Sequence[str]
    owner: str


def needs(member: Member, found: Attention, today: date, locale: Locale) -> list[Need]:
    """The rows of the most urgent accounts, in order; four queries."""
    workspace = member.workspace
    accounts = Account.objects.filter(workspace=workspace).select_related("health", "owner")
    rows = accounts.in_bulk([one.account for one in found.first])
    names, catalogue = people.names(workspace), catalogue_of(workspace)
    alerts = open_by_account(member, [one.account for one in found.first], today)
    return [
        Need(
            rank,
            rows[one.account],
            rows[one.account].health,
            one.stake,
            why(rows[one.account].health, names, locale, catalogue),
            [
                *marks(one, rows[one.account], found.due.get(one.account), today, locale),
                *_alerts(alerts.get(one.account, 0)),
            ],
            owner_of(rows[one.account]),
        )
        for rank, one in enumerate(found.first, 1)
        if one.account in rows
    ]


def owner_of(account: Account) -> str:
    """The member who owns it, else whom a file or program named; empty where nobody does."""
    return account.owner.name if account.owner else str(account.health.facts.get("owner") or "")


def why(health: AccountHealth, names: Mapping[str, str], locale: Locale, catalogue: Mapping[str, Fact]) -> str:
    """The sentence of what holds the account down most."""
    try:
        telling = health_seen(from_json(health.detail)).briefly()
        return people.cause(restated(telling, health.facts, locale, catalogue), names)
    except HealthError:
        return ""


def marks(one: Standing, account: Account, due: Due | None, today: date, locale: Locale) -> list[str]:
    """What else makes it urgent, in a few words each: a fall, and what is due."""
    told = []
    if fall(one.fell):
        points = round(one.fell)
        told.append(
            ngettext("fell %(points)s point in four weeks", "fell %(points)s points in four weeks", points)
            % {"points": points}
        )
    renews_on = account.health.renews_on
    if renews_on is not None and (renews_on - today).days <= _SOON:
        told.append(_in_days((renews_on - today).days, _renewal(renews_on, locale)))
    if due is not None:
        told.append(_due(due, today, locale))
    return told


def _alerts(count: int) -> list[str]:
    if not count:
        return []
    return [ngettext("%(count)s alert", "%(count)s alerts", count) % {"count": Counted(count)}]


def _renewal(on: date, locale: Locale) -> str:
    return _("renews on %(day)s") % {"day": day(on, locale)}


def _in_days(days: int, otherwise: str) -> str:
    if days < 0:
        return otherwise
    if days == 0:
        return _("renews today")
    return ngettext("renews in %(days)s day", "renews in %(days)s days", days) % {"days": Counted(days)}


def _due(due: Due, today: date, locale: Locale) -> str:
    days = (due.day - today).days
    if due.kind == "notice":
        return _("notice can be given until %(day)s") % {"day": day(due.day, locale)}
    if days < 0:
        return ngettext("a task is %(days)s day overdue", "a task is %(days)s days overdue", -days) % {
            "days": Counted(-days)
        }
    return _("a task is due today") if days == 0 else _("a task is due on %(day)s") % {"day": day(due.day, locale)}
