"""Why is a figure of the Health page what it is? The sheet: the sum, the accounts beneath it, and what it means."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.calc.points import shown
from tenure.console.access import for_members
from tenure.console.bands import BANDS
from tenure.console.locale import locale_of, number
from tenure.console.scope import in_scope, scope_of
from tenure.console.scoring.standing import Standing, standing
from tenure.records.models import Account, Member

FIRST = 10
SCORE = "score"


@for_members
@require_safe
def health_why(request: HttpRequest, member: Member) -> HttpResponse:
    """The sheet for the average score or for the number of accounts in a band; Http404 for other figures."""
    figure = request.GET.get("figure", "")
    accounts = in_scope(Account.objects.filter(workspace=member.workspace), member, scope_of(request, member))
    stand = standing(accounts)
    if figure != SCORE and figure not in BANDS:
        raise Http404("no such figure")
    locale = locale_of(request)
    told = {name: number(stand.bands[name], locale) for name in BANDS} | {"scored": number(stand.scored, locale)}
    shared = {"state": {"at": clock.now()}, "name": "", "rows_heads": (_("Account"), _("Score"))}
    content = _average(stand, told) if figure == SCORE else _band(figure, told)
    rows = _beneath(accounts, figure)
    link = reverse("accounts", args=[member.workspace.slug])
    if figure != SCORE:
        link += f"?band={figure}"
    return render(
        request,
        "console/accounts/_why.html",
        {**shared, **content, "rows": rows, "rows_link": link if len(rows) == FIRST else ""},
    )


def _average(stand: Standing, told: dict[str, str]) -> dict[str, object]:
    if stand.average is None:
        return {"title": _("Average score"), "value": None, "sentence": _("Nobody has a score yet.")}
    sums = {"sum": f"{stand.points:,.1f}", "scored": told["scored"], "average": shown(stand.average)}
    return {
        "title": _("Average score"),
        "value": shown(stand.average),
        "sentence": _("Every account weighs the same, whatever it brings."),
        "formula": [_("%(sum)s points ÷ %(scored)s accounts = %(average)s") % sums],
        "rows_title": _("The lowest scores"),
        "meaning": _(
            "Accounts without data and those that have left have no score, and are not in it. Rounded down to a tenth."
        ),
    }


def _band(band: str, told: dict[str, str]) -> dict[str, object]:
    sum_of = _("%(good)s good + %(average)s average + %(poor)s poor + %(none)s without data")
    return {
        "title": BANDS[band].word,
        "value": told[band],
        "sentence": BANDS[band].meaning,
        "formula": [sum_of % told],
        "rows_title": _("The accounts that bring most"),
        "meaning": _(
            "The scorecard of an account says from which score on it is average and good. Hard rules and a minimum can "
            "only lower the band; what a member set counts instead."
        ),
    }


def _beneath(accounts: QuerySet[Account], figure: str) -> list[tuple[str, str]]:
    if figure == SCORE:
        found = accounts.filter(health__score__isnull=False).order_by("health__score", "name", "key")
    elif figure == "none":
        found = accounts.filter(Q(health__band="none") | Q(health=None)).order_by("name", "key")
    else:
        found = accounts.filter(health__band=figure).order_by("-health__stake", "name", "key")
    listed = found.select_related("health")[:FIRST]
    return [(str(one), _points(one)) for one in listed]


def _points(account: Account) -> str:
    health = getattr(account, "health", None)
    return "–" if health is None or health.score is None else shown(health.score)
