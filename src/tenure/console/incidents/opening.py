"""A member opens an incident: what is wrong, what the affected have in common, and, while choosing, how many that are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.incident_entries import IncidentError
from tenure.actions.incidents import LONGEST_TEXT, LONGEST_TITLE, open_incident
from tenure.answers.affected import UnknownToRule, affected, sentence
from tenure.answers.incident_choices import choices, shared_by, values_of
from tenure.console.access import actor, for_writers
from tenure.console.incidents.forms import IncidentForm, WhoForm
from tenure.console.locale import Counted
from tenure.console.undo import told
from tenure.records.models import Account, Member, Ticket, Touchpoint
from tenure.rules.tree import Rule

EXAMPLES: Final = 8
FIELDS: Final = {
    "option": gettext_lazy("Option"),
    "platform": gettext_lazy("Platform"),
    "version": gettext_lazy("Version"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the account that reported it has: the form's address with that chosen."""

    words: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Reported:
    """What an incident was reported by, and whose report it is; nothing where nobody did."""

    ticket: Ticket | None = None
    account: Account | None = None
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a rule affects: how many, some of them by name, and the rule in words; ``wrong``: why nobody can tell."""

    says: str = ""
    count: int = 0
    examples: tuple[Account, ...] = ()
    wrong: str = ""


@for_writers
@require_safe
def new_incident(request: HttpRequest, member: Member) -> HttpResponse:
    """The form; the address may fill it, and name the ``ticket`` or the ``touchpoint`` that reports it."""
    reported = _reported(member, request.GET)
    known = {"title": reported.title, "description": reported.description, "everybody": False}
    known |= {name: request.GET[name] for name in request.GET}
    form = IncidentForm(initial=known, workspace=member.workspace, choices=choices(member.workspace))
    return _form(request, member, form, reported)


@for_writers
@require_safe
def preview(request: HttpRequest, member: Member) -> HttpResponse:
    """Whom what is chosen so far affects."""
    form = WhoForm(request.GET, workspace=member.workspace, choices=choices(member.workspace))
    trait = request.GET.get("trait", "")[:300].replace("\0", "")
    if form.is_valid():
        found = _found(member, form.cleaned_data["rule"])
    else:
        found = Found(wrong=" ".join(str(error) for errors in form.errors.values() for error in errors))
    context = {"member": member, "found": found, "values": values_of(member.workspace, trait) if trait else []}
    return render(request, "console/incidents/_affected.html", context)


@for_writers
@require_POST
def make_incident(request: HttpRequest, member: Member) -> HttpResponse:
    """Open it, and go to its page; a form that cannot be taken comes back with what to change (422)."""
    form = IncidentForm(request.POST, workspace=member.workspace, choices=choices(member.workspace))
    reported = _reported(member, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            incident = open_incident(
                workspace=member.workspace, title=said["title"], description=said["description"],
                rule=said["rule"].as_json(), ticket=reported.ticket, by=actor(member),
            ).incident  # fmt: skip
        except IncidentError as error:
            form.add_error(None, str(error))
        else:
            count = incident.affected.count()
            words = ngettext(
                "Opened: %(count)s account is affected.", "Opened: %(count)s accounts are affected.", count
            )  # fmt: skip
            back = reverse("incident", args=[member.workspace.slug, incident.pk])
            return told(request, words % {"count": Counted(count)}, back=back)
    return _form(request, member, form, reported, status=422)


def _found(member: Member, rule: Rule) -> Found:
    try:
        numbers = affected(member.workspace, rule)
    except UnknownToRule as error:
        return Found(wrong=str(error))
    some = Account.objects.filter(workspace=member.workspace, pk__in=numbers[:EXAMPLES]).order_by("name", "pk")
    return Found(sentence(rule), len(numbers), tuple(some))


def _reported(member: Member, said: Mapping[str, str]) -> Reported:
    """The ticket or touchpoint that is named; what is no such thing of the workspace reports nothing."""
    key, number = said.get("ticket", ""), said.get("touchpoint", "")
    if key and "\0" not in key:
        tickets = Ticket.objects.select_related("account").filter(workspace=member.workspace, key=key)
        if (ticket := tickets.first()) is not None:
            return Reported(ticket, ticket.account, ticket.subject[:LONGEST_TITLE])
    if number.isdecimal() and len(number) < 19:
        touchpoints = Touchpoint.objects.select_related("account").filter(workspace=member.workspace, pk=int(number))
        if (one := touchpoints.first()) is not None:
            first = one.summary.strip().split("\n")[0]
            return Reported(None, one.account, first[:LONGEST_TITLE], one.summary.strip()[:LONGEST_TEXT])
    return Reported()


def _suggestions(request: HttpRequest, account: Account) -> list[Suggestion]:
    """What the account has, each leading to the form in which that is chosen or no longer is."""
    found, asked = [], {name: text for name, text in request.GET.items() if text}
    for one in shared_by(account):
        part = {one.field: one.value} | ({"trait": one.trait} if one.trait else {})
        is_chosen = part.items() <= asked.items()
        rest = {name: text for name, text in asked.items() if name not in part}
        words = f"{one.trait or FIELDS[one.field]}: {one.value}"
        found.append(Suggestion(words, "?" + urlencode(rest if is_chosen else asked | part), is_chosen))
    return found


def _form(
    request: HttpRequest, member: Member, form: IncidentForm, reported: Reported, *, status: int = 200
) -> HttpResponse:
    context = {
        "member": member,
        "section": "signals",
        "form": form,
        "reported": reported,
        "suggestions": _suggestions(request, reported.account) if reported.account and status == 200 else [],
    }
    return render(request, "console/incidents/new.html", context, status=status)
