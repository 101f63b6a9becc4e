"""What do imports and the audit remember of records that are about to be erased? Takes it away before they go."""

from collections.abc import Collection, Iterator
from typing import Any, Final

from django.db.models import Q, QuerySet

from tenure.actions.importing.records import TABLES
from tenure.actions.merging.traces import forget_merges
from tenure.eventlog.traces import STRUCK
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.contract import ContractLine, ContractPeriod
from tenure.records.departure import Departure
from tenure.records.imports import ImportRow
from tenure.records.kept_answer import KeptAnswer
from tenure.records.objective import Objective
from tenure.records.play import PlayRun
from tenure.records.signal import Alert
from tenure.records.snooze import Snooze
from tenure.records.task import Task
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Touchpoint
from tenure.records.workspace import Workspace

# What is audited under these nouns belongs to an account.
_OWNED: Final = {
    "task": Task, "objective": Objective, "snooze": Snooze, "departure": Departure, "alert": Alert,
    "play run": PlayRun,
}  # fmt: skip


def forget_records(workspace: Workspace, accounts: Collection[int], contacts: Collection[int]) -> None:
    """Forget what was noted of accounts, of contacts and of every record that is theirs. Inside the caller's transaction.

    What was written down of a talk or a question goes with the person it was with; that there was one stays. Answers
    that were kept for programs may tell of anybody, so all of them go.
    """
    KeptAnswer.objects.filter(workspace=workspace).delete()
    rows, entries = ImportRow.objects.filter(workspace=workspace), AuditEntry.objects.filter(workspace=workspace)
    for table, records in _theirs(workspace, accounts, contacts):
        numbers = records.values("pk")
        rows.filter(table=table, record__in=numbers).delete()
        entries.filter(noun=table, record__in=numbers).update(before=None, after={"erased": True})
    gone = Q(before__account_id__in=accounts) | Q(
        after__account_id__in=accounts
    )  # of notes and others that were removed
    entries.filter(gone).update(before=None, after={"erased": True})
    forget_merges(workspace, "account", accounts)
    forget_merges(workspace, "contact", contacts)
    talks = Touchpoint.objects.filter(workspace=workspace, contact__in=contacts)
    for name in ("summary", "outcome", "next_step"):
        talks.exclude(**{name: ""}).update(**{name: STRUCK})
    questions = Ticket.objects.filter(workspace=workspace, contact__in=contacts)
    questions.exclude(subject="").update(subject=STRUCK)


def _theirs(
    workspace: Workspace, accounts: Collection[int], contacts: Collection[int]
) -> Iterator[tuple[str, QuerySet[Any]]]:
    for table, model in TABLES.items():
        if model is Account:
            which = Q(pk__in=accounts)
        elif model is Contact:
            which = Q(pk__in=contacts)
        elif model in (ContractPeriod, ContractLine):
            which = Q(contract__account__in=accounts)
        else:
            which = Q(account__in=accounts)
            if model in (Touchpoint, Ticket):
                which |= Q(contact__in=contacts)
        yield table, model._default_manager.filter(which, workspace=workspace)
    for name, owned in _OWNED.items():
        yield name, owned._default_manager.filter(workspace=workspace, account__in=accounts)
