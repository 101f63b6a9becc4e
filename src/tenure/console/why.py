"""Why is this figure what it is? The formula with its inputs, the rows beneath, the definition, and as of when."""

from typing import Any

from babel import Locale
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.calc.health import Health, Reason
from tenure.calc.points import shown
from tenure.calc.ready_words import said
from tenure.calc.scorecard import Scorecard
from tenure.console import fact_words, people, why_rows
from tenure.console.access import account_of, for_members
from tenure.console.account_state import State, card_of, day_asked, state_as_of, state_now
from tenure.console.bands import band_of, in_a_sentence
from tenure.console.eyes import is_hidden, unseen, untold
from tenure.console.locale import locale_of
from tenure.console.ruler import ruler
from tenure.facts.catalogue import label
from tenure.records.models import Member

SCORE = "score"


@for_members
@require_safe
def why(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """The sheet for one fact, or for the score; Http404 for a fact that nobody declared."""
    account = account_of(member, key)
    day = day_asked(request.GET.get("as_of"))
    state = state_now(account) if day is None else state_as_of(account, day)
    card = card_of(account, state.health)
    name = request.GET.get("fact", "")
    locale = locale_of(request)
    if name == SCORE:
        health = fact_words.restated(state.health, state.facts, locale, state.catalogue)
        content = _score(health, card, people.cause(health, people.names(member.workspace)), untold(state.health))
    elif is_hidden(name):
        content = {"name": name, "title": _capital(label(name)), "value": None, "sentence": unseen(), "card": None}
    elif name in state.catalogue or name in state.facts:
        content = _fact(name, state, locale) | why_rows.beneath(account, name, state, locale)
    else:
        raise Http404("no such fact")
    return render(request, "console/accounts/_why.html", {"state": state, "card": card, "name": "", **content})


def _score(health: Health, card: Scorecard | None, sentence: str, unsaid: str) -> dict[str, object]:
    counted = [one for one in health.reasons if one.counted != "left_out"]
    bands = card.bands if card else None
    sums = " + ".join(points(one.points) for one in counted if one.points) or "0"
    formula = []
    if health.score is not None and not unsaid:
        told = {"sums": sums, "score": shown(health.score)}
        formula.append(_("score = points of all measures = %(sums)s = %(score)s") % told)
    if bands and health.score is not None:
        begins = {
            "good": f"{bands.good:g}",
            "average": f"{bands.average:g}",
            "band": in_a_sentence(health.computed_band),
        }
        formula.append(_("good from %(good)s, average from %(average)s, else poor → %(band)s") % begins)
    lowered = [{"band": in_a_sentence(cap.band), "reason": cap.reason} for cap in health.caps]
    formula += [_("at most %(band)s: %(reason)s") % cap for cap in lowered]
    return {
        "title": _("Health"),
        "value": str(band_of(health.band).word) + (f", {shown(health.score)}" if health.score is not None else ""),
        "sentence": sentence,
        "formula": formula,
        "note": unsaid or _("Shown with one decimal, the score rounded down; the points themselves add up exactly."),
        "rows_title": _("The measures"),
        "rows_heads": (_("Measure"), _("Won"), _("Lost")),
        "rows": [] if unsaid else [(one.measure, points(one.points), points(one.lost)) for one in counted],
        "meaning": _(
            "Every measure wins up to its weight; what is unknown is left out and the others weigh more. "
            "Hard rules and the account’s minimum can only lower the band; a member’s override replaces it."
        ),
    }


def _fact(name: str, state: State, locale: Locale) -> dict[str, object]:
    value = state.facts.get(name)
    declared = state.catalogue.get(name)
    reason = next((one for one in state.health.reasons if one.fact == name), None)
    return {
        "name": name,
        "title": said(reason.measure) if reason else _capital(label(name)),
        "value": None if value is None else fact_words.text(value, locale, declared.unit if declared else ""),
        "sentence": fact_words.sentence(name, value, locale, state.catalogue),
        "meaning": declared.meaning
        if declared
        else _("A trait: what an import or a call said last, by the day asked for."),
        "unit": declared.counted_in if declared else "",
        **(_measured(reason) if reason and not untold(state.health) else {"card": None}),
    }


def points(exact: float) -> str:
    """Points as people read them; the waterfall shows the same."""
    return f"{exact:.1f}".removesuffix(".0")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _measured(reason: Reason) -> dict[str, Any]:
    """The measure's arithmetic, with its inputs filled in."""
    share = reason.points + reason.lost
    told = {
        "value": "" if reason.value is None else f"{reason.value:.4g}",
        "weight": f"{reason.weight:g}",
        "poor": f"{reason.poor:g}",
        "good": f"{reason.good:g}",
        "share": points(share),
        "won": points(reason.points),
        "lost": points(reason.lost),
    }
    formula = [_("weight %(weight)s of 100; poor at %(poor)s, good at %(good)s") % told]
    if reason.counted == "left_out":
        return {"formula": formula, "note": _("Nothing is known, so it is left out and the other measures weigh more.")}
    if reason.counted == "known" and reason.value is not None:
        told["part"] = f"{reason.points / share if share else 0.0:.2f}"
        formula += [
            _("(%(value)s − %(poor)s) ÷ (%(good)s − %(poor)s) → %(part)s, between 0 and 1") % told,
            _("%(part)s × %(share)s points = %(won)s won, %(lost)s lost") % told,
        ]
    else:
        told["band"] = in_a_sentence(reason.counted)
        formula.append(_("unknown, so it counts as %(band)s: %(won)s of %(share)s points") % told)
    grown = share > reason.weight + 0.05
    note = _("It weighs %(share)s points here, because measures that nothing is known of are left out.") % told
    return {"formula": formula, "note": note if grown else "", "ruler": ruler(reason)}
