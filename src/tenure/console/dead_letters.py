"""Which events could not be kept, and why? Each dead letter with its reason and the beginning of what was sent; replay."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.dead_letters import ALL, Replayed, found, replay
from tenure.answers.facts import oldest
from tenure.answers.process import spool
from tenure.console.access import actor, for_managers, for_members, may_manage
from tenure.console.stored_words import again
from tenure.eventlog.spool import DeadRow
from tenure.records.models import Member

SHOWN = 100
BODY = 400  # characters
_SECRET = re.compile(r'(?i)("[^"]*(?:key|token|secret|password|authorization|cookie)[^"]*"\s*:\s*)"[^"]*("|$)')


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as it is shown."""

    id: int
    received_at: datetime
    reason: str
    body: str


@for_members
@require_safe
def dead_letters(request: HttpRequest, member: Member) -> HttpResponse:
    """The newest letters whose reason holds what is looked for."""
    said = request.GET.get("reason", "").replace("\0", "").strip()[:200]
    rows = _holding(member, said, SHOWN + 1)
    context = {
        "member": member,
        "section": "events",
        "tab": "dead",
        "here": True,
        "said": said,
        "letters": [
            Letter(row.id, datetime.fromtimestamp(row.received_at / 1e6, UTC), row.reason, beginning(row.body))
            for row in rows[:SHOWN]
        ],
        "is_cut": len(rows) > SHOWN,
        "shown": SHOWN,
        "may_manage": may_manage(member),
    }
    return render(request, "console/events/dead.html", context)


@for_managers
@require_POST
def replay_letters(request: HttpRequest, member: Member) -> HttpResponse:
    """Send one letter through again, or all whose reason holds a text."""
    number, said = request.POST.get("id", ""), request.POST.get("reason", "")[:200]
    ids = [int(number)] if number.isdecimal() and len(number) < 19 else None
    if ids is None and said:
        ids = [letter.id for letter in _holding(member, said, ALL)]
    done = replay(workspace=member.workspace, spool=spool(), oldest=oldest(member.workspace), by=actor(member), ids=ids)
    messages.add_message(request, messages.SUCCESS if done.ids else messages.INFO, sentence(done))
    return redirect("dead-letters", member.workspace.slug)


def _holding(member: Member, said: str, most: int) -> list[DeadRow]:
    """The newest letters whose reason, as this page says it, holds what is looked for."""
    letters = found(spool(), member.workspace, ALL if said else most)
    shown = {reason: again(reason).casefold() for reason in {letter.reason for letter in letters}} if said else {}
    return [letter for letter in letters if said.casefold() in shown.get(letter.reason, "")][:most] if said else letters


def beginning(body: bytes) -> str:
    """What was sent, shortened, without what looks like a secret."""
    text = _SECRET.sub(r'\1"(hidden)"', body[: BODY * 4].decode(errors="replace"))
    plain = "".join(char if char.isprintable() else " " for char in text)
    return plain if len(plain) <= BODY else plain[: BODY - 1] + "…"


def sentence(done: Replayed) -> str:
    """What came of a replay."""
    went, stayed = len(done.ids), len(done.still_bad)
    if not went and not stayed:
        return _("There is none of these any more.")
    told = []
    if went:
        counts = {"went": f"{went:,}", "all": f"{went + stayed:,}"}
        told.append(_("%(went)s of %(all)s go through again and show among the live events.") % counts)
    if stayed == 1:
        reason = {"reason": again(done.still_bad[0].reason)}
        told.append(_("One stays, because it could still not be kept: %(reason)s.") % reason)
    elif stayed:
        told.append(_("%(stayed)s stay, because they could still not be kept.") % {"stayed": f"{stayed:,}"})
    return " ".join(told)
