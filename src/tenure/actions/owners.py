"""Puts accounts into a member's book of business."""

from collections.abc import Sequence

from django.db import transaction

from tenure import clock
from tenure.actions.account_fields import set_field
from tenure.actions.bulk import update
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.member import Member
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace


def assign_owner(*, accounts: Sequence[Account], member: Member | None, by: str) -> AuditEntry | None:
    """Put accounts of one workspace into a member's book, or (None) into nobody's; None when they were there already.

    The entry that is returned is what `undo.undo` takes back.
    """
    if not accounts:
        return None
    workspace, numbers = accounts[0].workspace, sorted({account.pk for account in accounts})
    if member is not None and member.workspace_id != workspace.pk:
        raise ValueError("the member is of another workspace than the accounts")
    return assign_numbers(workspace=workspace, accounts=numbers, member=member, by=by)


def assign_numbers(
    *, workspace: Workspace, accounts: Sequence[int], member: Member | None, by: str
) -> AuditEntry | None:
    """The same for accounts of which only the numbers are at hand; those of other workspaces are passed over."""
    with transaction.atomic():
        mine = Account.objects.filter(workspace=workspace)
        entry = set_field(
            workspace=workspace, accounts=accounts, field="owner", value=None if member is None else member.name, by=by
        )
        owner = None if member is None else member.pk
        others = mine.exclude(owner=owner) if owner else mine.exclude(owner=None)
        before = dict(rows_of(others, "pk", accounts, ("pk", "owner")))
        update(Account, ("owner",), [(owner, account) for account in before])
        if before and entry is None:  # of two members with one name, the other
            AuditEntry.objects.create(
                workspace=workspace, at=clock.now(), by=by, verb="assign", noun="account",
                before={"owner_id": {str(account): old for account, old in before.items()}}, after={"owner_id": owner},
            )  # fmt: skip
    return entry
