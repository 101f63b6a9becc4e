"""The list of incidents: what is open, whom does it affect, and how far is telling them?"""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tenure.answers.incidents import incidents as of_workspace
from tenure.console.access import for_members, may_change
from tenure.console.choice import Choice
from tenure.console.incidents.words import lead, rule_words
from tenure.console.incidents.written import incidents_csv
from tenure.console.scope import books_of
from tenure.records.models import Member

PAGE: Final = 50
STATES: Final[dict[str, str | Promise]] = {"open": gettext_lazy("Open"), "closed": gettext_lazy("Closed")}


@dataclass(frozen=True, slots=True)
class Row:
    """One incident as the list shows it; ``part`` is how much of its bar is told, in hundredths."""

    incident: Any
    rule: str
    part: int


@for_members
@require_safe
def incidents(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The whole page, or with ``format=csv`` all of the list as a file."""
    state = "closed" if request.GET.get("state") == "closed" else "open"
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 1
    every = of_workspace(member.workspace)
    mine = Q(affected__told_at=None, affected__account__owner__in=books_of(member))
    rows = every.filter(closed_at__isnull=state == "open").annotate(n_mine=Count("affected", filter=mine))
    rows = rows.order_by(F("closed_at").desc(nulls_last=True), "-opened_at", "-pk")
    if request.GET.get("format") == "csv":
        return incidents_csv(member, rows)
    shown = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    still = every.filter(closed_at=None).aggregate(
        count=Count("pk"), affected=Sum("n_affected"), told=Sum("n_told"), calls=Sum("n_calls")
    )  # fmt: skip
    context = {
        "member": member,
        "section": "signals",
        "lead": lead(*(still[name] or 0 for name in ("count", "affected", "told", "calls"))),
        "states": [Choice(name, words, f"?state={name}", name == state) for name, words in STATES.items()],
        "state": state,
        "rows": [_row(one, member) for one in shown[:PAGE]],
        "previous": f"?state={state}&page={page - 1}" if page > 1 else "",
        "next": f"?state={state}&page={page + 1}" if len(shown) > PAGE else "",
        "back": f"?state={state}",
        "may_change": may_change(member),
    }
    return render(request, "console/incidents/list.html", context)


def _row(one: Any, member: Member) -> Row:
    part = 100 if not one.n_affected else round(100 * one.n_told / one.n_affected)
    return Row(one, rule_words(one, member), part)
