"""What a play brings: both groups beside each other, how sure that is, what was named beforehand, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tenure.answers.play_results import Results, results
from tenure.calc.holdout import Difference
from tenure.console.access import for_members
from tenure.console.locale import Counted, locale_of, money, number, rate
from tenure.console.plays.found import latest, play_of
from tenure.console.plays.one import head
from tenure.console.plays.outlook import without
from tenure.records.models import Member

_WIDE: Final = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One difference as a bar: from ``low`` to ``high`` with its value and zero, in hundredths of the picture."""

    what: str
    acted: str
    alone: str
    says: str
    low: float
    width: float
    value: float
    zero: float
    side: str


@for_members
@require_safe
def play_results(request: HttpRequest, member: Member, play: str) -> HttpResponse:
    """The page; without a hold-out it says how many accounts one would take."""
    row = play_of(member, play)
    found = results(row)
    locale = locale_of(request)
    context = head(member, row, "play-results", latest(row))
    if found is None:
        context |= {"without": without(member, locale)}
    else:
        context |= {
            "results": found,
            "verdict": verdict(found),
            "named": _named(found, locale),
            "so_far": _so_far(found),
            "bars": _bars(found, locale),
        }
    return render(request, "console/plays/results.html", context)


@for_members
@require_safe
def play_answer(request: HttpRequest, member: Member, play: str) -> HttpResponse:
    """The answer in a word, for the list."""
    found = results(play_of(member, play))
    said = {"helps": _("helps"), "harms": _("harms"), "unclear": _("cannot tell"), "too few": _("too few yet")}
    context = {"answer": found.answer if found else "", "said": said[found.answer] if found else _("not compared")}
    return render(request, "console/plays/_answer.html", context)


def verdict(found: Results) -> str:
    """The one sentence that the page begins with."""
    if found.answer == "helps":
        return _("It helps: of those it acted on, fewer left.")
    if found.answer == "harms":
        return _("It harms: of those it acted on, more left.")
    if found.answer == "unclear":
        return _("It cannot be told: the two groups differ by no more than chance alone may bring.")
    if found.never:
        return _("It can never tell: too few accounts come this way for a difference of this size to show.")
    return _("Too few accounts to say anything yet.")


def _named(found: Results, locale: Locale) -> list[str]:
    """What was named beforehand."""
    hold_out, planned = found.hold_out, found.hold_out.planned
    said = {
        "share": rate(hold_out.percent / 100, locale), "days": Counted(hold_out.days),
        "alone": rate(hold_out.alone or 0, locale), "acted": rate(hold_out.acted or 0, locale),
        "planned": Counted(planned or 0),
    }  # fmt: skip
    first = ngettext(
        "%(share)s of the accounts are left alone, and who has left after %(days)s day is compared.",
        "%(share)s of the accounts are left alone, and who has left after %(days)s days is compared.",
        hold_out.days,
    )
    if planned is None:
        second = _(
            "How many should leave in each group was not named; name it, so that it can be said when it is enough."
        )
    else:
        second = _("%(alone)s were expected to leave by themselves, %(acted)s with the play: to tell these apart takes %(planned)s accounts.")  # fmt: skip
    return [first % said, second % said]


def _so_far(found: Results) -> list[str]:
    """How far it is."""
    planned = found.hold_out.planned
    said = []
    if planned is not None:
        told = _("%(count)s of %(planned)s accounts are in.")
        said.append(told % {"count": Counted(found.counted), "planned": Counted(planned)})
    if found.waiting:
        one = "%(count)s account is not counted yet: its time is not over."
        many = "%(count)s accounts are not counted yet: their time is not over."
        said.append(ngettext(one, many, found.waiting) % {"count": Counted(found.waiting)})
    if found.absent:
        one = "%(count)s account is not counted: it was no customer when the play began for it."
        many = "%(count)s accounts are not counted: they were no customers when the play began for them."
        said.append(ngettext(one, many, found.absent) % {"count": Counted(found.absent)})
    if planned is not None and found.years is not None and found.counted + found.waiting < planned:
        said.append(_pace(found.years))
    return said


def _pace(years: float) -> str:
    if years < 1:
        months = max(round(years * 12), 1)
        return ngettext(
            "At the pace so far the planned number begins within %(count)s month.",
            "At the pace so far the planned number begins within %(count)s months.",
            months,
        ) % {"count": Counted(months)}
    return ngettext(
        "At the pace so far it takes %(count)s year until enough accounts have begun.",
        "At the pace so far it takes %(count)s years until enough accounts have begun.",
        round(years),
    ) % {"count": Counted(round(years))}


def _bars(found: Results, locale: Locale) -> list[Bar]:
    acted, alone = found.acted, found.alone
    said = [
        _bar(_("Left"), found.lost, rate(acted.left.rate, locale), rate(alone.left.rate, locale), _points(locale)),
        _bar(
            _("Health"),
            found.health,
            _signed(acted.health.mean, locale),
            _signed(alone.health.mean, locale),
            lambda v: _signed(v, locale),
        ),
    ]
    is_shop = found.orders
    worth = _worth(found.currency, locale)
    said.append(
        _bar(
            _("Ordered, on average") if is_shop else _("MRR, on average"),
            found.money,
            worth(acted.money.mean),
            worth(alone.money.mean),
            worth,
        )
    )
    return [one for one in said if one is not None]


def _bar(what: str, found: Difference | None, acted: str, alone: str, say: Callable[[float], str]) -> Bar | None:
    """One line; None where a group has nobody that it could be told of."""
    if found is None:
        return None
    ends = [found.low, found.high, 0.0]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.08 or 1.0
    low, high = low - room, high + room

    def at(value: float) -> float:
        return round((value - low) / (high - low) * _WIDE, 2)

    side = "better" if found.low > 0 else "worse" if found.high < 0 else "either"
    says = _("%(value)s; between %(low)s and %(high)s in 95 of 100 such trials") % {
        "value": say(found.value), "low": say(found.low), "high": say(found.high),
    }  # fmt: skip
    return Bar(what, acted, alone, says, at(found.low), at(found.high) - at(found.low), at(found.value), at(0.0), side)


def _signed(value: float, locale: Locale) -> str:
    said = number(abs(value), locale, 1)
    return said if said == "0" else f"{'+' if value > 0 else '−'}{said}"


def _points(locale: Locale) -> Callable[[float], str]:
    """A difference of shares, in points of a hundred."""
    return lambda value: _("%(points)s points") % {"points": _signed(value * 100, locale)}


def _worth(currency: str, locale: Locale) -> Callable[[float], str]:
    return lambda value: money(round(value), currency, locale)
