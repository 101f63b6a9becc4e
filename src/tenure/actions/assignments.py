"""Keeps the rules by which accounts get their owners, and assigns accounts by them."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Max

from tenure import clock
from tenure.actions.changing import note
from tenure.actions.owners import assign_owner
from tenure.records.account import Account
from tenure.records.assignment import Assignment
from tenure.records.member import Member
from tenure.records.segment import Segment, SegmentMember
from tenure.records.workspace import Workspace
from tenure.values.voice import worded


class AssignmentRefused(ValueError):  # noqa: N818 - reads as what is the matter
    """A rule of assignment that cannot be; the sentence says what to change."""


def add_assignment(
    *, workspace: Workspace, how: str, members: Sequence[Member], segment: Segment | None = None, by: str
) -> Assignment:
    """Add a rule behind those there are: for the accounts of a segment, or for all. Raises AssignmentRefused."""
    _check(workspace, how, members, segment)
    with transaction.atomic():
        last = Assignment.objects.filter(workspace=workspace).aggregate(last=Max("position"))["last"]
        row = Assignment.objects.create(
            workspace=workspace, position=0 if last is None else last + 1, segment=segment, how=how,
            created_at=clock.now(),
        )  # fmt: skip
        row.members.set(members)
        said = {"how": how, "members": [one.pk for one in members], "segment": segment.slug if segment else None}
        note(workspace, by, "create", "assignment", row.pk, after=said)
    return row


def remove_assignment(*, workspace: Workspace, number: int, by: str) -> bool:
    """Take a rule away; False when there is none of that number."""
    with transaction.atomic():
        row = Assignment.objects.select_for_update(of=("self",)).filter(workspace=workspace, pk=number).first()
        if row is None:
            return False
        said = {"how": row.how, "members": list(row.members.values_list("pk", flat=True)), "segment": row.segment_id}
        row.delete()
        note(workspace, by, "remove", "assignment", number, before=said)
    return True


def assign_by_rules(*, workspace: Workspace, accounts: Sequence[int], by: str) -> int:
    """Give accounts the owners that the rules name, each in a transaction of its own; how many got another owner."""
    rows = Account.objects.filter(workspace=workspace, pk__in=accounts).select_related("workspace").order_by("pk")
    changed = 0
    for account in rows:
        with transaction.atomic():
            member = choose(workspace=workspace, account=account)
            if member is not None and member.pk != account.owner_id:
                assign_owner(accounts=[account], member=member, by=by)
                changed += 1
    return changed


def choose(*, workspace: Workspace, account: Account) -> Member | None:
    """Whom the first rule names that is for the account; None without one. Inside the caller's transaction.

    A rule that goes by turns has had one then. Members who have left are passed over, and so is a rule of none but such.
    """
    inside = set(SegmentMember.objects.filter(workspace=workspace, account=account).values_list("segment", flat=True))
    for rule in Assignment.objects.select_for_update(of=("self",)).filter(workspace=workspace):
        if rule.segment_id is not None and rule.segment_id not in inside:
            continue
        if members := list(rule.members.filter(ended_at=None).order_by("pk")):
            return _chosen(rule, members)
    return None


def _chosen(rule: Assignment, members: list[Member]) -> Member:
    if rule.how == Assignment.How.LOAD:
        held = dict(
            Account.objects.filter(workspace=rule.workspace_id, owner__in=members)
            .exclude(health__band="former")
            .values_list("owner")
            .annotate(Count("pk"))
            .order_by()
        )
        return min(members, key=lambda member: held.get(member.pk, 0))
    if rule.how == Assignment.How.ROUND_ROBIN:
        after = [member for member in members if rule.latest_id is not None and member.pk > rule.latest_id]
        rule.latest = (after or members)[0]
        rule.save(update_fields=["latest"])
        return rule.latest
    return members[0]


def _check(workspace: Workspace, how: str, members: Sequence[Member], segment: Segment | None) -> None:
    if how not in Assignment.How.values:
        raise AssignmentRefused(
            worded("“{how}” is no way to assign: choose {choices}.", how=how, choices=", ".join(Assignment.How.values))
        )
    if not members or any(one.workspace_id != workspace.pk or one.ended_at is not None for one in members):
        raise AssignmentRefused(worded("Choose at least one member of this workspace."))
    if how == Assignment.How.MEMBER and len(members) > 1:
        raise AssignmentRefused(worded("Choose one member, or let several take turns."))
    if segment is not None and (segment.workspace_id != workspace.pk or segment.of != Segment.Of.ACCOUNTS):
        raise AssignmentRefused(worded("Choose a segment of accounts of this workspace."))
