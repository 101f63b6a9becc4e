"""The churn register: who left, why, how long had they been there, and how did they use us at the end?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from babel import Locale
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.departures import NOBODY, explain, take_back
from tenure.actions.renewals import RenewalError
from tenure.actions.self_renewals import stay_unsaid, was_unsaid
from tenure.answers.departures import Counted, Left, counted, departures
from tenure.console import people
from tenure.console.access import actor, for_members, for_writers, may_change
from tenure.console.choice import Choice
from tenure.console.locale import locale_of, money, number
from tenure.console.renewals import words
from tenure.console.renewals.forms import WhyForm
from tenure.console.renewals.page import YEAR
from tenure.console.renewals.written import departures_csv
from tenure.console.scope import in_scope, scope_of, words_of
from tenure.console.undo import told
from tenure.records.models import Account, Departure, Member

EVENTS: Final = ("departures",)
LARGEST: Final = 2**63 - 1
PAGE: Final = 50
UNSAID: Final = "unsaid"
_WEEK_WIDTH, _BAR_WIDTH, _HEIGHT = 6, 4, 22


@dataclass(frozen=True, slots=True)
class Row:
    """One departure as the list shows it; ``bars``: (x, y, height) of each week's active days."""

    left: Left
    membership: str
    bars: list[tuple[int, str, str]]
    use: str
    by: str


@dataclass(frozen=True, slots=True)
class Share:
    """A reason with its part of what left; ``width`` is in hundredths of the largest."""

    counted: Counted
    width: int
    address: str


@dataclass(frozen=True, slots=True)
class Query:
    """``within``: “year” (the last 365 days and what is announced) or “all”; ``why``: a reason’s name, “unsaid”, or all."""

    scope: str
    within: str = "year"
    why: str = ""
    page: int = 1

    @classmethod
    def read(cls, request: HttpRequest, member: Member) -> "Query":
        """From the address; what makes no sense there is left at its usual value."""
        page = request.GET.get("page", "")
        return cls(
            scope_of(request, member),
            "all" if request.GET.get("within") == "all" else "year",
            request.GET.get("why", "").replace("\0", "")[:100],
            int(page) if page.isdecimal() and 0 < len(page) < 8 and int(page) else 1,
        )

    def address(self, **changes: str | int) -> str:
        """The query string with some parts changed; a change of anything but the page starts at page 1."""
        parts: dict[str, str | int] = {
            "scope": self.scope,
            "within": self.within,
            "why": self.why,
            "page": 1,
            **changes,
        }
        usual: dict[str, str | int] = {"scope": "all", "within": "year", "why": "", "page": 1}
        return "?" + urlencode({name: value for name, value in parts.items() if value != usual[name]})

    def narrowed(self, rows: Sequence[Left]) -> list[Left]:
        """Those that left for the reason that is asked for."""
        if self.why == UNSAID:
            return [row for row in rows if not row.reason]
        return [row for row in rows if not self.why or self.why in (row.reason, f"{row.reason} · {row.finer}")]


