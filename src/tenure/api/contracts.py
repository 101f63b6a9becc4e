"""What is a contract to a program? A recurring agreement, with its periods and the options bought in it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from tenure.api.choices import EUR, example
from tenure.api.nouns import AtAccount, Day, Made, Money, Noun, Said, Sent, Shown, Spread, made, or_null
from tenure.records.contract import Contract as Row
from tenure.records.contract import ContractLine, ContractPeriod
from tenure.records.workspace import Workspace


class Period(BaseModel):
    """One term of a contract."""

    starts_on: date
    ends_on: date | None = Field(description="The first day on which it no longer runs; null: it runs on")
    plan: str | None
    mrr: Money = Field(description="Recurring revenue a month")
    seats: int | None
    term_months: int | None


class Option(BaseModel):
    """One thing bought in a contract, from a day until (not including) another."""

    option: str
    starts_on: date
    ends_on: date | None


class Contract(Shown):
    """A recurring agreement about one product: periods that follow each other, and the options bought in it."""

    model_config = example(
        key="C-7", account="acme", product="Cloud", notice_given_on=None, notice_days=60, renews_itself=True,
        periods=[
            {"starts_on": "2026-01-01", "ends_on": "2027-01-01", "plan": "Plus", "mrr": EUR, "seats": 25, "term_months": 12}
        ],
        options=[{"option": "Reports", "starts_on": "2026-01-01", "ends_on": "2027-01-01"}],
        created_at="2026-03-01T09:31:00Z",
    )  # fmt: skip

    key: str = Field(description="Its number, or made of account, product and first day")
    account: str = Field(description="The key of the account")
    product: str | None
    notice_given_on: date | None
    notice_days: int | None = Field(description="How many days before its end notice is due; null: nobody said")
    renews_itself: bool | None = Field(description="Whether it renews by itself; null: nobody said")
    periods: list[Period]
    options: list[Option]
    created_at: datetime = Field(description="Since when Tenure knows it")


class PeriodSent(Sent):
    """One term of a contract as it may be sent, with what it costs a month (mrr) or a year (arr)."""

    starts_on: Day
    ends_on: Day | None = Field(None, description="The first day on which it no longer runs; null: it runs on")
    plan: str | None = None
    mrr: Money | None = None
    arr: Money | None = None
    seats: int | None = None
    term_months: int | None = None
    options: list[str] | None = Field(None, description="The options bought for this term")


class ContractSent(Sent):
    """A contract as it may be sent. Periods that are there already are changed, others stay as they are.

    Without a key, periods of the same product that follow each other are one contract.
    """

    model_config = example(
        key="C-7", account="acme", product="Cloud",
        periods=[{"starts_on": "2026-01-01", "ends_on": "2027-01-01", "plan": "Plus", "mrr": EUR, "options": ["Reports"]}],
    )  # fmt: skip

    key: str | None = None
    account: AtAccount
    product: str | None = None
    notice_given_on: Day | None = None
    notice_days: int | None = None
    renews_itself: bool | None = None
    periods: list[PeriodSent]


def _show(workspace: Workspace, rows: Sequence[Row]) -> list[Shown]:
    numbers = [row.pk for row in rows]
    mine = {"workspace": workspace, "contract__in": numbers}
    periods = _by_contract(ContractPeriod.objects.filter(**mine).order_by("starts_on"))
    lines = _by_contract(ContractLine.objects.filter(**mine).order_by("starts_on", "option"))
    return [
        Contract(
            key=row.key,
            account=row.account.key,
            product=or_null(row.product),
            notice_given_on=row.notice_given_on,
            notice_days=row.notice_days,
            renews_itself=row.renews_itself,
            periods=[_period(period) for period in periods.get(row.pk, ())],
            options=[Option.model_validate(line, from_attributes=True) for line in lines.get(row.pk, ())],
            created_at=row.created_at,
        )
        for row in rows
    ]


def _period(row: ContractPeriod) -> Period:
    return Period(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        plan=or_null(row.plan),
        mrr=Money(amount=row.mrr, currency=row.currency),
        seats=row.seats,
        term_months=row.term_months,
    )


def _by_contract(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.contract_id, []).append(row)
    return found


def _spread(said: Said) -> Spread:
    """A row for each period; without any, one that lacks all that a period needs."""
    periods, shared = said.get("periods"), {name: value for name, value in said.items() if name != "periods"}
    if not isinstance(periods, list) or not periods or not all(isinstance(one, dict) for one in periods):
        return [("", shared)]
    return [(f"periods.{number}.", one | shared) for number, one in enumerate(periods)]


def _complete(_: Noun, shown: Mapping[str, Any], patch: Said) -> Said:
    """Periods that are there need not say again what they cost; without any, the latest stands for the contract."""
    known = {str(period["starts_on"]): period for period in shown["periods"]}
    periods = patch.get("periods")
    if periods is None:
        periods = [{"starts_on": period["starts_on"]} for period in shown["periods"][-1:]]
    if isinstance(periods, list):
        periods = [_with_price(one, known) if isinstance(one, Mapping) else one for one in periods]
    return {"key": shown["key"], "account": shown["account"], **patch, "periods": periods}


def _with_price(period: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    now = known.get(str(period.get("starts_on")))
    if now is None or any(period.get(name) is not None for name in ("mrr", "arr")):
        return period
    return {**period, "mrr": now["mrr"]}


CONTRACTS = Noun(
    "contracts", "contract", Row, Contract, ContractSent, Made, _show, made, spread=_spread, complete=_complete
)
