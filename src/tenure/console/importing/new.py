"""How does somebody bring data in? A file that is dropped or chosen, or the address of one; both end on the same page."""

import hashlib
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.feeds import as_file
from tenure.actions.importing.uploads import begin_upload, discard_upload, finish_upload, upload_path
from tenure.answers.process import home
from tenure.channels.outgoing import Limits, Unreachable, check_url, download
from tenure.console.access import actor, for_managers
from tenure.console.importing.fields import kind_name
from tenure.console.importing.receiving import PREFIX, too_large
from tenure.console.importing.words import KEEPS
from tenure.console.stored_words import again
from tenure.records.models import Member, Upload
from tenure.values.voice import later

SECONDS = 60.0  # that a page waits for another server; what takes longer is for a feed


@for_managers
@require_safe
def new_import(request: HttpRequest, member: Member) -> HttpResponse:
    """Where to drop a file, and what may be in it."""
    return render(request, "console/imports/new.html", _context(member))


@for_managers
@require_POST
def announce(request: HttpRequest, member: Member) -> JsonResponse:
    """Where the file that a script is about to send goes, and which page comes next; 422 when it is too large."""
    size = request.POST.get("size", "")
    most = settings.TENURE_UPLOAD_MB * 1_000_000
    if not size.isdecimal() or len(size) > 15 or int(size) > most:
        return JsonResponse({"error": too_large(most)}, status=422)
    upload = begin_upload(
        workspace=member.workspace, file_name=request.POST.get("name", ""), size=int(size), by=actor(member)
    )
    then = reverse("upload", args=[member.workspace.slug, upload.token])
    return JsonResponse({"to": f"{PREFIX}{upload.token}", "then": then}, status=201)


@for_managers
@require_POST
def fetch_address(request: HttpRequest, member: Member) -> HttpResponse:
    """Fetch what is behind an address and go on as with a file; the page again with the reason when that cannot be."""
    url = request.POST.get("url", "").strip()
    try:
        check_url(url)
        upload = _fetch(member, as_file(url))
    except Unreachable as error:
        wrong = gettext("It could not be fetched: {reason}.").format(reason=again(str(error)))
        context = _context(member) | {"url": url, "wrong": wrong}
        return render(request, "console/imports/new.html", context, status=422)
    return redirect("upload", member.workspace.slug, upload.token)


def _fetch(member: Member, url: str) -> Upload:
    name = unquote(urlsplit(url).path).rpartition("/")[2][:100] or urlsplit(url).hostname or "address"
    upload = begin_upload(workspace=member.workspace, file_name=name, size=0, by=actor(member), url=url)
    path = upload_path(home(), upload)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        download(url, path, Limits(SECONDS, settings.TENURE_UPLOAD_MB * 1_000_000, settings.TENURE_REACH))
        if not path.stat().st_size:
            raise Unreachable(later("the answer is empty"))
    except Unreachable:
        discard_upload(upload=upload, home=home(), by=actor(member))
        raise
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    finish_upload(upload=upload, size=path.stat().st_size, digest=digest)
    return upload


def _context(member: Member) -> dict[str, object]:
    return {
        "member": member,
        "section": "imports",
        "here": False,
        "kinds": [(kind_name(kind), keeps) for kind, keeps in KEEPS.items()],
        "most": settings.TENURE_UPLOAD_MB,
        "url": "",
    }
