"""Which orders, invoices, touchpoints, tickets, assets or measured days lie beneath a fact? The first ten."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from babel import Locale
from django.db.models import F, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.answers.custom_facts import counted_days, customs_of
from tenure.console.locale import day, moment, money, number
from tenure.console.touchpoints.words import CHANNELS
from tenure.facts.asset_rows import BOOKINGS, DOWNLOADS, PUSHES, USERS
from tenure.records.models import (
    Account,
    AssetHistory,
    IncidentAccount,
    Invoice,
    Measurement,
    Order,
    Ticket,
    Touchpoint,
)
from tenure.values.moment import Moment, day_of, is_day

FIRST = 10
Rows = dict[str, object]
_METRICS: Mapping[str, str] = {"push": PUSHES, "downloads": DOWNLOADS, "bookings": BOOKINGS, "asset_users": USERS}
_HEADS: Mapping[str, Promise] = {
    PUSHES: gettext_lazy("Pushes"),
    DOWNLOADS: gettext_lazy("Downloads"),
    BOOKINGS: gettext_lazy("Bookings"),
    USERS: gettext_lazy("Active users"),
}
_DATES: Mapping[str, tuple[str, Promise, Promise]] = {
    "asset_republish_days": ("published_on", gettext_lazy("Publications"), gettext_lazy("Published")),
    "certificate_days_left": ("certificate_ends_on", gettext_lazy("Certificates"), gettext_lazy("Ends")),
}


def beneath(account: Account, name: str, group: str, at: Moment, locale: Locale) -> Rows:
    """The rows that a fact of one of these groups counts; none for one that is made of others."""
    if group == "custom":
        return _custom(account, name, at, locale)
    if group == "assets":
        return _assets(account, name, at, locale)
    for part, rows in _ROWS.items():
        if part in name:
            return rows(account, at, locale)
    return {}


def _orders(account: Account, at: Moment, locale: Locale) -> Rows:
    """The latest orders, with what was given back of them by then."""
    found = Order.objects.filter(workspace=account.workspace_id, account=account, ordered_at__lt=at.at)
    rows = [
        (
            one.product or one.key,
            day(one.ordered_at.date(), locale) if is_day(one.ordered_at) else moment(one.ordered_at, locale),
            money(one.amount, one.currency, locale),
            money(one.refunded, one.currency, locale) if one.refunded and _is_known(one.refunded_on, at) else "–",
        )
        for one in found.order_by("-ordered_at", "-pk")[:FIRST]
    ]
    return _sheet(
        _("Orders, the last %(count)s") % {"count": FIRST}, (_("Order"), _("When"), _("Amount"), _("Given back")), rows
    )


def _invoices(account: Account, at: Moment, locale: Locale) -> Rows:
    """Invoices that were not paid by then, the longest due first."""
    issued = Invoice.objects.filter(workspace=account.workspace_id, account=account, issued_on__lte=at.date)
    unpaid = issued.filter(Q(paid_on=None) | Q(paid_on__gt=at.date)).order_by(F("due_on").asc(nulls_last=True), "pk")
    rows = [
        (
            one.key,
            day(one.issued_on, locale),
            day(one.due_on, locale) if one.due_on else _("not said"),
            money(one.amount, one.currency, locale),
        )
        for one in unpaid[:FIRST]
    ]
    return _sheet(_("Unpaid invoices"), (_("Invoice"), _("Issued"), _("Due"), _("Amount")), rows)


def _touchpoints(account: Account, at: Moment, locale: Locale) -> Rows:
    """The latest touchpoints."""
    held = Touchpoint.objects.filter(workspace=account.workspace_id, account=account, is_held=True)
    found = held.filter(at__lt=at.at)
    rows = [(_word(one), moment(one.at, locale), one.by or "–") for one in found.order_by("-at", "-pk")[:FIRST]]
    return _sheet(_("Touchpoints, the last %(count)s") % {"count": FIRST}, (_("Touchpoint"), _("When"), _("By")), rows)


def _tickets(account: Account, at: Moment, locale: Locale) -> Rows:
    """Open tickets, the oldest first, then closed ones, the latest first."""
    known = Ticket.objects.filter(workspace=account.workspace_id, account=account, opened_at__lt=at.at)
    is_open = Q(closed_at=None) | Q(closed_at__gte=at.at)
    found = [
        *known.filter(is_open).order_by("opened_at", "pk")[:FIRST],
        *known.exclude(is_open).order_by("-opened_at")[:FIRST],
    ]
    rows = [
        (
            one.subject or one.key,
            day(one.opened_at.date(), locale),
            day(one.closed_at.date(), locale) if one.closed_at and one.closed_at < at.at else _("open"),
        )
        for one in found[:FIRST]
    ]
    return _sheet(_("Tickets"), (_("Ticket"), _("Opened"), _("Closed")), rows)


def _incidents(account: Account, at: Moment, locale: Locale) -> Rows:
    """Incidents that affect it, the open ones first, each by when it was found among the affected."""
    rows = IncidentAccount.objects.filter(workspace=account.workspace_id, account=account, found_at__lt=at.at)
    found = rows.select_related("incident").order_by(F("incident__closed_at").desc(nulls_first=True), "-found_at")
    said = [
        (
            one.incident.title,
            day(one.found_at.date(), locale),
            day(over.date(), locale) if (over := one.incident.closed_at) and over < at.at else _("open"),
        )
        for one in found[:FIRST]
    ]
    return _sheet(_("Incidents"), (_("Incident"), _("Affected from"), _("Closed")), said)


def _assets(account: Account, name: str, at: Moment, locale: Locale) -> Rows:
    """The dates of its assets in use, or the days on which what the fact counts was measured."""
    if name in _DATES:
        return _dates(account, name, at, locale)
    metric = next(metric for start, metric in _METRICS.items() if name.startswith(start))
    measured = Measurement.objects.filter(
        _in_use("asset__", at),
        workspace=account.workspace_id,
        account=account,
        metric=metric,
        day__lt=day_of(at.window_day),
    )
    if metric == PUSHES:
        measured = measured.filter(value__gt=0)
    days = measured.values_list("day").annotate(total=Sum("value")).order_by("-day")[:FIRST]
    rows = [(day(when, locale), number(total, locale, 2)) for when, total in days]
    return _sheet(_("Days with figures, the last %(count)s") % {"count": FIRST}, (_("Day"), str(_HEADS[metric])), rows)


def _custom(account: Account, name: str, at: Moment, locale: Locale) -> Rows:
    """The days that a fact of the workspace's own counts."""
    one = next((one for one in customs_of(account.workspace) if one.name == name), None)
    if one is None:
        return {}
    days = counted_days(account, one, at)[:FIRST]
    rows = [
        (
            day(each.date, locale),
            number(each.times, locale),
            "–" if each.total is None else number(each.total, locale, 2),
        )
        for each in days
    ]
    heads = (_("Day"), _("Times") if one.source == "event" else _("Figures"), _("Value"))
    return _sheet(_("Days with “%(name)s”, the last %(count)s") % {"name": one.of, "count": FIRST}, heads, rows)


