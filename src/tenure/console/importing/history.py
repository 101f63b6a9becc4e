"""What came in, by whom, and what became of it? The history of imports, and each of them while it runs and after."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.importing.by_worker import ask_undo
from tenure.console import people
from tenure.console.access import actor, for_managers, for_members, may_manage
from tenure.console.importing.fields import field
from tenure.console.importing.fields import one as one_record
from tenure.console.importing.problems_csv import problems_csv
from tenure.console.importing.words import taken_for
from tenure.records.models import AuditEntry, Import, Member, Upload

PAGE = 50
SHOWN = 50
WHO = {"command": _("the command line"), "test": _("a test")}


@dataclass(frozen=True, slots=True)
class Row:
    """One import as the history shows it."""

    of: Import
    by: str
    stands: str  # how it stands: waiting, running, done, problems, stopped, undoing, undone


@for_members
@require_safe
def imports(request: HttpRequest, member: Member) -> HttpResponse:
    """Every import, the latest first, wherever it came from."""
    text = request.GET.get("page", "")
    page = max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1
    found = Import.objects.filter(workspace=member.workspace).defer("errors", "kept", "settings").order_by("-pk")
    found = found.annotate(has_problems=ExpressionWrapper(~Q(errors=[]), BooleanField()))
    rows = list(found[(page - 1) * PAGE : page * PAGE + 1])
    names = people.names(member.workspace)
    context = {
        "member": member, "section": "imports", "tab": "history", "here": True, "may_manage": may_manage(member),
        "rows": [Row(of, who(of.by, names), stands(of, of.has_problems)) for of in rows[:PAGE]],
        "newer": page - 1, "older": page + 1 if len(rows) > PAGE else 0, "uploads": _waiting(member) if page == 1 else (),
    }  # fmt: skip
    return render(request, "console/imports/history.html", context)


@for_members
@require_safe
def one_import(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """How far it is, or what came of it; only that part when htmx asks again."""
    of = _import(member, number)
    context = _context(member, of)
    part = request.headers.get("HX-Target") == "import"
    response = render(request, "console/imports/_import.html" if part else "console/imports/import.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@for_members
@require_safe
def import_problems(request: HttpRequest, member: Member, number: int) -> HttpResponseBase:  # noqa: ARG001 - views take it
    """The cells that could not be read, as a file."""
    of = _import(member, number)
    return problems_csv(of.errors, of.file_name)


@for_managers
@require_POST
def undo(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Have it taken back by the worker."""
    of = _import(member, number)
    if not ask_undo(workspace=member.workspace, import_id=of.pk, by=actor(member)):
        messages.info(request, gettext("It was taken back already, or is being taken back."))
    return redirect("import", member.workspace.slug, of.pk)


def stands(of: Import, has_problems: bool) -> str:
    """How an import stands, in one word that templates know; ``has_problems``: some cell could not be read."""
    if of.state == Import.State.UNDONE:
        return "undoing" if of.undone_at is None else "undone"
    if of.state == Import.State.DONE:
        return "stopped" if of.trouble else "problems" if of.failed else "blanks" if has_problems else "done"
    return str(of.state)


def who(by: str, names: dict[str, str]) -> str:
    """Whoever brought it, as people call them."""
    if by.startswith("feed "):
        return gettext("a feed ({number})").format(number=by.removeprefix("feed "))
    return names.get(by) or str(WHO.get(by, by))


def _import(member: Member, number: int) -> Import:
    found = Import.objects.filter(workspace=member.workspace, pk=number).first()
    if found is None:
        raise Http404("no such import")
    return found


def _waiting(member: Member) -> list[Upload]:
    """Files that were brought and not imported yet."""
    if not may_manage(member):
        return []
    found = Upload.objects.filter(workspace=member.workspace, result=None, removed_at=None).exclude(digest="")
    return list(found.order_by("-pk")[:10])


def _called(record: str) -> str:
    """``account c-17`` with the word of the page for what it is."""
    table, _, name = record.partition(" ")
    return f"{one_record(f'{table}s')} {name}"


def _matched(of: Import) -> Iterator[tuple[str, str]]:
    """Which column was taken for which field."""
    for name, header in (of.settings or {}).get("mapping", {}).items():
        yield header, field(name, of.kind)


def _context(member: Member, of: Import) -> dict[str, object]:
    names = people.names(member.workspace)
    told = AuditEntry.objects.filter(workspace=member.workspace, verb="undo", noun="import", record=of.pk)
    undone = told.order_by("-pk").first() if of.undone_at else None
    upload = Upload.objects.filter(workspace=member.workspace, result=of, removed_at=None).first()
    how = stands(of, bool(of.errors))
    return {
        "member": member, "section": "imports", "here": False, "of": of, "by": who(of.by, names), "stands": how,
        "is_moving": how in ("waiting", "running", "undoing"), "may_manage": may_manage(member),
        "undone_by": who(of.undone_by, names) if of.undone_by else "", "undone": undone.after if undone else None,
        "taken": list(taken_for(of.settings)) if of.settings else [], "matched": list(_matched(of)), "problems": of.errors[:SHOWN],
        "problem_count": len(of.errors), "upload": upload if may_manage(member) else None,
        "rows": of.created + of.updated + of.unchanged + of.failed, "kept": [one | {"record": _called(one["record"])} for one in of.kept[:SHOWN]],
        "can_undo": how in ("done", "blanks", "problems", "running", "waiting", "stopped") or (how == "undone" and of.kept),
    }  # fmt: skip
