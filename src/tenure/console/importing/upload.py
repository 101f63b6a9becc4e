"""What is this file, and what would importing it do? The page between bringing a file and importing it."""

from collections.abc import Sequence
from itertools import chain, islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.feeds import create_feed
from tenure.actions.importing.by_worker import start_import
from tenure.actions.importing.dry_run import plan_import
from tenure.actions.importing.uploads import (
    UploadRefused,
    discard_upload,
    mend,
    read_otherwise,
    settings_of,
    upload_path,
)
from tenure.answers.beginning import beginning
from tenure.answers.look import all_problems, headers_of, look
from tenure.answers.process import home
from tenure.channels.outgoing import Unreachable
from tenure.console.access import actor, for_managers
from tenure.console.importing.look_page import context_of
from tenure.console.importing.mapping_form import chosen_settings
from tenure.console.importing.mended_cells import mended
from tenure.console.importing.problems_csv import problems_csv
from tenure.console.locale import locale_of
from tenure.console.stored_words import again
from tenure.records.models import Member, Upload
from tenure.sources.failures import SourceError
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings

MOST_PROBLEMS = 100_000
AT_ONCE = 3_000_000  # bytes: a larger file is looked at once the page stands


@for_managers
@require_safe
def upload(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    """The page, of a large file with its look to come; only the look when htmx asks for that."""
    found = _upload(member, token)
    context = {"member": member, "section": "imports", "here": False, "upload": found}
    is_part = request.headers.get("HX-Target") == "look"
    if found.removed_at is not None:
        return render(request, "console/imports/gone.html", context, status=410)
    if not is_part and found.size > AT_ONCE:
        return render(request, "console/imports/upload.html", context | {"later": True})
    return _show(request, member, found, part=is_part)


@for_managers
@require_POST
def choose_reading(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    """Note of which kind the file is, which column is what and how it is written."""
    found = _upload(member, token)
    said, changed = request.POST, request.headers.get("HX-Trigger-Name", "")
    kind = said.get("kind", "")
    try:
        if kind != said.get("was", ""):  # another kind has other fields: begin with those that are found by name
            settings = Settings()
        else:
            settings = chosen_settings(said, kind, _headers(found, kind), changed=changed)
        read_otherwise(upload=found, kind=kind, settings=settings, by=actor(member))
    except (SourceError, UploadRefused, ValueError) as error:
        return _show(request, member, found, wrong=again(str(error)))
    return _show(request, member, found)


@for_managers
@require_POST
def mend_cells(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    """Put other values in place of cells that cannot be read."""
    found = _upload(member, token)
    try:
        _keep_kind(request, member, found)
        mend(upload=found, cells=mended(request.POST, _headers(found, found.kind)), by=actor(member))
    except (SourceError, UploadRefused, ValueError) as error:
        return _show(request, member, found, wrong=again(str(error)))
    return _show(request, member, found)


@for_managers
@require_safe
def upload_problems(request: HttpRequest, member: Member, token: str) -> HttpResponseBase:
    """The cells that cannot be read, and those of the first rows that cannot go in, as a file."""
    found = _upload(member, token)
    kind = found.kind or request.GET.get("kind", "")
    path, settings = upload_path(home(), found), settings_of(found)
    try:
        problems = islice(all_problems(path, kind, settings), MOST_PROBLEMS)
        plan = plan_import(workspace=member.workspace, reading=open_file(path, kind, settings))
    except SourceError as error:
        raise Http404(str(error)) from None
    refused = plan.refused if plan else ()
    return problems_csv((problem.as_json() for problem in chain(problems, refused)), found.file_name)


@for_managers
@require_POST
def start(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    """Have it imported by the worker; from an address every day, if that was chosen."""
    found = _upload(member, token)
    try:
        _keep_kind(request, member, found)
        if request.POST.get("daily") and found.url:
            return _start_feed(request, member, found)
        of = start_import(upload=found, by=actor(member))
    except (UploadRefused, Unreachable, ValueError) as error:
        return _show(request, member, found, wrong=again(str(error)))
    return redirect("import", member.workspace.slug, of.pk)


@for_managers
@require_POST
def discard(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    """Remove the file; nothing of it was imported."""
    found = _upload(member, token)
    try:
        discard_upload(upload=found, home=home(), by=actor(member))
    except UploadRefused as error:
        messages.info(request, again(str(error)))
    return redirect("imports", member.workspace.slug)


def _upload(member: Member, token: str) -> Upload:
    uploads = Upload.objects.select_related("workspace", "result")
    found = uploads.filter(workspace=member.workspace_id, token=token).exclude(digest="").first()
    if found is None:
        raise Http404("no such upload")
    return found


def _headers(found: Upload, kind: str) -> Sequence[str]:
    with beginning(upload_path(home(), found)) as start:
        return headers_of(start.path, kind, settings_of(found))


def _keep_kind(request: HttpRequest, member: Member, found: Upload) -> None:
    """What the page took the file for holds from the first thing that somebody does with it."""
    if not found.kind:
        read_otherwise(upload=found, kind=request.POST.get("kind", ""), settings=settings_of(found), by=actor(member))


def _start_feed(request: HttpRequest, member: Member, found: Upload) -> HttpResponse:
    feed = create_feed(
        workspace=member.workspace, kind=found.kind, url=found.url, name=found.file_name, settings=found.settings,
        by=actor(member),
    )  # fmt: skip
    discard_upload(upload=found, home=home(), by=actor(member))
    messages.success(
        request, gettext("It is read now and every day from here on; what came of each reading stands below.")
    )
    return redirect(f"{reverse('feeds', args=[member.workspace.slug])}?feed={feed.pk}")


def _show(request: HttpRequest, member: Member, found: Upload, *, wrong: str = "", part: bool = False) -> HttpResponse:
    part = part or bool(request.headers.get("HX-Request"))
    if request.method == "POST" and not part and not wrong:
        return redirect("upload", member.workspace.slug, found.token)
    context: dict[str, object] = {
        "member": member, "section": "imports", "here": False, "upload": found, "wrong": wrong,
    }  # fmt: skip
    try:
        with beginning(upload_path(home(), found)) as start:
            seen = look(start.path, found.kind, settings_of(found))
            plan = plan_import(workspace=member.workspace, reading=seen.reading) if seen.reading else None
            context |= context_of(seen, plan, found, locale_of(request), share=start.share)
    except (SourceError, OSError) as error:
        context |= {"unreadable": again(str(error))}
    template = "console/imports/_look.html" if part else "console/imports/upload.html"
    return render(request, template, context, status=422 if wrong and not part else 200)