@for_members
@require_safe
def register(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The whole page, only its list when it asks for itself anew, or with ``format=csv`` all of the list as a file."""
    query = Query.read(request, member)
    today, locale = clock.now().date(), locale_of(request)
    accounts = in_scope(Account.objects.filter(workspace=member.workspace), member, query.scope)
    every = departures(member.workspace, accounts, today - timedelta(YEAR) if query.within == "year" else None)
    chosen = query.narrowed(every)
    if request.GET.get("format") == "csv":
        return departures_csv(member.workspace, chosen)
    partial = request.headers.get("HX-Target") == "departures"
    context = _context(member, query, every, chosen, locale) | {"swap": partial}
    response = render(request, f"console/renewals/{'_register' if partial else 'register'}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _context(member: Member, query: Query, every: list[Left], chosen: list[Left], locale: Locale) -> dict[str, object]:
    names = people.names(member.workspace)
    shown = chosen[(query.page - 1) * PAGE : query.page * PAGE]
    return {
        "member": member,
        "section": "renewals",
        "query": query,
        "today": clock.now().date(),
        "lead": _lead(every, query, locale),
        "unsaid": sum(1 for row in every if not row.reason),
        "unsaid_address": query.address(why=UNSAID),
        "shares": _shares(every, query),
        "scopes": _choices(query, "scope", words_of(member)),
        "spans": _choices(query, "within", {"year": gettext_lazy("Last 12 months"), "all": gettext_lazy("Ever")}),
        "ahead": [row_of(one, names) for one in shown if one.is_ahead],
        "gone": [row_of(one, names) for one in shown if not one.is_ahead],
        "count": len(chosen),
        "first": (query.page - 1) * PAGE + 1,
        "last": (query.page - 1) * PAGE + len(shown),
        "previous": query.address(page=query.page - 1) if query.page > 1 else "",
        "next": query.address(page=query.page + 1) if query.page * PAGE < len(chosen) else "",
        "without_why": query.address(why=""),
        "back": query.address(page=query.page),
        "may_change": may_change(member),
    }


def _lead(rows: Sequence[Left], query: Query, locale: Locale) -> str:
    gone = [row for row in rows if not row.is_ahead]
    if not rows:
        return _("Nobody has left.") if query.within == "all" else _("Nobody left in the last 12 months.")
    lost: dict[str, int] = {}
    for row in gone:
        lost[row.currency] = lost.get(row.currency, 0) + row.mrr
    amount = _(" and ").join(money(mrr, currency, locale) for currency, mrr in sorted(lost.items()))
    ahead = len(rows) - len(gone)
    told = {"count": number(len(gone), locale), "mrr": amount, "ahead": number(ahead, locale)}
    if not gone:
        return ngettext("%(ahead)s departure is announced.", "%(ahead)s departures are announced.", ahead) % told
    left = ngettext("%(count)s contract ended, with %(mrr)s MRR.", "%(count)s contracts ended, with %(mrr)s MRR.",
                    len(gone)) % told  # fmt: skip
    if not ahead:
        return left
    more = ngettext("%(ahead)s more is announced.", "%(ahead)s more are announced.", ahead) % told
    return f"{left} {more}"


def _shares(rows: Sequence[Left], query: Query) -> list[Share]:
    found = counted(rows)
    most: dict[str, int] = {}
    for one in found:
        most[one.currency] = max(most.get(one.currency, 1), one.mrr)
    return [
        Share(one, max(round(100 * one.mrr / most[one.currency]), 1), query.address(why=_why(one))) for one in found
    ]


def _why(one: Counted) -> str:
    if not one.reason:
        return UNSAID
    return f"{one.reason} · {one.finer}" if one.finer else one.reason


def _choices(query: Query, name: str, words: Mapping[str, str | Promise]) -> list[Choice]:
    now = getattr(query, name)
    return [Choice(value, word, query.address(**{name: value}), now == value) for value, word in words.items()]


def row_of(one: Left, names: dict[str, str]) -> Row:
    """One departure with its spark and sentences."""
    by = "" if one.by == NOBODY else names.get(one.by, one.by)
    return Row(one, words.membership(one.member_days), _bars(one.usage.weeks), words.use(one.usage.weeks), by)


def _bars(weeks: Sequence[int]) -> list[tuple[int, str, str]]:
    heights = [1.0 if not days else 2 + days / 7 * (_HEIGHT - 2) for days in weeks]
    return [(at * _WEEK_WIDTH, f"{_HEIGHT - height:.1f}", f"{height:.1f}") for at, height in enumerate(heights)]


def _left_of(member: Member, number: int) -> tuple[Departure, Left]:
    rows = Departure.objects.select_related("workspace").filter(workspace=member.workspace, taken_back_at=None)
    row = rows.filter(pk=number).first() if number <= LARGEST else None
    if row is None:
        raise Http404("no such departure")
    account = Account.objects.filter(workspace=member.workspace, pk=row.account_id)
    return row, next(one for one in departures(member.workspace, account) if one.number == number)


@for_members
@require_safe
def departure(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """One of them: under its row for htmx, else as a page."""
    row, left = _left_of(member, number)
    return _shown(request, member, row, left, _form(member, row))


@for_writers
@require_POST
def say_why(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Say why it left, or say so otherwise."""
    row, left = _left_of(member, number)
    kept = row.reason_id
    form = WhyForm(request.POST, workspace=member.workspace, kept=kept, auto_id=f"why-{number}-%s")
    if form.is_valid():
        try:
            entry = explain(departure=row, said=form.ending, by=actor(member))
        except RenewalError as error:
            form.add_error(None, str(error))
        else:
            sentence = _("Why %(account)s left is kept.") if entry else _("That is what was known of %(account)s.")
            return _told(request, member, sentence % {"account": left.name}, [entry.pk] if entry else [])
    return _shown(request, member, row, left, form, status=422)


@for_writers
@require_POST
def stay(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """It does not leave after all: its contract is as before, or runs on where nobody had said that it ends."""
    row, left = _left_of(member, number)
    try:
        if was_unsaid(row):
            stay_unsaid(departure=row, by=actor(member))
        else:
            take_back(departure=row, by=actor(member))
    except RenewalError as error:
        return _told(request, member, str(error), [], went_well=False)
    return _told(request, member, _("The contract of %(account)s goes on as before.") % {"account": left.name}, [])


def _form(member: Member, row: Departure) -> WhyForm:
    known = {
        "reason": row.reason_id or "",
        "competitor": row.competitor,
        "notice_on": row.notice_on,
        "note": row.note,
    }
    return WhyForm(initial=known, workspace=member.workspace, kept=row.reason_id, auto_id=f"why-{row.pk}-%s")


def _shown(
    request: HttpRequest, member: Member, row: Departure, left: Left, form: WhyForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "member": member,
        "section": "renewals",
        "row": row_of(left, people.names(member.workspace)),
        "one": left,
        "form": form,
        "today": clock.now().date(),
        "may_change": may_change(member),
        "is_unsaid": was_unsaid(row),
    }
    template = "_departure" if request.headers.get("HX-Request") else "departure"
    return render(request, f"console/renewals/{template}.html", context, status=status)


def _told(
    request: HttpRequest, member: Member, sentence: str, entries: list[int], *, went_well: bool = True
) -> HttpResponse:
    back = reverse("departures", args=[member.workspace.slug])
    return told(request, sentence, back=back, events=EVENTS, entries=entries, went_well=went_well)
