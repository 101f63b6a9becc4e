"""How does data come in, go out and go away? Ways in, a copy of everything, and erasing somebody for good."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.erase import NobodyToErase
from tenure.actions.export_files import KEPT, export_path
from tenure.actions.jobs import UNDER_WAY, ask_erase, ask_export, note_taken
from tenure.answers.process import home
from tenure.console.access import actor, for_admins
from tenure.console.settings.frame import settings_page
from tenure.records.account import KEY_LENGTH
from tenure.records.models import Account, Import, Job, Member

PIECE: Final = 1 << 18
SHOWN: Final = 3  # erasures that are told of


@for_admins
@require_safe
def data(request: HttpRequest, member: Member) -> HttpResponse:
    """The page; only what the worker does for it when htmx asks again."""
    part = {"export": "_export", "erasing": "_erasing"}.get(request.headers.get("HX-Target", ""))
    if part is None:
        response = _page(request, member)
    else:
        # An erasure removes copies that wait, so that their part comes anew as well.
        context = {"member": member, "swap": part == "_erasing", **_jobs(member)}
        response = render(request, f"console/settings/{part}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@for_admins
@require_POST
def export(request: HttpRequest, member: Member) -> HttpResponse:  # noqa: ARG001 - views take it
    """Have the worker make a zip of everything; the page tells how far it is."""
    ask_export(workspace=member.workspace, by=actor(member))
    return redirect("data", member.workspace.slug)


@for_admins
@require_POST
def download(request: HttpRequest, member: Member, number: int) -> HttpResponseBase:  # noqa: ARG001 - views take it
    """The zip that was made, to whoever may see this page, noted; Http404 when there is none, or none any more."""
    found = Job.objects.select_related("workspace").filter(workspace=member.workspace, kind=Job.Kind.EXPORT)
    job = found.filter(pk=number, state=Job.State.DONE).first() if number < 2**63 else None
    if job is None or not (path := export_path(home(), job)).exists():
        raise Http404("no such copy")
    note_taken(job=job, by=actor(member))
    response = StreamingHttpResponse(_pieces(path), content_type="application/zip")
    name = f"{slugify(member.workspace.slug)}-{job.finished_at or job.asked_at:%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Length"] = str(path.stat().st_size)
    response.headers["Cache-Control"] = "no-store"
    return response


@for_admins
@require_POST
def erase(request: HttpRequest, member: Member) -> HttpResponse:
    """Have the account or person erased whose id was written twice."""
    kind = request.POST.get("kind", "")
    key, again = (request.POST.get(name, "").strip()[:KEY_LENGTH] for name in ("key", "again"))
    if kind not in {"account", "person"} or not key:
        return _page(request, member, _("Say whom: an account or a person, and the id. Nothing was erased."))
    if key != again:
        return _page(request, member, _("The two ids differ. Nothing was erased: write the same id twice."))
    try:
        ask_erase(workspace=member.workspace, whom=kind, key=key, by=actor(member))
    except NobodyToErase:
        return _page(request, member, _("Nobody here has the id “%(key)s”. Nothing was erased.") % {"key": key})
    messages.success(request, _("It is being erased. You can leave this page: it goes on."))
    return redirect("data", member.workspace.slug)


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    """The file for a server that waits for many at once: each piece is read in a thread when the last one is gone."""
    pieces = _read(path)
    step: Callable[..., Any] = sync_to_async(next)
    while (piece := await step(pieces, None)) is not None:
        yield piece


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _page(request: HttpRequest, member: Member, wrong: str = "") -> HttpResponse:
    context = {
        "wrong": wrong,
        "kind": request.POST.get("kind", "account"),
        "key": request.POST.get("key", ""),
        "accounts": Account.objects.filter(workspace=member.workspace).count(),
        "imports": Import.objects.filter(workspace=member.workspace).count(),
        "tables": home().log(member.workspace.slug),
        **_jobs(member),
    }
    return settings_page(request, member, "data", context, wrong=bool(wrong))


def _jobs(member: Member) -> dict[str, object]:
    """What the worker does for this page, or did last."""
    jobs = Job.objects.filter(workspace=member.workspace).order_by("-pk")
    copy = jobs.filter(kind=Job.Kind.EXPORT).first()
    erasing = list(jobs.filter(kind=Job.Kind.ERASE)[:SHOWN])
    return {
        "copy": copy,
        "copy_moves": copy is not None and copy.state in UNDER_WAY,
        "copy_megabytes": max(0.1, round((copy.outcome or 0) / 1_000_000, 1)) if copy else 0,
        "copy_until": copy.finished_at + KEPT if copy and copy.finished_at else None,
        "erasing": erasing,
        "erasing_moves": any(one.state in UNDER_WAY for one in erasing),
    }
