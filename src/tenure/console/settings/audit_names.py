"""What are the records called that the audit speaks of? One question for each kind of record, however many entries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import Model

from tenure.records.models import (
    Account,
    ApiKey,
    AuditEntry,
    ChurnReason,
    Contact,
    Feed,
    HealthOverride,
    Import,
    Incident,
    Member,
    Note,
    Objective,
    Option,
    Snooze,
    Task,
    Team,
    Webhook,
    Workspace,
)

Called = Mapping[tuple[str, int], str]  # noun and number of a record -> what it is called
_ACCOUNT: Final = ("account__name", "account__key")
# Which fields call a record, the first that says something.
_FIELDS: Final[Mapping[str, tuple[type[Model], Sequence[str]]]] = {
    "account": (Account, ("name", "key")),
    "contact": (Contact, ("name", "email", "key")),
    "member": (Member, ("name",)),
    "team": (Team, ("name",)),
    "option": (Option, ("name",)),
    "churn_reason": (ChurnReason, ("title",)),
    "key": (ApiKey, ("name", "hint")),
    "webhook": (Webhook, ("url",)),
    "feed": (Feed, ("url",)),
    "import": (Import, ("file_name",)),
    "task": (Task, ("title",)),
    "incident": (Incident, ("title",)),
    "objective": (Objective, ("title",)),
    "note": (Note, _ACCOUNT),
    "override": (HealthOverride, _ACCOUNT),
    "snooze": (Snooze, _ACCOUNT),
}


def names_of(workspace: Workspace, entries: Iterable[AuditEntry]) -> Called:
    """What the entries' records are called; what is gone is called nothing. Asks once for each table, in any case."""
    wanted: dict[str, set[int]] = {noun: set() for noun in _FIELDS}
    accounts: set[int] = wanted["account"]
    for entry in entries:
        if entry.noun in wanted and entry.record is not None:
            wanted[entry.noun].add(entry.record)
        if (account := account_of(entry)) is not None:
            accounts.add(account)
    called: dict[tuple[str, int], str] = {}
    for noun, (model, fields) in _FIELDS.items():
        found: Any = model._default_manager.filter(workspace=workspace, pk__in=wanted[noun])
        for pk, *said in found.values_list("pk", *fields):
            called[noun, pk] = next((text for text in said if text), "")
    return called


def account_of(entry: AuditEntry) -> int | None:
    """The account that an entry about something else says it is of."""
    for side in (entry.after, entry.before):
        said = side.get("account_id", side.get("account")) if isinstance(side, dict) else None
        if isinstance(said, int):
            return said
    return None
