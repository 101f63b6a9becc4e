"""To whom is a new person to be introduced? The accounts of a handing over, with whom to write to and what is agreed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from tenure.answers.books import PROMISE_DAYS
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.touchpoint import Touchpoint

MOST: Final = 100  # accounts that are written to from one page


@dataclass(slots=True)
class Passed:
    """One account: its contact with an address, champions first, and the promises and meetings that passed on with it."""

    account: Account
    contact: Contact | None = None
    promises: list[Touchpoint] = field(default_factory=list)
    meetings: list[Touchpoint] = field(default_factory=list)


def passed_on(entry: AuditEntry) -> tuple[list[Passed], int]:
    """The accounts of that entry by name, at most so many, and how many more; whoever is gone since is left out."""
    numbers = entry.after.get("accounts", []) if isinstance(entry.after, dict) else []
    accounts = Account.objects.filter(workspace=entry.workspace_id, pk__in=numbers).order_by("name", "key")
    found = {one.pk: Passed(one) for one in accounts[:MOST]}
    for contact in _reachable(entry.workspace_id, list(found)):
        one = found[contact.account_id or 0]
        one.contact = one.contact or contact
    talks = Touchpoint.objects.filter(workspace=entry.workspace_id, account__in=list(found)).order_by("at")
    said = talks.filter(is_held=True, at__gte=entry.at - timedelta(days=PROMISE_DAYS), at__lte=entry.at)
    for talk in said.exclude(next_step=""):
        found[talk.account_id].promises.append(talk)
    for talk in talks.filter(is_held=False, at__gte=entry.at):
        found[talk.account_id].meetings.append(talk)
    return list(found.values()), max(0, accounts.count() - len(found))


def _reachable(workspace: int, accounts: Sequence[int]) -> list[Contact]:
    some = Contact.objects.filter(workspace=workspace, account__in=accounts).exclude(email="").order_by("pk")
    return sorted(some, key=lambda one: one.champion_since is None or one.champion_until is not None)
