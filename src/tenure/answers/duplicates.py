"""Which accounts look like one and the same? By their names without legal forms, and by the domain of their contacts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from tenure.answers.told_apart import still_alike, told_apart
from tenure.calc.likeness import alike, domain
from tenure.records.account import Account
from tenure.records.contact import Contact
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

MOST: Final = 100  # groups that are shown
LARGEST: Final = 10  # of one domain more are a franchise or a host, no duplicates
Why = Literal["name", "domain"]


@dataclass(frozen=True, slots=True)
class Likely:
    """Accounts that may be one, and what they share."""

    why: Why
    shared: str
    accounts: tuple[int, ...]


def duplicates(workspace: Workspace) -> list[Likely]:
    """Those with the same plain name first, then those whose contacts share a domain; at most a hundred groups.

    Without those that somebody said are not the same.
    """
    accounts = Account.objects.filter(workspace=workspace)
    named = list(rows_of(accounts, "pk", None, ("pk", "name")))
    names = dict(named)
    found = [Likely("name", names[group[0]], tuple(sorted(group))) for group in alike(named)]
    known = {account for one in found for account in one.accounts}
    if workspace.accounts_are == Workspace.AccountsAre.COMPANIES:
        found += [one for one in _by_domain(workspace) if not known.issuperset(one.accounts)]
    apart = told_apart(workspace, "account")
    return [replace(one, accounts=group) for one in found for group in still_alike(one.accounts, apart)][:MOST]


def _by_domain(workspace: Workspace) -> Iterable[Likely]:
    contacts = Contact.objects.filter(workspace=workspace, account__isnull=False).exclude(email="")
    sharing: dict[str, set[int]] = {}
    for account, email in rows_of(contacts, "pk", None, ("account", "email")):
        if host := domain(email):
            sharing.setdefault(host, set()).add(account)
    for host, accounts in sorted(sharing.items()):
        if 1 < len(accounts) <= LARGEST:
            yield Likely("domain", host, tuple(sorted(accounts)))
