"""Which rows lie beneath a fact? The first ten: days of use, terms of contracts, what was said of it, or its business."""

from typing import Any

from babel import Locale
from django.utils.translation import gettext as _

from tenure.answers.usage_chart import usage_chart
from tenure.console import fact_words, why_business, why_objectives
from tenure.console.account_state import State
from tenure.console.locale import day, moment, money, number
from tenure.facts.objectives import PROGRESS
from tenure.records.models import Account, AccountHistory, ContractPeriod
from tenure.values.moment import Moment

FIRST = 10


def beneath(account: Account, name: str, state: State, locale: Locale) -> dict[str, object]:
    """What the sheet shows beneath the formula; nothing where a fact has no rows."""
    if name == PROGRESS:
        return why_objectives.beneath(account, state, locale)
    fact = state.catalogue.get(name)
    group = fact.group if fact else "profile"
    if state.at is None:
        return {}
    if group == "usage":
        return _days(account, state, locale)
    if group == "contract":
        return _periods(account, state, locale)
    if group == "profile":
        return _history(account, name, state, locale)
    return why_business.beneath(account, name, group, Moment(state.at), locale)


def _days(account: Account, state: State, locale: Locale) -> dict[str, object]:
    chart = usage_chart(account, Moment(state.at))  # type: ignore[arg-type] # asked above
    used = [one for one in chart.days if one.events]
    return {
        "rows_title": _("Days with use, the last %(count)s") % {"count": FIRST},
        "rows_heads": (_("Day"), _("Events"), _("Active people")),
        "rows": [
            (day(one.date, locale), number(one.events, locale), number(one.people, locale)) for one in used[:FIRST]
        ],
        "rows_link": "#usage" if len(used) > FIRST else "",
    }


def _periods(account: Account, state: State, locale: Locale) -> dict[str, object]:
    periods = ContractPeriod.objects.filter(workspace=account.workspace_id, contract__account=account)
    started = periods.filter(starts_on__lte=state.today).select_related("contract").order_by("-starts_on", "pk")[:FIRST]
    return {
        "rows_title": _("Terms of its contracts"),
        "rows_heads": (_("Product"), _("From"), _("To"), _("MRR")),
        "rows": [
            (
                one.contract.product or one.contract.key,
                day(one.starts_on, locale),
                day(one.ends_on, locale) if one.ends_on else _("open"),
                money(one.mrr, one.currency, locale),
            )
            for one in started
        ],
    }


def _history(account: Account, name: str, state: State, locale: Locale) -> dict[str, object]:
    rows = AccountHistory.objects.filter(
        workspace=account.workspace_id, account=account, name=name, since__lte=state.at
    )
    return {
        "rows_title": _("What was said, and when"),
        "rows_heads": (_("Value"), _("Since")),
        "rows": [(_said(one.value, locale), _since(one, locale)) for one in rows.order_by("-since")[:FIRST]],
    }


def _since(row: AccountHistory, locale: Locale) -> str:
    return _("the beginning") if row.since.year == 1970 else moment(row.since, locale)


def _said(value: Any, locale: Locale) -> str:
    return _("nothing") if value is None else fact_words.text(value, locale)
