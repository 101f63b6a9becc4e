"""Rows that somebody copied from a spreadsheet become an import of accounts, with the preview that every file has."""

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.actions.importing.uploads import begin_upload, finish_upload, read_otherwise, settings_of, upload_path
from tenure.answers.process import home
from tenure.console.access import actor, for_managers
from tenure.console.undo import told
from tenure.records.models import Member, Upload


@for_managers
@require_POST
def paste_rows(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep the text as a file, and on to the page that says what would come of it."""
    text = request.POST.get("rows", "").replace("\0", "").strip("\r\n")
    back = reverse("accounts", args=[member.workspace.slug])
    if not text.strip() or len(text) > settings.TENURE_UPLOAD_MB * 1_000_000:
        said = _("There is nothing to paste: copy some rows with their headers first.")
        return told(request, said, back=back, events=(), went_well=False)
    upload = _kept(member, text.encode())
    then = reverse("upload", args=[member.workspace.slug, upload.token])
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = then
        return response
    return redirect(then)


def _kept(member: Member, content: bytes) -> Upload:
    # Cells that were copied are parted by tabs; what was copied from a CSV is told by its own separator.
    name = _("pasted rows") + (".tsv" if b"\t" in content else ".csv")
    upload = begin_upload(workspace=member.workspace, file_name=name, size=len(content), by=actor(member))
    path = upload_path(home(), upload)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(content + b"\n")
    finish_upload(upload=upload, size=len(content) + 1, digest=hashlib.sha256(content).hexdigest())
    if not upload.kind:
        read_otherwise(upload=upload, kind="accounts", settings=settings_of(upload), by=actor(member))
    return upload
