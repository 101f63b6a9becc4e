"""Do accounts stay, and what do they bring? The figures of the business, each of which can be asked why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.business import Business
from tenure.answers.months import choices, shifted
from tenure.answers.reports import counted_as
from tenure.calc.retention import Presence
from tenure.calc.revenue import Moves
from tenure.console.access import for_members, may_administer, may_see_margin
from tenure.console.locale import Counted, locale_of, money, rate
from tenure.console.rail import SETTINGS, link
from tenure.console.retention import charts, titles, written
from tenure.console.retention.asked import Asked, Looked
from tenure.console.retention.goals import goals_of
from tenure.console.retention.left import left
from tenure.console.retention.segments import facts_to_choose, segments
from tenure.console.retention.things import things
from tenure.console.retention.titles import Month
from tenure.console.retention.why import definitions
from tenure.console.retention.words import WORDS
from tenure.records.models import Member
from tenure.values.moment import day_of

HEAD = ("retention_rate", "nrr", "grr", "churn_rate", "renewal_rate", "mrr")
BRING = (
    "revenue_per_account", "average_spend", "average_order_value", "contract_months", "options_per_account", "buyers", "repeat_rate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure of the twelve months, and beside it that of the month, or what it counts."""

    name: str
    title: str
    year: str
    beside: str


@for_members
@require_safe
def retention(request: HttpRequest, member: Member) -> HttpResponse:
    """The whole page; the address says which month, fact and currency."""
    locale = locale_of(request)
    looked = Looked.at(member.workspace, Asked.read(request.GET).of_page)
    months = list(_months(looked, locale))
    # Before the figures, which then find its ledger read.
    what_was_sold = things(looked, locale, sees_margin=may_see_margin(member))
    context = {
        "member": member,
        "section": "retention",
        "here": True,
        "asked": looked.asked,
        "looked": looked,
        "is_empty": not len(looked.history.presence.accounts),
        "besides_month": looked.asked.besides("month", *(["currency"] if len(looked.history.currencies) > 1 else [])),
        "besides_fact": looked.asked.besides("by", "groups"),
        "month_word": _month_word(looked, locale),
        "choices": _choices(looked, locale),
        "sentence": _sentence(looked, locale),
        "definitions": definitions(looked, looked.month),
        "warning": _warning(looked, locale),
        "head": [_shown(name, looked, locale) for name in HEAD],
        "bring": [_shown(name, looked, locale) for name in BRING],
        "may_see_margin": may_see_margin(member),
        "settings_address": link(member, SETTINGS).address if may_administer(member) else "",
        "options_address": reverse("options", args=[member.workspace.slug]) if may_administer(member) else "",
        **_drawn(looked, months, locale),
        **segments(looked, locale, sees_margin=may_see_margin(member)),
        **what_was_sold,
        **(left(looked, locale) if may_see_margin(member) else {}),
        "facts": facts_to_choose(member.workspace),
        "goals": goals_of(looked, member, locale),
    }
    return render(request, "console/retention/page.html", context)


def _shown(name: str, looked: Looked, locale: Locale) -> Shown:
    def of(business: Business) -> str:
        return written.value(name, business.answer(name).value, looked.currency, locale)

    words = WORDS[name]
    beside = str(words.unit) or _("month: %(value)s") % {"value": of(looked.month)}
    return Shown(name, str(words.title), of(looked.year), beside)


def _months(looked: Looked, locale: Locale) -> Iterator[Month]:
    presence, spans = looked.history.presence, looked.history.revenue(looked.currency)
    for number, period in enumerate(looked.window.months, 1):
        found = Presence.between(presence, *period.days).count
        moved = counted_as(looked.history.workspace, Moves.between(spans, *period.days).sum)
        rolling = looked.window.is_rolling
        name = format_date(period.end if rolling else period.start, "d MMM" if rolling else "MMM", locale=locale)
        long = format_date(period.start, "d MMM yyyy" if rolling else "MMMM yyyy", locale=locale)
        address = "" if rolling else looked.asked.address(month=period.start)
        if period.so_far:
            long = _("%(month)s so far") % {"month": long}
        rate_of = written.value("retention_rate", found.retention_rate, "", locale)
        yield Month(name, long, address, looked.asked.address(over=str(number)), found, rate_of, moved)


