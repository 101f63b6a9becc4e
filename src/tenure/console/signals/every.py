"""All signals: what each watches, whether it is on, how often it fired, and why its alerts were put aside."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.ready_signals import add_ready_signals
from tenure.answers.open_alerts import fired, reasons, unseen_signals
from tenure.answers.signal_rows import when
from tenure.answers.would_fire import unknown_facts, would_fire
from tenure.calc.signal import Signal, SignalError, parse
from tenure.calc.signals.ready import READY_SIGNALS
from tenure.console.access import actor, for_managers, for_members, hidden_facts, may_manage
from tenure.console.locale import Counted
from tenure.console.signals import words
from tenure.console.undo import told
from tenure.facts.catalogue import label
from tenure.records.models import Account, Alert, Member
from tenure.records.models import Signal as Row

MOST_ACCOUNTS = 20_000  # for whom all signals that are off are tried at once; beyond that each on its own page


@dataclass(frozen=True, slots=True)
class Line:
    """One signal as the list shows it; ``broken`` says why it holds for nobody."""

    row: Row
    name: str
    sentence: str
    why: str
    severity: str | Promise
    severity_slug: str
    routing: str | Promise
    open: int
    fired: int
    reasons: list[str]
    broken: str


@for_members
@require_safe
def signals(request: HttpRequest, member: Member) -> HttpResponse:
    """The whole page; those that are on first."""
    workspace = member.workspace
    rows = rows_of(member)
    lines = lines_of(member, rows)
    is_small = Account.objects.filter(workspace=workspace).count() <= MOST_ACCOUNTS
    context = {
        "member": member,
        "section": "signals",
        "on": [one for one in lines if one.row.is_on],
        "off": [one for one in lines if not one.row.is_on],
        "may_manage": may_manage(member),
        "missing": len(READY_SIGNALS.keys() - {row.template for row in rows}) if may_manage(member) else 0,
        "is_small": is_small,
    }
    return render(request, "console/signals/signals.html", context)


@for_members
@require_safe
def signals_holding(request: HttpRequest, member: Member) -> HttpResponse:
    """For how many accounts each signal that is off would fire now; the page asks for it once it is shown."""
    rows = [row for row in rows_of(member) if not row.is_on]
    found = would_fire(member.workspace, rows)
    context = {"member": member, "counts": [(row, holding(len(found[row.pk]))) for row in rows if row.pk in found]}
    return render(request, "console/signals/_holding.html", context)


@for_managers
@require_POST
def add_ready(request: HttpRequest, member: Member) -> HttpResponse:
    """Make the ready signals that the workspace has not, all of them off."""
    made = add_ready_signals(workspace=member.workspace, by=actor(member), switched_on=False)
    said = ngettext("%(count)s signal was added.", "%(count)s signals were added.", made) % {"count": Counted(made)}
    return told(request, said, back=reverse("signals", args=[member.workspace.slug]), events=("signals",))


def rows_of(member: Member) -> list[Row]:
    """The signals of the workspace that the member's role may see."""
    unseen = set(unseen_signals(member.workspace, hidden_facts(member)))
    rows = Row.objects.filter(workspace=member.workspace, retired_at=None).order_by("pk")
    return [row for row in rows if row.pk not in unseen]


def lines_of(member: Member, rows: list[Row]) -> list[Line]:
    """Signals with what came of them; a fixed number of queries."""
    workspace = member.workspace
    times, why = fired(workspace), reasons(workspace)
    open_now = Counter(Alert.objects.filter(workspace=workspace, ended_at=None).values_list("signal", flat=True))
    unknown = unknown_facts(workspace, rows)
    return [
        _line(row, parsed_of(row), open_now[row.pk], times.get(row.pk, 0), dict(why.get(row.pk, {})), unknown[row.pk])
        for row in rows
    ]


def parsed_of(row: Row) -> Signal | None:
    """What a signal says; None for one that cannot be read any more."""
    try:
        return parse(row.definition)
    except SignalError:
        return None


def holding(count: int) -> str:
    """For how many it would fire."""
    if not count:
        return _("Would fire for nobody now")
    said = ngettext("Would fire now for %(count)s account", "Would fire now for %(count)s accounts", count)
    return said % {"count": Counted(count)}


def _line(  # noqa: PLR0917 - what stands in one line
    row: Row, signal: Signal | None, open_now: int, times: int, why: dict[str, int], unknown: list[str]
) -> Line:
    template = READY_SIGNALS.get(row.template)
    return Line(
        row,
        words.name(row),
        when(row, signal) if signal else "",
        words.why(template),
        words.SEVERITIES[signal.severity] if signal else "",
        signal.severity if signal else "",
        words.ROUTINGS[signal.routing] if signal else "",
        open_now,
        times,
        words.counted_reasons(why),
        broken(signal, unknown),
    )


def broken(signal: Signal | None, unknown: list[str]) -> str:
    """Why a signal holds for nobody, as a sentence; empty where nothing is wrong."""
    if signal is None:
        return _("It cannot be read any more: make it anew.")
    if not unknown:
        return ""
    said = ", ".join(f"“{label(name)}”" for name in unknown)
    return _(
        "It reads what is not known any more: %(facts)s. Until that is there again, it holds for nobody by it."
    ) % {"facts": said}
