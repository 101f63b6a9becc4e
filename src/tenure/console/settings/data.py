"""How does data come in, go out and go away? Ways in, a copy of everything, and erasing somebody for good."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.erase import NobodyToErase, StillThere, erase_account, erase_person
from tenure.actions.exports import note_export
from tenure.answers.everything import everything
from tenure.answers.process import home, spool
from tenure.console.access import actor, for_admins
from tenure.console.settings.frame import settings_page
from tenure.records.account import KEY_LENGTH
from tenure.records.models import Account, Import, Member


@for_admins
@require_safe
def data(request: HttpRequest, member: Member) -> HttpResponse:
    """The page."""
    return _page(request, member)


@for_admins
@require_POST
def export(request: HttpRequest, member: Member) -> HttpResponseBase:  # noqa: ARG001 - views take it
    """A zip of everything, sent while it is written."""
    note_export(workspace=member.workspace, by=actor(member))
    response = StreamingHttpResponse(_pieces(everything(member.workspace)), content_type="application/zip")
    name = f"{slugify(member.workspace.slug)}-{clock.now():%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@for_admins
@require_POST
def erase(request: HttpRequest, member: Member) -> HttpResponse:
    """Erase the account or person whose id was written twice."""
    kind = request.POST.get("kind", "")
    key, again = (request.POST.get(name, "").strip()[:KEY_LENGTH] for name in ("key", "again"))
    if kind not in {"account", "person"} or not key:
        return _page(request, member, _("Say whom: an account or a person, and the id. Nothing was erased."))
    if key != again:
        return _page(request, member, _("The two ids differ. Nothing was erased: write the same id twice."))
    try:
        events = _erased(kind, key, member)
    except NobodyToErase:
        return _page(request, member, _("Nobody here has the id “%(key)s”. Nothing was erased.") % {"key": key})
    except StillThere as error:
        messages.warning(request, str(error))
    else:
        said = ngettext(
            "Erased, with %(count)s event. Backups that were made before still hold it.",
            "Erased, with %(count)s events. Backups that were made before still hold them.",
            events,
        )
        messages.success(request, said % {"count": events})
    return redirect("data", member.workspace.slug)


def _erased(kind: str, key: str, member: Member) -> int:
    if kind == "account":
        return erase_account(workspace=member.workspace, key=key, home=home(), spool=spool(), by=actor(member))
    return erase_person(workspace=member.workspace, user_id=key, home=home(), spool=spool(), by=actor(member))


async def _pieces(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same for a server that waits for many at once: each piece is made in a thread when the last one is gone."""
    step: Callable[..., Any] = sync_to_async(next)
    while (piece := await step(pieces, None)) is not None:
        if piece:
            yield piece


def _page(request: HttpRequest, member: Member, wrong: str = "") -> HttpResponse:
    context = {
        "wrong": wrong,
        "kind": request.POST.get("kind", "account"),
        "key": request.POST.get("key", ""),
        "accounts": Account.objects.filter(workspace=member.workspace).count(),
        "imports": Import.objects.filter(workspace=member.workspace).count(),
        "tables": home().log(member.workspace.slug),
    }
    return settings_page(request, member, "data", context, wrong=bool(wrong))
