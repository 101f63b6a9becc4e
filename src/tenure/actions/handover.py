"""Moves a book of business from one member to another: accounts, open tasks and meetings; and back."""

from collections.abc import Collection
from typing import Any

from django.db import models, transaction

from tenure import clock
from tenure.actions.importing.progress import take_turns
from tenure.actions.owners import assign_numbers
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.member import Member
from tenure.records.task import Task
from tenure.records.touchpoint import Touchpoint
from tenure.records.workspace import Workspace
from tenure.values.voice import worded


class HandoverError(ValueError):
    """A book that cannot be handed over; the sentence says why."""


def hand_over(*, giver: Member, taker: Member, accounts: Collection[int], by: str) -> AuditEntry:
    """Let ``taker`` own those of the giver's accounts, with their open tasks and planned meetings that the giver holds.

    Tasks of the giver without an account stay. Raises HandoverError for one member, two workspaces, somebody who is no
    longer a member, or no account.
    """
    if giver.pk == taker.pk or giver.workspace_id != taker.workspace_id:
        raise HandoverError(worded("A book passes from one member of the workspace to another."))
    if taker.ended_at is not None:
        raise HandoverError(worded("{name} is no longer a member.", name=taker.name))
    with transaction.atomic():
        mine = Account.objects.select_for_update().filter(workspace=giver.workspace_id, owner=giver, pk__in=accounts)
        numbers = sorted(mine.values_list("pk", flat=True))
        if not numbers:
            raise HandoverError(worded("No account was chosen that is in this book."))
        moved = {
            "accounts": numbers,
            "tasks": _pass(Task, "owner", giver, taker, account__in=numbers, done_at=None, dropped_at=None),
            "meetings": _pass(
                Touchpoint, "member", giver, taker, account__in=numbers, is_held=False, at__gte=clock.now()
            ),
        }
        assign_numbers(workspace=giver.workspace, accounts=numbers, member=taker, by=by)
        return AuditEntry.objects.create(
            workspace=giver.workspace, at=clock.now(), by=by, verb="hand_over", noun="member", record=giver.pk,
            before={"member": giver.pk, "name": giver.name}, after={"member": taker.pk, "name": taker.name, **moved},
        )  # fmt: skip


def hand_back(*, entry: AuditEntry, by: str) -> int:
    """Take a handing over back, once, as far as the taker still holds it; how many accounts. Raises HandoverError."""
    given = entry.after if entry.verb == "hand_over" and isinstance(entry.after, dict) else {}
    before: Any = entry.before or {}
    members = Member.objects.filter(workspace=entry.workspace_id)
    giver, taker = (members.filter(pk=said.get("member", 0)).first() for said in (before, given))
    if giver is None or taker is None or giver.ended_at is not None:
        raise HandoverError(worded("Whoever gave this book away is no longer a member."))
    with transaction.atomic():
        take_turns(entry.workspace_id)
        if entry.pk in handed_back(giver.workspace, [entry.pk]):
            raise HandoverError(worded("That was taken back already; nothing was changed again."))
        still = Account.objects.filter(workspace=entry.workspace_id, owner=taker, pk__in=given["accounts"])
        numbers = sorted(still.values_list("pk", flat=True))
        _pass(Task, "owner", taker, giver, pk__in=given["tasks"])
        _pass(Touchpoint, "member", taker, giver, pk__in=given["meetings"])
        assign_numbers(workspace=giver.workspace, accounts=numbers, member=giver, by=by)
        AuditEntry.objects.create(
            workspace=giver.workspace, at=clock.now(), by=by, verb="hand_back", noun="member", record=giver.pk,
            after={"undid": entry.pk, "accounts": numbers},
        )  # fmt: skip
    return len(numbers)


def handed_back(workspace: Workspace, entries: Collection[int]) -> set[int]:
    """Those of these handings over that were taken back."""
    noted = AuditEntry.objects.filter(workspace=workspace, noun="member", verb="hand_back", after__undid__in=entries)
    return {after["undid"] for after in noted.values_list("after", flat=True) if after}


def _pass(table: type[models.Model], column: str, giver: Member, taker: Member, **of: object) -> list[int]:
    rows = table._default_manager.filter(workspace=giver.workspace_id, **{column: giver}, **of)
    numbers = sorted(rows.values_list("pk", flat=True))
    table._default_manager.filter(workspace=giver.workspace_id, pk__in=numbers).update(**{column: taker})
    return numbers
