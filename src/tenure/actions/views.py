"""Keeps lists of accounts under a name, and which columns a member's list has."""

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import snapshot
from tenure.records.audit import AuditEntry
from tenure.records.member import Member
from tenure.records.view import View
from tenure.values.voice import worded

LONGEST_NAME = 100
MOST = 200  # views of one member


class ViewError(ValueError):
    """A view that cannot be kept; the sentence says what to change."""


def save_view(*, member: Member, name: str, query: str, columns: str, is_shared: bool, by: str) -> View:
    """Keep a list under a name; the member's view of that name becomes it. Raises ViewError."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ViewError(
            worded(
                "A view needs a name of at most {most} characters, by which it is found again.", most=str(LONGEST_NAME)
            )
        )
    said = {"query": query, "columns": columns, "is_shared": is_shared}
    with transaction.atomic():
        mine = View.objects.select_for_update().filter(workspace=member.workspace_id, member=member.pk)
        known = mine.filter(name=name).first()
        if known is None and mine.count() >= MOST:
            raise ViewError(worded("You have {most} views already: remove one of them first.", most=str(MOST)))
        before = None if known is None else {field: getattr(known, field) for field in said}
        if known is None:
            known = View(workspace_id=member.workspace_id, member=member, name=name, created_at=clock.now())
        for field, value in said.items():
            setattr(known, field, value)
        known.save()
        _audit(known, "change" if before else "create", by, before, {"name": name, **said})
    return known


def drop_view(*, view: View, by: str) -> AuditEntry:
    """Remove a view; nothing happens to the accounts in it."""
    with transaction.atomic():
        entry = _audit(view, "delete", by, snapshot(view), None)
        view.delete()
        return entry


def choose_columns(*, member: Member, columns: tuple[str, ...], by: str) -> bool:
    """Keep which columns the member's list of accounts has; none: the usual ones. False when it had them already."""
    text = "\n".join(columns)
    with transaction.atomic():
        row = Member.objects.select_for_update().get(workspace=member.workspace_id, pk=member.pk)
        if row.columns == text:
            return False
        before, row.columns = row.columns, text
        row.save(update_fields=["columns"])
        AuditEntry.objects.create(
            workspace_id=row.workspace_id, at=clock.now(), by=by, verb="columns", noun="member", record=row.pk,
            before={"columns": before}, after={"columns": text},
        )  # fmt: skip
    member.columns = text
    return True


def _audit(
    view: View, verb: str, by: str, before: dict[str, object] | None, after: dict[str, object] | None
) -> AuditEntry:
    return AuditEntry.objects.create(
        workspace_id=view.workspace_id, at=clock.now(), by=by, verb=verb, noun="view", record=view.pk, before=before,
        after=after,
    )  # fmt: skip
