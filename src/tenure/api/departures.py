"""Who left, when and why, and how did they use the product at the end? The churn register, to read."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from tenure.answers.departures import departures
from tenure.answers.renewal_reports import departure_row
from tenure.api.caller import caller_of
from tenure.api.choices import EUR, example
from tenure.api.moments import Since, Until, begin
from tenure.api.nouns import AccountOf, Money
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.problems import Refusal
from tenure.records.account import Account
from tenure.records.departure import Departure as Row
from tenure.records.workspace import Workspace

router = Router(tags=["departures"])
LARGEST = 2**63 - 1


class Departure(BaseModel):
    """One contract that ended, or is to end, with what is known of it."""

    model_config = example(
        id=12, account="acme", product="Cloud", ends_on="2026-03-01", notice_on="2026-01-15", reason="Price",
        finer_reason="Too dear for what it brings", competitor=None, note=None, mrr=EUR, member_days=730,
        active_days=[5, 5, 4, 5, 3, 4, 2, 2, 1, 0, 1, 0, 0], is_back=False,
    )  # fmt: skip

    id: int
    account: str = Field(description="The key of the account")
    product: str | None
    ends_on: date = Field(description="The first day without it")
    notice_on: date | None
    reason: str | None = Field(description="Of the first level; null: nobody said why")
    finer_reason: str | None
    competitor: str | None
    note: str | None
    mrr: Money = Field(description="A month, as it ended")
    member_days: int = Field(description="From the account's first contract to this end")
    active_days: list[int] | None = Field(
        description="In each of the thirteen weeks before the end, the earliest first; null: never seen"
    )
    is_back: bool = Field(description="Whether a contract of the account runs again")


class Departures(Paging):
    """What the register takes."""

    account: AccountOf = None
    since: Since | None = None
    until: Until | None = None


@router.get("", response=page_of(Departure), operation_id="list_departures", summary="List departures")
def listed(request: HttpRequest, query: Query[Departures]) -> dict[str, Any]:
    """Those whose contract ended from since on and before until, the latest entered first; taken back ones are not there."""
    refuse_unknown(request, Departures)
    workspace = caller_of(request).workspace
    rows = Row.objects.filter(workspace=workspace, taken_back_at=None)
    if query.account is not None:
        rows = rows.filter(account__key=query.account)
    if query.since is not None:
        rows = rows.filter(ends_on__gte=begin(query.since).date())
    if query.until is not None:
        rows = rows.filter(ends_on__lt=begin(query.until).date())
    found = cut(rows, query, newest_first=True)
    return page(request, _shown(workspace, [row.pk for row in found.rows]), found.next_cursor)


@router.get("/{int:id}", response=Departure, operation_id="get_departure", summary="Get a departure")
def one(request: HttpRequest, id: int) -> dict[str, Any]:  # noqa: A002 - the name in the address
    """One of them."""
    found = _shown(caller_of(request).workspace, [id]) if 0 < id <= LARGEST else []
    if not found:
        raise Refusal(404, f"There is no departure {id}.")
    return found[0]


def _shown(workspace: Workspace, numbers: list[int]) -> list[dict[str, Any]]:
    accounts = Account.objects.filter(workspace=workspace, departures__in=numbers)
    rows = {row.number: departure_row(row) for row in departures(workspace, accounts)}
    return [rows[number] for number in numbers if number in rows]
