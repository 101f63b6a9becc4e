"""What happened with an account? Everything, or only some kinds of it, the newest first."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tenure.actions.notes import LONGEST
from tenure.answers.open_alerts import unseen_signals
from tenure.answers.timeline import Entry, Kind, Position, timeline
from tenure.console.access import for_members, hidden_facts, may_see_sentiment
from tenure.console.account.head import found, head
from tenure.console.account.notes import editable
from tenure.console.eyes import cause_seen
from tenure.console.locale import LocaleVoice, locale_of
from tenure.records.models import Member, Signal
from tenure.values.voice import speaking
from tenure.values.zone import time_in

PAGE: Final = 40
# What people filter by, and the kinds of entries that each shows.
FILTERS: Final[tuple[tuple[str, str | Promise, tuple[Kind, ...]], ...]] = (
    ("use", gettext_lazy("Use"), ("use",)),
    ("touchpoints", gettext_lazy("Touchpoints"), ("touchpoint",)),
    ("tickets", gettext_lazy("Tickets"), ("ticket_opened", "ticket_closed")),
    ("incidents", gettext_lazy("Incidents"), ("incident", "incident_told", "incident_closed")),
    ("signals", gettext_lazy("Signals"), ("alert", "alert_over")),
    ("orders", gettext_lazy("Orders"), ("order",)),
    ("health", gettext_lazy("Health changes"), ("health",)),
    ("notes", gettext_lazy("Notes"), ("note",)),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """One kind as a filter that can be put on and off."""

    words: str | Promise
    address: str
    is_on: bool


@for_members
@require_safe
def account_timeline(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """A page of it; only the entries when htmx asks for more."""
    account = found(member, key)
    chosen = [name for name, _, _ in FILTERS if name in request.GET.getlist("kind")]
    kinds = [kind for name, _, some in FILTERS if name in chosen for kind in some] or None
    before = _position(request.GET.get("before", ""))
    with speaking(LocaleVoice(locale_of(request))):
        entries = timeline(account, PAGE + 1, before=before, kinds=kinds)
    more = _cursor(entries[PAGE - 1]) if len(entries) > PAGE else ""
    shown = entries[:PAGE]
    context = head(request, member, account, "account-timeline") | {
        "days": _by_day(
            shown, member.workspace.time_zone, sees_sentiment=may_see_sentiment(member), unseen=_unseen(member)
        ),
        "filters": [Filter(words, _address(chosen, name), name in chosen) for name, words, _ in FILTERS],
        "all_on": not chosen,
        "more": f"{_address(chosen, '')}&before={more}" if more else "",
        "asked": chosen,
        "editable": editable(member, account, [one.position.id for one in shown if one.kind == "note"]),
        "longest_note": LONGEST,
    }
    template = "_entries.html" if request.headers.get("HX-Target") == "more" else "timeline.html"
    return render(request, f"console/account/{template}", context)


def _unseen(member: Member) -> set[str]:
    """The signals, by their short names, of which the member's role is not told."""
    numbers = unseen_signals(member.workspace, hidden_facts(member))
    rows = Signal.objects.filter(workspace=member.workspace, pk__in=numbers)
    return set(rows.values_list("slug", flat=True)) if numbers else set()


def _by_day(
    entries: list[Entry], zone: str, *, sees_sentiment: bool, unseen: Collection[str]
) -> list[tuple[date, list[Entry]]]:
    """The entries under their days, the last first, at the clock of the workspace.

    What only has a day is of that day everywhere; a day's use is of a day in UTC, as facts are.
    """
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        clocks = None if entry.at is None or entry.is_day else time_in(entry.at, zone).replace(tzinfo=None)
        here = replace(entry, at=clocks)
        if entry.kind == "health":
            is_hidden = not sees_sentiment and "sentiment" in entry.words.text.lower()
            told = "" if is_hidden else cause_seen(entry.words.text)
            here = replace(here, words=entry.words._replace(text=told))  # without what the role does not show
        if entry.words.data.get("signal") in unseen:
            here = replace(here, words=entry.words._replace(text=""))
        days.setdefault(here.at.date() if here.at else here.day, []).append(here)
    return sorted(days.items(), reverse=True)


def _address(chosen: list[str], toggled: str) -> str:
    kept = [name for name in chosen if name != toggled]
    if toggled and toggled not in chosen:
        kept.append(toggled)
    return "?" + "&".join(f"kind={name}" for name in kept)


def _cursor(entry: Entry) -> str:
    at, rank, number = entry.position
    return f"{int(at.timestamp() * 1_000_000)}.{rank}.{number}"


def _position(text: str) -> Position | None:
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 19 for part in parts):
        return None
    micros, rank, number = (int(part) for part in parts)
    try:
        at = datetime.fromtimestamp(micros // 1_000_000, UTC).replace(microsecond=micros % 1_000_000)
    except (OverflowError, OSError, ValueError):
        return None
    return Position(at, rank, number)
