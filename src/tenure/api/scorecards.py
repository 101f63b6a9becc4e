"""How is health judged? The scorecards in use with how much each measure knows, and every version that there was."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from tenure.answers.measured import Measured, measured
from tenure.answers.published import Published, in_use, versions_of
from tenure.api.caller import caller_of
from tenure.api.choices import example
from tenure.api.pages import page_of
from tenure.api.problems import Refusal
from tenure.calc.band import Band
from tenure.calc.measure import WhenNull
from tenure.calc.spread import Spread
from tenure.facts.catalogue import label
from tenure.rules.explain import explain

router = Router(tags=["health"])


class Bands(BaseModel):
    """The lowest score that is good, and the lowest that is average."""

    good: float
    average: float


class Coverage(BaseModel):
    """Of how many of the accounts that the card scores the measure knows something, and where their values lie."""

    accounts: int
    known: int
    share: float = Field(description="known / accounts, 0 to 1")
    at_poor: int = Field(description="How many lie at the bound of poor or beyond")
    between: int
    at_good: int
    median: float | None


class Measure(BaseModel):
    """One input of the score: no points at poor, all its weight at good, linear between."""

    name: str
    group: str
    fact: str
    poor: float
    good: float
    weight: float = Field(description="Out of 100")
    when_null: WhenNull
    needs: dict[str, Any] | None = Field(description="A rule that must hold for it to count")
    coverage: Coverage


class HardRule(BaseModel):
    """While the rule holds, the band is at most this."""

    name: str
    rule: dict[str, Any]
    band: Band
    reason: str


class Card(BaseModel):
    """One scorecard in use."""

    model_config = example(
        slug="saas", name="Software as a service", version=3, place=2, published_at="2026-03-01T09:30:00Z",
        published_by="member 4", rule=None, rule_in_words="every account that no card before it is for",
        bands={"good": 70, "average": 40}, any_poor_makes_poor=False, accounts=182,
        measures=[
            {
                "name": "Days of use", "group": "Usage", "fact": "active_days_28", "poor": 4, "good": 16, "weight": 20,
                "when_null": "leave_out", "needs": None,
                "coverage": {
                    "accounts": 182, "known": 180, "share": 0.989, "at_poor": 12, "between": 70, "at_good": 98,
                    "median": 17,
                },
            }
        ],
        hard_rules=[
            {
                "name": "notice given", "rule": {"fact": "notice_given", "op": "eq", "value": True}, "band": "poor",
                "reason": "Notice was given.",
            }
        ],
    )  # fmt: skip

    slug: str
    name: str
    version: int
    place: int = Field(description="1 is tried first; the first card whose rule holds scores an account")
    published_at: datetime
    published_by: str = Field(description="Who published it, as the audit log names them")
    rule: dict[str, Any] | None = Field(description="null: for every account")
    rule_in_words: str
    bands: Bands
    any_poor_makes_poor: bool
    accounts: int = Field(description="How many accounts it scores, of those looked at")
    measures: list[Measure]
    hard_rules: list[HardRule]


class Cards(BaseModel):
    """Every scorecard in use, in the order in which they are tried."""

    items: list[Card]
    looked_at: int = Field(description="How many accounts the figures are of: a fair sample where there are very many")
    all_accounts: int


class Version(BaseModel):
    """One version of a scorecard, as it was published."""

    model_config = example(
        slug="saas", name="Software as a service", version=3, published_at="2026-03-01T09:30:00Z",
        published_by="member 4", retired_at=None, definition={"slug": "saas", "name": "Software as a service"},
    )  # fmt: skip

    slug: str
    name: str
    version: int
    published_at: datetime
    published_by: str
    retired_at: datetime | None = Field(description="null: it is in use")
    definition: dict[str, Any] = Field(description="The whole card: rule, measures, bands and hard rules")


@router.get("", response=Cards, operation_id="list_scorecards", summary="List the scorecards in use")
def list_all(request: HttpRequest) -> dict[str, Any]:
    """With what each measure knows of the accounts that its card scores."""
    workspace = caller_of(request).workspace
    used = in_use(workspace)
    sample, found = measured(workspace, [one.card for one in used])
    items = [_card(one, found[one.card.slug]) for one in used]
    return {"items": items, "looked_at": sample.looked_at, "all_accounts": sample.all}


@router.get(
    "/{slug:slug}/versions",
    response=page_of(Version),
    operation_id="list_scorecard_versions",
    summary="List the versions of a scorecard",
)
def list_versions(request: HttpRequest, slug: str) -> dict[str, Any]:
    """All that there ever were, the latest first."""
    found = versions_of(caller_of(request).workspace, slug)
    if not found:
        raise Refusal(404, f"There is no scorecard “{slug[:80]}”.")
    return {"items": [_version(one) for one in found], "next_cursor": None, "next": None}


def _card(one: Published, found: Measured) -> dict[str, Any]:
    plain = one.card.as_json()
    listed: Sequence[dict[str, Any]] = [measure.as_json() for measure in one.card.measures]
    pairs = zip(listed, found.spreads, strict=True)
    rule = one.card.rule
    return {
        **plain,
        "version": one.version,
        "place": one.place + 1,
        "published_at": one.at,
        "published_by": one.by,
        "rule_in_words": explain(rule, label) if rule else "every account that no card before it is for",
        "accounts": found.accounts,
        "measures": [{**measure, "coverage": _coverage(spread)} for measure, spread in pairs],
    }


def _coverage(spread: Spread) -> dict[str, Any]:
    return {
        "accounts": spread.accounts,
        "known": spread.known,
        "share": spread.coverage,
        "at_poor": spread.poor,
        "between": spread.between,
        "at_good": spread.good,
        "median": spread.median,
    }


def _version(one: Published) -> dict[str, Any]:
    return {
        "slug": one.card.slug,
        "name": one.card.name,
        "version": one.version,
        "published_at": one.at,
        "published_by": one.by,
        "retired_at": one.retired_at,
        "definition": one.card.as_json(),
    }
