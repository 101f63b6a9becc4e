"""How does a page tell that something was done, offer to take it back, and do so?

What htmx sent is answered with a note for the foot of the page, and with the event ``tenure:NOUN`` (``tenure:tasks``,
``tenure:touchpoints``), upon which every part that shows such things asks for itself anew: so a list need not know the
forms that change it, nor a form the lists. Without script it is the page again, with the note on top.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tenure.actions.taking_back import UndoError
from tenure.actions.undo import NOUNS, undo
from tenure.console.access import actor, for_members, may_change, may_manage, may_note
from tenure.console.locale import Counted
from tenure.records.models import Member

_OWN: Final = frozenset({"view"})  # everybody's own
# Who may note takes these back.
_NOTED: Final = _OWN | {"alert", "incident", "note", "task", "touchpoint", "renewal_word"}
_MANAGED: Final = frozenset({"goal"})
# What else comes anew than the parts that show such things; of a renewal there are several nouns.
_EVENTS: Final[Mapping[str, Sequence[str]]] = {
    "account": ("account", "accounts", "today"),
    "alert": ("alerts", "tasks"),
    "contract_terms": ("renewals",),
    "departure": ("renewals",),
    "incident": ("incidents", "tasks"),
    "override": ("account",),
    "renewal": ("renewals",),
    "renewal_word": ("renewals",),
    "snooze": ("today",),
    "touchpoint": ("touchpoints", "tasks"),
    "view": ("accounts",),
}


def told(
    request: HttpRequest,
    sentence: str,
    *,
    back: str,
    events: Sequence[str] = (),
    entries: Sequence[int] = (),
    undo: str = "",
    went_well: bool = True,
) -> HttpResponse:
    """Tell what was done, and by which ``entries`` of the audit it is taken back; ``back``: where to go without script.

    ``undo`` is the address that takes it back where entries alone do not.
    """
    if not request.headers.get("HX-Request"):
        messages.add_message(request, messages.SUCCESS if went_well else messages.INFO, sentence)
        return redirect(back)
    response = render(request, "console/_undo.html", note(request, sentence, entries, undo, went_well=went_well))
    # The form stays until the parts around it come anew. What is in the sheet is over, but not before the answer has
    # been put in its places: the sheet opens by itself when something is put into it.
    response.headers["HX-Reswap"] = "none"
    happened = {f"tenure:{name}": True for name in (*events, "close-sheet")}
    response.headers["HX-Trigger-After-Settle"] = json.dumps(happened)
    return response


def note(
    request: HttpRequest, sentence: str, entries: Sequence[int], undo: str = "", *, went_well: bool = True
) -> dict[str, Any]:
    """What the note at the foot of the page shows, for answers that bring more than it."""
    if entries and not undo:
        assert request.resolver_match is not None  # noqa: S101 - every page has an address
        undo = reverse("undone", args=[request.resolver_match.kwargs["slug"]])
    return {"sentence": sentence, "undo": undo, "entries": entries, "went_well": went_well}


def asked_back(request: HttpRequest) -> list[int]:
    """The entries that an undo names; what is no number is passed over."""
    return [int(one) for one in request.POST.getlist("entry")[:1000] if one.isdecimal() and len(one) < 19]


@for_members
@require_POST
def undone(request: HttpRequest, member: Member) -> HttpResponse:
    """Take back what the member just did."""
    back = reverse("today", args=[member.workspace.slug])
    try:
        done = undo(workspace=member.workspace, entries=asked_back(request), by=actor(member), nouns=_nouns(member))
    except UndoError as error:
        return told(request, str(error), back=back, went_well=False)
    events = [name for noun in sorted(done.nouns) for name in _EVENTS.get(noun, (f"{noun}s",))]
    said = ngettext("Taken back: it is as it was.", "Taken back: %(count)s are as they were.", done.count)
    return told(request, said % {"count": Counted(done.count)}, back=back, events=events)


def _nouns(member: Member) -> frozenset[str]:
    """What the member's role may change, and so take back."""
    if may_manage(member):
        return NOUNS
    if may_change(member):
        return NOUNS - _MANAGED
    return _NOTED if may_note(member) else _OWN
