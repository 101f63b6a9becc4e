"""Why is this figure of the business what it is? The formula with its inputs, the accounts beneath, and the definitions."""

from collections.abc import Sequence
from typing import Final

from babel import Locale
from babel.dates import format_date
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tenure.answers.business import Answer, Business, answer_of
from tenure.calc.figures import FIGURES
from tenure.console.access import for_members, may_see_margin
from tenure.console.locale import Counted, locale_of, number, rate
from tenure.console.retention import written
from tenure.console.retention.asked import Asked, Looked
from tenure.console.retention.meant import Narrowed, narrowed
from tenure.console.retention.words import OF_A_THING, PARTS, WORDS, Words
from tenure.records.models import Account, Member

FIRST: Final = 10


@for_members
@require_safe
def retention_why(request: HttpRequest, member: Member) -> HttpResponse:
    """The sheet for one figure over the month or the twelve months; Http404 for a figure that there is not."""
    name = request.GET.get("figure", "")
    if name not in FIGURES:
        raise Http404("no such figure")
    if FIGURES[name].is_margin and not may_see_margin(member):
        raise PermissionDenied(_("Your role does not show what is left of revenue."))
    looked, locale = Looked.at(member.workspace, Asked.read(request.GET)), locale_of(request)
    some, part = narrowed(looked), request.GET.get("part", "")
    answer, words, said = _asked(some, name, part)
    business = some.business
    groups = business.groups()
    shown = [(group, str(some.groups[group]), len(groups[group])) for group in words.groups]
    first = next((group for group, _, count in shown if count), "")
    context = {
        "member": member,
        "looked": looked,
        "period": business.period,
        "name": name,
        "words": words,
        "among": some.name,
        "value": written.value(part or name, answer.value, looked.currency, locale),
        "filled": written.filled(words, part or name, answer, looked.currency, locale),
        "month": _month(business, locale) if looked.asked.over.isdecimal() else "",
        "groups": [(group, word, count, _address(looked, group)) for group, word, count in shown],
        "first_word": some.groups.get(first, ""),
        "accounts": _first(member, groups.get(first, [])),
        "definitions": definitions(looked, business),
        "mistake": _mistake(business, locale) if name == "retention_rate" else "",
        "over_cell": f"{request.path}{looked.asked.address()}&{said}",
        "over_year": f"{request.path}{looked.asked.address(over='year')}&{said}",
        "over_month": f"{request.path}{looked.asked.address(over='month')}&{said}",
    }
    return render(request, "console/retention/_why.html", context)


def _asked(some: Narrowed, name: str, part: str) -> tuple[Answer, Words, str]:
    """A figure, or one part of MRR or of profit; how it is told, and the part of the address that asks for it."""
    try:
        if not part:
            words = (OF_A_THING if some.is_thing else WORDS)[name]
            return some.business.answer(name), words, f"figure={name}"
        if some.is_thing and name == "mrr":  # of an option it would be that of all its contract
            raise KeyError(name)
        return answer_of(some.business, name, part), PARTS[part], f"figure={name}&part={part}"
    except KeyError:
        raise Http404("no such figure of it") from None


def _month(business: Business, locale: Locale) -> str:
    """The month that a cell of the tables by month is of."""
    return str(format_date(business.period.start, "MMMM yyyy", locale=locale))


def _address(looked: Looked, group: str) -> str:
    return f"{looked.asked.address()}&group={group}"


def _mistake(business: Business, locale: Locale) -> str:
    """The number that a well-known article would get from these accounts; its own formula does not give it."""
    found = business.presence.count
    if not found.new or found.start <= found.new:
        return ""
    return _(
        "A well-known article divides %(end)s by %(start)s − %(new)s and gets %(wrong)s. That is a mistake: its own formula is the one above."
    ) % {
        "end": number(found.end, locale),
        "start": number(found.start, locale),
        "new": number(found.new, locale),
        "wrong": rate(found.end / (found.start - found.new), locale),
    }


def _first(member: Member, accounts: Sequence[int]) -> list[Account]:
    found = Account.objects.select_related("health").filter(workspace=member.workspace, pk__in=accounts[:FIRST])
    return sorted(found, key=lambda one: str(one).lower())


def definitions(looked: Looked, business: Business) -> list[str]:
    """The choices that the field makes differently, as this workspace made them; a month that was chosen is of the calendar."""
    workspace, lapse = business.history.workspace, business.history.lapse_days
    found = [
        _("The month is the last 30 days.") if looked.window.is_rolling else _("The month is a calendar month."),
        _("Reactivation counts as expansion.")
        if workspace.reactivation_is_expansion
        else _("Reactivation is told apart from expansion."),
        ngettext(
            "Trials are not counted; %(count)s account is on one.",
            "Trials are not counted; %(count)s accounts are on one.",
            business.trying,
        )
        % {"count": Counted(business.trying)},
    ]  # fmt: skip
    if lapse is not None:
        found.append(
            _("An account that last ordered more than %(days)s days ago is no longer there.") % {"days": lapse}
        )
    return found
