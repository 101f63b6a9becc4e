"""One account: how healthy is it, why, and what do we know of it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.health import ahead
from tenure.answers.tasks import open_tasks
from tenure.answers.usage_chart import UsageChart, usage_chart
from tenure.calc.band import Bands
from tenure.calc.health import Health
from tenure.console import people, waterfall
from tenure.console.access import for_members, may_change
from tenure.console.account.head import found as account_with
from tenure.console.account.head import head
from tenure.console.account.marked import marked
from tenure.console.account_state import State, card_of, day_asked, not_shown, state_as_of, state_now
from tenure.console.bands import band_of
from tenure.console.eyes import untold
from tenure.console.fact_words import grouped, restated
from tenure.console.figures import figures
from tenure.console.locale import LocaleVoice, locale_of, percent
from tenure.console.override_form import MinimumForm, OverrideForm
from tenure.console.touchpoints.words import CHANNELS
from tenure.console.undo import note, told
from tenure.records.models import Account, AuditEntry, Member, Task, Touchpoint
from tenure.values.moment import Moment
from tenure.values.voice import speaking

SINCE_DAYS = 28
TASKS = 6
LATELY = 3


@dataclass(frozen=True, slots=True)
class ToDo:
    """The open tasks that are shown, and how many more there are."""

    shown: Sequence[Task] = ()
    rest: int = 0


@for_members
@require_safe
def account(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """The whole page; only the parts that health changes when the live stream asks for them."""
    found = account_with(member, key)
    day = day_asked(request.GET.get("as_of"))
    state = state_now(found) if day is None else state_as_of(found, day)
    context = _context(request, member, found, state)
    if request.headers.get("HX-Target") == "live":
        response = render(request, "console/accounts/_live.html", context | {"live": True})
    else:
        refused = not_shown(request.GET.get("as_of"))
        context |= {"not_shown": refused, **_drawn(request, found, state)}
        response = render(request, "console/accounts/account.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def show_changed(
    request: HttpRequest,
    member: Member,
    account: Account,
    sentence: str = "",
    entries: Sequence[AuditEntry] = (),
    *,
    override_form: OverrideForm | None = None,
    minimum_form: MinimumForm | None = None,
) -> HttpResponse:
    """The answer to a change: the parts it changed with what was done and how it is taken back, or the form with what to
    put right (422); without htmx the page.
    """
    refused = override_form is not None or minimum_form is not None
    parts = bool(request.headers.get("HX-Request"))
    if not refused and not parts:
        return told(request, sentence, back=reverse("account", args=[member.workspace.slug, account.key]))
    state = state_now(account)
    context = _context(request, member, account, state)
    given = {"override_form": override_form, "minimum_form": minimum_form}
    context |= {name: form for name, form in given.items() if form is not None}
    context |= note(request, sentence, [entry.pk for entry in entries])
    status = 422 if refused else 200
    if parts:
        return render(request, "console/accounts/_live.html", context, status=status)
    context |= _drawn(request, account, state)
    return render(request, "console/accounts/account.html", context, status=status)


def _drawn(request: HttpRequest, account: Account, state: State) -> dict[str, object]:
    """What is drawn once and not again with each change of health: use with its marks, and what is to be done."""
    chart = _chart(request, account, state)
    return {
        "chart": chart,
        "marked": marked(account, chart),
        "to_do": _to_do(account, state),
        "lately": _lately(account, state),
    }


def _to_do(account: Account, state: State) -> ToDo:
    """What is open for the account, the nearest first; of a past day nothing, because it is done here."""
    if state.as_of:
        return ToDo()
    found = open_tasks(account.workspace).filter(account=account)
    nearest = found.select_related("owner").order_by(F("due_on").asc(nulls_last=True), "pk")
    shown = list(nearest[:TASKS])
    return ToDo(shown, found.count() - len(shown) if len(shown) == TASKS else 0)


def _lately(account: Account, state: State) -> list[tuple[Touchpoint, str | Promise]]:
    """The last touchpoints, each with the word for its way; of a past day none, because they are changed here."""
    held = Touchpoint.objects.filter(workspace=account.workspace_id, account=account, is_held=True)
    found = [] if state.as_of else held.order_by("-at", "-pk")[:LATELY]
    return [(one, CHANNELS[one.channel]) for one in found]


def _chart(request: HttpRequest, account: Account, state: State) -> UsageChart:
    with speaking(LocaleVoice(locale_of(request))):
        return usage_chart(account, _moment(state))


def _moment(state: State) -> Moment:
    return Moment(clock.now()) if state.as_of is None else Moment.end_of(state.as_of)


def _context(request: HttpRequest, member: Member, account: Account, state: State) -> dict[str, object]:
    """All that the parts of the page show that change with the account's health."""
    names, locale = people.names(member.workspace), locale_of(request)
    health = restated(state.health, state.facts, locale, state.catalogue)
    card, unsaid = card_of(account, health), untold(state.health)
    return head(request, member, account, "account") | {
        "state": state,
        "as_of_part": f"&as_of={state.as_of}" if state.as_of else "",
        "health": health,
        "cause": people.cause(health, names),
        "coverage": percent(health.coverage, locale),
        "band_meaning": band_of(health.band).meaning,
        "figures": figures(state, locale),
        "is_ahead": health.score is None and account.pk in ahead(account.workspace, _moment(state), [account.pk]),
        "untold": unsaid,
        "bars": [] if unsaid else waterfall.reasons(health),
        "left_out": waterfall.left_out(health),
        "card": card,
        "zones": waterfall.zones(card.bands if card else Bands()),
        "groups": grouped(state.facts, locale, state.catalogue),
        "yesterday": clock.now().date() - timedelta(days=1),
        "since": state.today - timedelta(days=SINCE_DAYS),
        "may_change": may_change(member) and state.as_of is None,
        "override_form": OverrideForm(),
        "minimum_form": MinimumForm(initial={"minimum": account.minimum_score}),
        **_override(health, names),
    }


def _override(health: Health, names: dict[str, str]) -> dict[str, object]:
    one = health.override
    if one is None:
        return {}
    last = None if one.until is None else Moment(one.until).date  # an end at midnight is the end of the day before
    return {"override_by": names.get(one.by, one.by), "override_until": last}
