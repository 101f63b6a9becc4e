"""A member publishes a play, lets it rest, lets it go on, or puts it away; what that means for accounts comes first."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.plays.publishing import (
    FINISH,
    STOP,
    AccountsInside,
    PlayRefused,
    archive,
    inside,
    pause,
    publish,
    resume,
)  # fmt: skip
from tenure.answers.play_problems import problems
from tenure.answers.play_rows import names_of
from tenure.answers.play_standing import Inside
from tenure.console.access import actor, for_managers
from tenure.console.plays import words
from tenure.console.plays.forecast import forecast_of
from tenure.console.plays.found import kept_draft, latest, play_of
from tenure.console.plays.one import head, picture
from tenure.records.models import Member, Play

_CHOICES: Final = {FINISH, STOP}


@for_managers
@require_safe
def ask(request: HttpRequest, member: Member, play: str) -> HttpResponse:
    """What publishing would do, before it is done: nothing is changed."""
    return _page(request, member, _in_use(member, play))


@for_managers
@require_POST
def publish_play(request: HttpRequest, member: Member, play: str) -> HttpResponse:
    """Let the draft run; what has to be said or put right first comes back with the question (422)."""
    row, inside_do = _in_use(member, play), request.POST.get("inside", "")
    try:
        version = publish(play=row, by=actor(member), accounts_inside=inside_do if inside_do in _CHOICES else "")
    except AccountsInside as error:
        return _page(request, member, row, asked=str(error), status=422)
    except PlayRefused as error:
        return _page(request, member, row, refused=str(error), status=422)
    said = _("“%(name)s” runs as version %(version)s.") % {"name": row.name, "version": version.version}
    messages.success(request, said)
    return redirect("play", member.workspace.slug, row.slug)


@for_managers
@require_POST
def turn_play(request: HttpRequest, member: Member, play: str) -> HttpResponse:
    """Pause it, let it go on, or archive it."""
    row = play_of(member, play)
    doings: dict[str, Callable[[], str]] = {
        "pause": lambda: (
            _("Paused: nothing starts or moves on until it is resumed.") if pause(play=row, by=actor(member)) else ""
        ),
        "resume": lambda: (
            _("It runs again, and goes on where it stopped.") if resume(play=row, by=actor(member)) else ""
        ),
        "archive": lambda: _archived(row, actor(member)),
    }
    said = doings.get(request.POST.get("do", ""), str)()
    if said:
        messages.success(request, said)
    return redirect("play", member.workspace.slug, row.slug)


def _in_use(member: Member, slug: str) -> Play:
    """The play, unless it was put away: that is for good."""
    row = play_of(member, slug)
    if row.state == Play.State.ARCHIVED:
        raise Http404("the play was archived")
    return row


def _archived(row: Play, by: str) -> str:
    archive(play=row, by=by)
    return _("Archived: its runs are stopped, and what it did is kept.")


def _page(
    request: HttpRequest, member: Member, row: Play, *, asked: str = "", refused: str = "", status: int = 200
) -> HttpResponse:
    draft, names = kept_draft(row), names_of(member.workspace)
    context = head(member, row, "play", latest(row)) | {
        "draft": draft,
        "around": words.around(draft, names, member) if draft else [],
        "steps": picture(draft, names, member, Inside()) if draft else [],
        "problems": problems(member.workspace, draft) if draft else [],
        "forecast": forecast_of(row, draft) if draft else None,
        "inside": inside(row).count(),
        "asked": asked,
        "refused": refused,
    }
    return render(request, "console/plays/publish.html", context, status=status)