def _drawn(looked: Looked, months: list[Month], locale: Locale) -> dict[str, object]:
    cohorts = _cohorts(looked)
    runs, dots = charts.line([one.retention.retention_rate for one in months])
    chosen = months[-1].movements
    return {
        "months": months,
        "columns": list(zip(charts.columns([one.movements for one in months]), months, strict=True)),
        "steps": charts.waterfall(chosen),
        "steps_asked": months[-1].asked,
        "runs": runs,
        "dots": [(dot, months[dot.at]) for dot in dots],
        "line_title": titles.of_line(months),
        "columns_title": titles.of_columns(months, looked.currency, locale),
        "moves_title": titles.of_moves(chosen),
        "cohorts": cohorts,
        "cohorts_title": titles.of_cohorts([row["cells"] for row in cohorts], looked.asked.cohorts, locale),
        "by_accounts": looked.asked.address(cohorts="accounts"),
        "by_revenue": looked.asked.address(cohorts="revenue"),
        "ages": range(13),
    }


def _cohorts(looked: Looked) -> list[dict[str, Any]]:
    """The cohorts of the twelve months, each at every age that it has reached."""
    return [
        {
            "month": date.fromisoformat(f"{one.month}-01"),
            "key": one.month,
            "size": one.size,
            "cells": charts.cells(one, looked.asked.cohorts),
        }
        for one in looked.cohorts()
    ]


def _sentence(looked: Looked, locale: Locale) -> str:
    """One sentence that sums the page up."""
    lost = looked.month.presence.count.lost
    churn = money(looked.month.moves.sum.churn, looked.currency, locale)
    left = ngettext(
        "%(count)s account left in %(month)s, with %(money)s a month.",
        "%(count)s accounts left in %(month)s, with %(money)s a month.",
        lost,
    ) % {"count": Counted(lost), "month": _month_word(looked, locale), "money": churn}
    if not lost:
        left = _("Nobody left in %(month)s.") % {"month": _month_word(looked, locale)}
    sentences = [left]
    year = looked.year.answer("retention_rate").value
    if year is not None:
        sentences.append(_("Over twelve months %(share)s of the accounts stayed.") % {"share": rate(year, locale)})
    if announced := looked.month.announced:
        sentences.append(
            ngettext(
                "%(count)s account has given notice and is still there.",
                "%(count)s accounts have given notice and are still there.",
                announced,
            )
            % {"count": Counted(announced)}
        )
    return " ".join(sentences)


def _warning(looked: Looked, locale: Locale) -> str:
    """What ends after the last period began may just be the end of the data."""
    last = looked.history.last_start
    if last is None or not looked.month.presence.count.lost or day_of(last) >= looked.window.month.start:
        return ""
    day = format_date(day_of(last), "medium", locale=locale)
    return _(
        "No contract has begun since %(day)s. If the data ends there, those who seem to have left later may only be its end."
    ) % {"day": day}


def _month_word(looked: Looked, locale: Locale) -> str:
    month = looked.window.month
    if looked.window.is_rolling:
        return _("the last 30 days")
    name = str(format_date(month.start, "MMMM yyyy", locale=locale))
    return _("%(month)s so far") % {"month": name} if month.so_far else name


def _choices(looked: Looked, locale: Locale) -> list[tuple[str, str, bool]]:
    """The months that can be looked at: value, word, whether it is the one that is."""
    first = looked.history.presence.first
    earliest = day_of(int(first.min())) if first.size else None
    shown = looked.window.month.start.replace(day=1)
    months = choices(earliest and shifted(earliest, 0), clock.now().date())
    return [(f"{one:%Y-%m}", format_date(one, "MMMM yyyy", locale=locale), one == shown) for one in months]