def _dates(account: Account, name: str, at: Moment, locale: Locale) -> Rows:
    of, title, head = _DATES[name]
    found = AssetHistory.objects.filter(
        _in_use("asset__", at), workspace=account.workspace_id, asset__account=account, name=of, since__lt=at.at
    )
    latest: dict[int, AssetHistory] = {one.asset_id: one for one in found.select_related("asset").order_by("since")}
    dated = [(str(one.value), one.asset) for one in latest.values() if isinstance(one.value, str)]
    rows = [
        (asset.name or asset.key, day(date.fromisoformat(value), locale))
        for value, asset in sorted(dated, key=lambda pair: (pair[0], pair[1].pk))[:FIRST]
    ]
    return _sheet(title, (_("Asset"), head), rows)


def _in_use(path: str, at: Moment) -> Q:
    return Q(**{f"{path}retired_on": None}) | Q(**{f"{path}retired_on__gt": at.date})


def _sheet(title: str | Promise, heads: Iterable[str | Promise], rows: list[Any]) -> Rows:
    return {"rows_title": title, "rows_heads": tuple(heads), "rows": rows}


def _is_known(on: date | None, at: Moment) -> bool:
    return on is None or on <= at.date


def _word(touchpoint: Touchpoint) -> str:
    return touchpoint.summary[:80] or str(CHANNELS.get(touchpoint.channel, touchpoint.channel))


# By a word in the fact's name.
_ROWS: Mapping[str, Callable[[Account, Moment, Locale], Rows]] = {
    "overdue": _invoices,
    "ticket": _tickets,
    "incident": _incidents,
    "touchpoint": _touchpoints,
    "meetings": _touchpoints,
    "order": _orders,
    "revenue": _orders,
    "spend": _orders,
    "refund": _orders,
}
