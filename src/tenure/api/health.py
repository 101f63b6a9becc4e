"""How healthy is an account as of a moment, why, and when did its band change?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from tenure.answers.health import health as scored
from tenure.answers.known import health_known_then
from tenure.api.account_of import account_of
from tenure.api.caller import Caller, caller_of
from tenure.api.choices import example
from tenure.api.facts import Known
from tenure.api.moments import AsOf, Since, as_of, begin
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.problems import Refusal
from tenure.calc.band import Band, State
from tenure.calc.health import from_json
from tenure.calc.measure import Counted
from tenure.records.health import HealthChange as Row

router = Router(tags=["health"])
changes = Router(tags=["health"])


class Override(BaseModel):
    """A member's band instead of the computed one."""

    band: Band
    reason: str
    by: str
    until: datetime | None


class Cap(BaseModel):
    """What holds the band down."""

    name: str
    band: Band
    reason: str


class Reason(BaseModel):
    """What one measure did: points won and lost of its share of 100."""

    measure: str
    group: str
    fact: str
    value: float | None
    points: float
    lost: float
    sentence: str
    counted: Counted
    weight: float
    poor: float
    good: float


class Health(BaseModel):
    """A score, its band, and the reasons that add up to it: points to the score, points and lost to 100."""

    model_config = example(
        account="acme", as_of="2026-03-01", known="now", score=71.5, band="good", computed_band="good", scorecard="saas",
        thin=False, coverage=0.85,
        reasons=[
            {
                "measure": "Usage frequency", "group": "Usage", "fact": "active_days_28", "value": 3, "points": 4.5,
                "lost": 20.5, "sentence": "Active on 3 of the last 28 days", "counted": "known", "weight": 25, "poor": 0,
                "good": 20,
            }
        ],
        caps=[], minimum=None, override=None, good_from=70, average_from=40,
    )  # fmt: skip

    account: str
    as_of: str = Field(description="The day (its end, UTC) or time that it is of", examples=["2026-03-01"])
    known: Known
    score: float | None = Field(description="0 to 100; null without data and for former accounts")
    band: State
    computed_band: State = Field(description="The same without the override")
    scorecard: str
    thin: bool = Field(description="Less than 30 % of the weight is known")
    coverage: float = Field(description="The share of the weight that is known, 0 to 1")
    reasons: list[Reason] = Field(description="Most lost first")
    caps: list[Cap]
    minimum: int | None
    override: Override | None
    good_from: float
    average_from: float


class HealthAsked(BaseModel):
    """What the health of an account takes."""

    as_of: AsOf | None = None
    known: Known = "now"


class HealthChange(BaseModel):
    """One change of band."""

    model_config = example(
        id=81, account="acme", at="2026-03-01T09:30:00Z", band_before="good", band="poor", score_before=71.5, score=34.0,
        cause="Active on 3 of the last 28 days",
    )  # fmt: skip

    id: int
    account: str
    at: datetime
    band_before: State | None = Field(description="null: the first band that the account had")
    band: State
    score_before: float | None
    score: float | None
    cause: str = Field(description="What moved it most, in a sentence")


class Changes(Paging):
    """What lists of changes take."""

    since: Since | None = None


@router.get("/{key:key}/health", response=Health, operation_id="get_health", summary="Get the health of an account")
def get(request: HttpRequest, key: str, query: Query[HealthAsked]) -> Health:
    """As of any moment, with its reasons."""
    caller = caller_of(request)
    account, moment = account_of(caller, key), as_of(query.as_of)
    if query.known == "now":
        (found,) = scored(caller.workspace, moment, [account.pk])
        return Health(account=key, as_of=moment.isoformat(), known="now", **found.health.as_json())
    stored = health_known_then(caller.workspace, moment, [account.pk])
    kept = dict(stored.rows).get(account.pk)
    if kept is None or stored.day is None:
        raise Refusal(404, f"Nothing was stored of account “{key[:80]}” by {moment.isoformat()}.")
    return Health(account=key, as_of=stored.day.isoformat(), known="then", **from_json(kept).as_json())


@router.get(
    "/{key:key}/health/changes",
    response=page_of(HealthChange),
    operation_id="list_account_health_changes",
    summary="List when the band of an account changed",
)
def of_account(request: HttpRequest, key: str, query: Query[Changes]) -> dict[str, Any]:
    """The first change first."""
    caller = caller_of(request)
    return _list(request, query, _changes(caller).filter(account=account_of(caller, key)))


@changes.get(
    "/changes",
    response=page_of(HealthChange),
    operation_id="list_health_changes",
    summary="List when bands of any account changed",
)
def of_all(request: HttpRequest, query: Query[Changes]) -> dict[str, Any]:
    """The first change first. To follow what changes, ask again with since."""
    return _list(request, query, _changes(caller_of(request)))


def _changes(caller: Caller) -> "QuerySet[Row]":
    return Row.objects.filter(workspace=caller.workspace).select_related("account")


def _list(request: HttpRequest, query: Changes, rows: "QuerySet[Row]") -> dict[str, Any]:
    refuse_unknown(request, Changes)
    if query.since is not None:
        rows = rows.filter(at__gte=begin(query.since))
    found = cut(rows, query)
    return page(request, _shown(found.rows), found.next_cursor)


def _shown(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.pk,
            "account": row.account.key,
            "at": row.at,
            "band_before": row.band_before or None,
            "band": row.band,
            "score_before": row.score_before,
            "score": row.score,
            "cause": row.cause,
        }
        for row in rows
    ]
