"""Which scorecards are in use, in which order are they tried, and of how many accounts does each measure know something?"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.scorecards import retire
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.measured import Measured, measured
from tenure.answers.published import Published, in_use, retired
from tenure.calc.measure import Measure
from tenure.calc.spread import Spread
from tenure.console import people
from tenure.console.access import actor, for_managers, for_members, may_manage
from tenure.console.eyes import card_seen, is_hidden
from tenure.console.locale import locale_of, percent
from tenure.console.scoring.evidence import Evidence, evidence
from tenure.console.scoring.pictures import SpreadPicture, spread_picture
from tenure.console.scoring.words import Speech
from tenure.facts.catalogue import label
from tenure.records.models import Member


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """One measure as people read it; without a picture where there are no values."""

    measure: Measure
    fact: str
    bounds: str
    also: str
    spread: Spread
    coverage: str
    picture: SpreadPicture | None
    poor: str
    good: str
    median: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CardShown:
    """One card in use; ``place`` counts from 1; ``is_told``: its weights and bounds are for this reader."""

    version: Published
    by: str
    place: int
    whom: str
    bands: str
    measures: list[MeasureShown]
    hard_rules: list[tuple[str, str]]
    accounts: int
    is_told: bool
    tried: Evidence | None


@for_members
@require_safe
def scorecards(request: HttpRequest, member: Member) -> HttpResponse:
    """All cards in use in their order, and those that were used once."""
    workspace = member.workspace
    used, names = in_use(workspace), people.names(workspace)
    sample, found = measured(workspace, [one.card for one in used])
    speech = Speech(locale_of(request), catalogue_of(workspace))
    tried = evidence(workspace)
    shown = [
        card_shown(one, at, found[one.card.slug], speech, by=names.get(one.by, ""), tried=tried.get(one.card.slug))
        for at, one in enumerate(used, 1)
    ]
    context = {
        "member": member,
        "section": "health",
        "tab": "scorecards",
        "may_edit": may_manage(member),
        "cards": shown,
        "sample": sample,
        "unscored": sample.looked_at - sum(one.accounts for one in shown),
        "gone": retired(workspace),
    }
    return render(request, "console/scoring/scorecards.html", context)


@for_managers
@require_POST
def retire_scorecard(request: HttpRequest, member: Member, card: str) -> HttpResponse:
    """Stop scoring with a card; of one that is not in use there is nothing to stop."""
    if retire(workspace=member.workspace, slug=card, by=actor(member)):
        said = _("The scorecard is no longer used; its versions are kept, and each can be brought back.")
        messages.success(request, said)
    return redirect("scorecards", member.workspace.slug)


def card_shown(
    version: Published, place: int, found: Measured, speech: Speech, *, by: str, tried: Evidence | None
) -> CardShown:
    """One card with all that stands on it."""
    card = version.card
    pairs = zip(card.measures, found.spreads, strict=True)
    says = tried.sentences if tried is not None else {}
    return CardShown(
        version=version,
        by=by,
        place=place,
        whom=speech.whom(card),
        bands=speech.bands(card),
        measures=[measure_shown(one, spread, speech, says) for one, spread in pairs if not is_hidden(one.fact)],
        hard_rules=[(one.name, speech.hard_rule(one)) for one in card.hard_rules],
        accounts=found.accounts,
        is_told=card_seen(card),
        tried=tried,
    )


def measure_shown(measure: Measure, spread: Spread, speech: Speech, says: Mapping[str, str]) -> MeasureShown:
    """One measure with its coverage, how the values lie beside its bounds, and how it goes with leaving."""
    also = [speech.guard(measure), "" if measure.when_null == "leave_out" else speech.unknown(measure)]
    return MeasureShown(
        measure=measure,
        fact=label(measure.fact),
        bounds=speech.bounds(measure),
        also=" ".join(filter(None, also)),
        spread=spread,
        coverage=percent(spread.coverage, speech.locale),
        picture=spread_picture(measure, spread) if spread.known else None,
        poor=speech.value(measure.fact, measure.poor),
        good=speech.value(measure.fact, measure.good),
        median="" if spread.median is None else speech.value(measure.fact, spread.median),
        evidence=says.get(measure.name, ""),
    )
