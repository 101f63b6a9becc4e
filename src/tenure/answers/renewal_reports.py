"""What do the reports say of renewals and departures? Rows as commands and the API print them."""

from datetime import date
from typing import Any

from tenure.answers.departures import Left, departures
from tenure.answers.renewals import Due, Sum, due, sums
from tenure.calc.forecast import FORECASTS
from tenure.records.account import Account
from tenure.records.workspace import Workspace

Row = dict[str, Any]


def renewals_report(workspace: Workspace, until: date | None = None) -> Row:
    """What is due before a day (twelve months ahead when none is given), and what that comes to by month and currency.

    Amounts are minor units; mrr is a month's, next_term what the next term brings.
    """
    found = due(workspace, Account.objects.filter(workspace=workspace), until)
    return {"months": [_month(one) for one in sums(found)], "contracts": [_contract(one) for one in found]}


def departures_report(workspace: Workspace, start: date | None = None, end: date | None = None) -> list[Row]:
    """Who left from a day on and before another, the latest first."""
    accounts = Account.objects.filter(workspace=workspace)
    return [departure_row(one) for one in departures(workspace, accounts, start, end)]


def departure_row(one: Left) -> Row:
    """One departure as programs read it; active_days: of each of its last thirteen weeks, null where never seen."""
    return {
        "id": one.number,
        "account": one.key,
        "product": one.product or None,
        "ends_on": one.ends_on.isoformat(),
        "notice_on": one.notice_on.isoformat() if one.notice_on else None,
        "reason": one.reason or None,
        "finer_reason": one.finer or None,
        "competitor": one.competitor or None,
        "note": one.note or None,
        "mrr": {"amount": one.mrr, "currency": one.currency},
        "member_days": one.member_days,
        "active_days": list(one.usage.weeks) if one.usage.is_known else None,
        "is_back": one.is_back,
    }


def _month(one: Sum) -> Row:
    amounts = {f"{forecast}_mrr": one.mrr[forecast] for forecast in FORECASTS}
    return {
        "month": one.month,
        "currency": one.currency,
        "contracts": one.count,
        "mrr": one.total,
        **amounts,
        "counted_on": one.weighted,
    }


def _contract(one: Due) -> Row:
    return {
        "contract": one.contract_key,
        "account": one.key,
        "product": one.product or None,
        "plan": one.plan or None,
        "owner": one.owner or None,
        "due_on": one.ends_on.isoformat(),
        "mrr": one.mrr,
        "next_term": one.value,
        "currency": one.currency,
        "notice_deadline": one.deadline.isoformat() if one.deadline else None,
        "notice_given_on": one.notice_given_on.isoformat() if one.notice_given_on else None,
        "renews_itself": one.renews_itself,
        "forecast": one.outlook.forecast,
        "suggested": one.outlook.suggested,
        "reason": one.outlook.reason,
        "said_by": one.outlook.word.by if one.outlook.word else None,
    }
