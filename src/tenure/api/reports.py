"""Do accounts stay, and what do they bring? The reports of `tenure report`, between two days."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import AfterValidator, BaseModel, Field

from tenure.answers import reports
from tenure.answers.reports import Asked, ReportError, Row
from tenure.answers.spans import History
from tenure.api.caller import caller_of
from tenure.api.choices import example, without_zero_bytes
from tenure.api.moments import FIRST_YEAR, LAST_YEAR
from tenure.api.problems import Refusal, Wrong
from tenure.facts.ask import UnknownFact

router = Router(tags=["reports"])


def _within(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return day


Day = Annotated[date, AfterValidator(_within)]


class Between(BaseModel):
    """What every report takes."""

    start: Day = Field(alias="from", description="The first day", examples=["2026-01-01"])
    end: Day = Field(alias="to", description="The day with which it is compared", examples=["2026-02-01"])
    by: Annotated[
        str | None,
        AfterValidator(lambda text: None if text is None else without_zero_bytes(text)),
        Field(description="Split by a fact: a list then", max_length=200, examples=["plan"]),
    ] = None


class BetweenIn(Between):
    """The same for money."""

    currency: Annotated[
        str | None,
        Field(description="Of contracts in this currency; the workspace's own when left out", pattern="^[A-Za-z]{3}$"),
    ] = None


class Retention(BaseModel):
    """How many accounts were there at the start and the end. What ends on a day is no longer there on it."""

    model_config = example(
        **{"from": "2026-01-01"}, to="2026-02-01", start=200, end=210, new=30, retained=180, lost=20,
        retention_rate=0.9, churn_rate=0.1,
    )  # fmt: skip

    start_day: str = Field(alias="from")
    end_day: str = Field(alias="to")
    start: int
    end: int
    new: int = Field(description="Those there at the end and not at the start")
    retained: int
    lost: int
    retention_rate: float | None = Field(description="(end - new) / start; null where nobody was there at the start")
    churn_rate: float | None


class Revenue(BaseModel):
    """Where MRR came from and went to: start + new + expansion - contraction - churn + reactivation is the end."""

    model_config = example(
        **{"from": "2026-01-01"}, to="2026-02-01", start_mrr=1_000_000, new=50_000, expansion=120_000,
        contraction=20_000, churn=30_000, reactivation=0, end_mrr=1_120_000, nrr=1.07, grr=0.95,
    )  # fmt: skip

    start_day: str = Field(alias="from")
    end_day: str = Field(alias="to")
    start_mrr: int = Field(description="Minor units a month, as all amounts here")
    new: int
    expansion: int
    contraction: int
    churn: int
    reactivation: int
    end_mrr: int
    nrr: float | None = Field(description="(start + expansion - contraction - churn) / start")
    grr: float | None = Field(description="(start - contraction - churn) / start, at most 1")


class Cohort(BaseModel):
    """Those who began in one month, and how many of them were there 0, 1, 2 … months after their own first day."""

    model_config = example(cohort="2026-01", size=120, retained=[120, 114, 110])

    cohort: str
    size: int
    retained: list[int]
    by: str | None = None
    value: Any = None


class Split(BaseModel):
    """A report of each group of accounts by a fact, the largest first."""

    items: list[dict[str, Any]] = Field(description="The report of each, with by and value")


class Cohorts(BaseModel):
    """Every cohort of the period, the earliest first."""

    items: list[Cohort]


@router.get(
    "/retention",
    response=Retention | Split,
    operation_id="report_retention",
    summary="Report how many accounts stayed",
    by_alias=True,
)
def retention(request: HttpRequest, query: Query[Between]) -> Any:
    """Between two days, as the Retention page counts them; split by a fact, a list of the same under items."""
    return _one_or_split(query, _rows(request, query, reports.retention))


@router.get(
    "/revenue",
    response=Revenue | Split,
    operation_id="report_revenue",
    summary="Report where MRR came from and went to",
    by_alias=True,
)
def revenue(request: HttpRequest, query: Query[BetweenIn]) -> Any:
    """Between two days, in one currency; split by a fact, a list of the same under items."""
    return _one_or_split(query, _rows(request, query, reports.revenue, query.currency))


@router.get(
    "/cohorts",
    response=Cohorts,
    operation_id="report_cohorts",
    summary="Report cohorts by the month in which accounts began",
    exclude_unset=True,
)
def cohorts(request: HttpRequest, query: Query[Between]) -> Any:
    """Of accounts that began between two days. A month counts once the youngest of the cohort has reached it."""
    return {"items": _rows(request, query, reports.cohort_report)}


def _rows(
    request: HttpRequest, query: Between, report: Callable[[History, Asked], list[Row]], currency: str | None = None
) -> list[Row]:
    try:
        asked = Asked(query.start, query.end, query.by or None, currency.upper() if currency else None)
        return report(History.of(caller_of(request).workspace), asked)
    except (ReportError, UnknownFact) as error:
        field = "by" if isinstance(error, UnknownFact) else "to"
        raise Refusal(422, f"{error}".rstrip(".") + ".", [Wrong(field=field, value="", reason=str(error))]) from None


def _one_or_split(query: Between, rows: list[Row]) -> Any:
    return {"items": rows} if query.by else rows[0]
