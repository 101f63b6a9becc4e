"""How healthy are all accounts together? The spread of scores, twelve weeks of bands, and what changed them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from babel import Locale
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.portfolio import Week, portfolio
from tenure.console.access import for_members, may_manage
from tenure.console.band_weeks import band_weeks
from tenure.console.eyes import cause_seen
from tenure.console.locale import day, locale_of, money, number
from tenure.console.scope import ALL, in_scope, scope_of, words_of
from tenure.console.scoring.band_changes import WAYS, lately, latest
from tenure.console.scoring.pictures import columns
from tenure.console.scoring.standing import BIN, Standing, standing
from tenure.records.models import Account, Member
from tenure.values.moment import Moment

NAMED: Final = 8
COUNTED: Final = ("good", "average", "poor", "none")
WAY_WORDS: Final[dict[str, str | Promise]] = {
    "": gettext_lazy("All changes"),
    "worse": gettext_lazy("For the worse"),
    "better": gettext_lazy("For the better"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One choice, as an address."""

    words: str | Promise
    address: str
    is_chosen: bool


@for_members
@require_safe
def health(request: HttpRequest, member: Member) -> HttpResponse:
    """The whole page."""
    now, locale, scope = clock.now(), locale_of(request), scope_of(request, member)
    everybody = Account.objects.filter(workspace=member.workspace)
    accounts = in_scope(everybody, member, scope)
    only = None if scope == ALL else accounts
    stand = standing(accounts)
    weeks = portfolio(member.workspace, accounts, Moment(now), all_of_it=scope == ALL)
    moved = lately(member.workspace, only, now)
    way = request.GET.get("way", "") if request.GET.get("way", "") in WAYS else ""
    text = request.GET.get("before", "")
    before = int(text) if text.isdecimal() and len(text) < 19 else None
    changes = latest(member.workspace, only, way, before)
    context = {
        "member": member,
        "section": "health",
        "here": True,
        "tab": "health",
        "may_edit": may_manage(member),
        "stand": stand,
        "lead": lead(stand, moved["worse"], moved["better"], locale),
        "scopes": [Tab(word, _address(scope=one, way=way), one == scope) for one, word in words_of(member).items()],
        "scope": scope,
        "ways": [Tab(WAY_WORDS[one], _address(scope=scope, way=one), one == way) for one in WAYS],
        "changes": [(one, cause_seen(one.cause)) for one in changes.rows],
        "earlier": changes.earlier and _address(scope=scope, way=way, before=changes.earlier),
        "is_later": before is not None,
        "today": now.date(),
        **_pictures(stand, weeks, locale),
        **_doubtful(accounts, stand),
    }
    return render(request, "console/scoring/health.html", context)


def lead(stand: Standing, worse: int, better: int, locale: Locale) -> str:
    """The page in one or two sentences."""
    if not stand.scored:
        return _("No account has a score yet; the first come moments after the first data.")
    figures = {
        "poor": number(stand.bands["poor"], locale),
        "average": number(stand.bands["average"], locale),
        "good": number(stand.bands["good"], locale),
        "scored": number(stand.scored, locale),
        "money": money(stand.money["poor"], stand.currency, locale) if stand.currency else "",
    }
    count = stand.bands["poor"]
    if stand.money["poor"] and stand.currency:
        said = ngettext(
            "%(poor)s account is poor and brings %(money)s a month; %(average)s are average and %(good)s good.",
            "%(poor)s accounts are poor and bring %(money)s a month; %(average)s are average and %(good)s good.",
            count,
        )
    else:
        said = ngettext(
            "%(poor)s account is poor, %(average)s are average and %(good)s good.",
            "%(poor)s accounts are poor, %(average)s are average and %(good)s good.",
            count,
        )
    moved = _("In the last seven days nobody changed band.")
    if worse or better:
        moved = _("In the last seven days %(worse)s changed band for the worse and %(better)s for the better.")
    return f"{said % figures} {moved % {'worse': number(worse, locale), 'better': number(better, locale)}}"


def _pictures(stand: Standing, weeks: Sequence[Week], locale: Locale) -> dict[str, Any]:
    return {
        "columns": columns(stand.bins, BIN),
        "money_columns": columns(stand.money_bins, BIN) if any(map(sum, map(dict.values, stand.money_bins))) else [],
        "lowest_half": sum(sum(one.values()) for one in stand.bins[: len(stand.bins) // 2]),
        "by_score": [
            (one, sum(money.values())) for one, money in zip(columns(stand.bins, BIN), stand.money_bins, strict=True)
        ],
        "band_counts": [(slug, stand.bands[slug]) for slug in COUNTED],
        "band_money": [(slug, stand.money[slug]) for slug in COUNTED],
        "picture": band_weeks(
            trend(weeks), [week.accounts for week in weeks], [day(week.day, locale) for week in weeks],
            lambda count: number(count, locale),
        ),
    }  # fmt: skip


def trend(weeks: Sequence[Week]) -> str:
    """What the picture of the weeks shows, as its title."""
    if len(weeks) < 2:
        return _("The weeks begin here")
    first, last = weeks[0].accounts["poor"], weeks[-1].accounts["poor"]
    figures = {"first": first, "last": last, "weeks": len(weeks) - 1}
    if first == last:
        return _("As many poor accounts as %(weeks)s weeks ago: %(last)s") % figures
    if last > first:
        return _("Poor accounts rose from %(first)s to %(last)s in %(weeks)s weeks") % figures
    return _("Poor accounts fell from %(first)s to %(last)s in %(weeks)s weeks") % figures


def _doubtful(accounts: QuerySet[Account], stand: Standing) -> dict[str, Any]:
    """Accounts whose score rests on little, and those without data: the ones with the most money first."""
    most = ("-health__stake", "name", "key")
    thin = accounts.filter(health__is_thin=True).select_related("health").order_by(*most)
    none = accounts.filter(Q(health__band="none") | Q(health=None)).select_related("health").order_by(*most)
    return {
        "thin": list(thin[:NAMED]) if stand.thin else [],
        "none": list(none[:NAMED]) if stand.bands["none"] else [],
        "none_count": stand.bands["none"],
    }


def _address(**parts: object) -> str:
    kept = {name: value for name, value in parts.items() if value and (name, value) != ("scope", ALL)}
    return "?" + urlencode(kept)
