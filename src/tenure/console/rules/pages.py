"""The form of one rule on whichever page it stands: lines come and go, and follow the facts that are chosen."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.answers.event_names import event_names, property_names
from tenure.console.access import for_writers, hidden_facts
from tenure.console.locale import locale_of
from tenure.console.rules.fact_names import FactNames, fact_names
from tenure.console.rules.form import ROOT, RuleForm, read_rule
from tenure.console.rules.words import JOINS, KINDS, OPS, SOURCES, TIMES, UNITS, WATCHES, WAYS, WINDOWS
from tenure.records.models import Member, Segment


@for_writers
@require_POST
def rule_form(request: HttpRequest, member: Member) -> HttpResponse:
    """The rule with the prefix that the address names, a line more or less, as ``do`` and ``more`` say. Nothing is kept."""
    prefix, of = request.GET.get("prefix", ""), request.GET.get("of", "")
    if not prefix or not prefix.replace("-", "").isalnum() or len(prefix) > 40:
        raise Http404(_("There is no such form."))
    names = names_for(request, member, of)
    form = read_rule(request.POST, prefix, names)
    focus = _changed(form, request)
    offer_properties(form, member)
    context = {"member": member, "rule": form, "focus": focus, "first": request.POST.get(f"{prefix}-first", "")}
    response = render(request, "console/rules/_rule.html", context | form_context(names, member, lists=False))
    response.headers["HX-Trigger-After-Settle"] = "tenure:rule"  # the look beside the form follows its lines
    return response


def names_for(request: HttpRequest, member: Member, of: str, also: frozenset[str] = frozenset()) -> FactNames:
    """The words for facts of accounts, or of contacts too, that this member may use."""
    of_contacts = of == Segment.Of.CONTACTS
    return fact_names(member.workspace, locale_of(request), also, of_contacts=of_contacts, hidden=hidden_facts(member))


def form_context(names: FactNames, member: Member, *, lists: bool = True) -> dict[str, Any]:
    """What the templates of a rule need; ``lists`` for the page that holds it, which offers facts and events."""
    words: dict[str, Any] = {
        "joins": JOINS, "kinds": KINDS, "ways": WAYS, "times": TIMES, "windows": WINDOWS, "units": UNITS,
        "watches": WATCHES, "sources": SOURCES, "any": OPS[""],
    }  # fmt: skip
    if lists:
        words |= {"facts": names.options(), "events": event_names(member.workspace)}
    return {"rule_words": words, "rule_of": Segment.Of.CONTACTS if names.of_contacts else Segment.Of.ACCOUNTS}


def offer_properties(form: RuleForm, member: Member) -> None:
    """Look up what the events of the form carry, where a line asks for it."""
    for line in form.lines:
        if line.kind == "did" and line.parts and line.value("event"):
            line.values = property_names(member.workspace, line.value("event"))


def _changed(form: RuleForm, request: HttpRequest) -> str:
    """Do what was asked; the name of the field to go to."""
    verb, _space, what = request.POST.get("do", "").partition(" ")
    within = request.GET.get("in", ROOT)
    if verb == "drop":
        form.remove(what)
        return ""
    kind = (
        what
        if verb == "add"
        else request.POST.get(f"{form.prefix}-{within}-more" if within else f"{form.prefix}-more", "")
    )
    if "in" not in request.GET or (line := form.add(kind, within)) is None:
        return ""
    return next(iter(line.fields.values())).name
