"""What do members write down about an account? Written, edited by their writer or a manager, and taken away."""

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.actions.notes import NoteError, edit_note, remove_note, write_note
from tenure.console.access import actor, for_noters, may_manage, may_note
from tenure.console.account.head import found
from tenure.console.undo import told
from tenure.records.models import Account, AuditEntry, Member, Note


@for_noters
@require_POST
def make_note(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Keep a note about the account; one that cannot be kept is told why."""
    account = found(member, key)
    try:
        entry = write_note(account=account, text=request.POST.get("text", ""), writer=member, by=actor(member))
    except NoteError as error:
        return _told(request, account, str(error), went_well=False)
    return _told(request, account, _("The note is kept."), entry)


@for_noters
@require_POST
def save_note(request: HttpRequest, member: Member, key: str, number: int) -> HttpResponse:
    """Let it say something else; one that cannot be kept stays as it was, and it is told why."""
    account = found(member, key)
    try:
        entry = edit_note(note=_own(member, account, number), text=request.POST.get("text", ""), by=actor(member))
    except NoteError as error:
        return _told(request, account, str(error), went_well=False)
    return _told(request, account, _("The note is edited.") if entry else _("The note says so already."), entry)


@for_noters
@require_POST
def drop_note(request: HttpRequest, member: Member, key: str, number: int) -> HttpResponse:
    """Take it away."""
    account = found(member, key)
    try:
        entry = remove_note(note=_own(member, account, number), by=actor(member))
    except NoteError as error:
        return _told(request, account, str(error), went_well=False)
    return _told(request, account, _("The note is removed."), entry)


def editable(member: Member, account: Account, numbers: Collection[int]) -> set[int]:
    """Those of the account's notes that the member may edit: their own, and for managers all."""
    if not may_note(member) or not numbers:
        return set()
    notes = Note.objects.filter(workspace=member.workspace_id, account=account, pk__in=numbers)
    mine = notes if may_manage(member) else notes.filter(writer=member)
    return set(mine.values_list("pk", flat=True))


def _own(member: Member, account: Account, number: int) -> Note:
    """The note, which the member may edit; NoteError where they may not, Http404 where there is none."""
    note = Note.objects.filter(workspace=member.workspace_id, account=account, pk=number).first()
    if note is None:
        raise Http404("no such note")
    if not editable(member, account, [number]):
        raise NoteError(_("Only its writer and managers edit a note; write one of your own instead."))
    return note


def _told(
    request: HttpRequest, account: Account, sentence: str, entry: AuditEntry | None = None, *, went_well: bool = True
) -> HttpResponse:
    back = reverse("account-timeline", args=[account.workspace.slug, account.key])
    entries = [entry.pk] if entry else []
    return told(
        request, sentence, back=back, events=("notes",) if went_well else (), entries=entries, went_well=went_well
    )
