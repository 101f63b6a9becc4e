"""Which member does the text about an account's owner mean? Keeps the answer beside the text.

The owner is kept twice: as the dated scalar “owner”, a text that files, programs and facts know, and as the member whom
that text means, so that books of business are found by an index. Whoever writes the first calls this for the second.
"""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from tenure.actions.bulk import update
from tenure.records.account import Account, AccountHistory
from tenure.records.member import Member
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

# A product's calls can only say traits; what a person or a file says of the owner goes before them.
_SAID_IN = ("owner", "trait.owner")


def link_owners(workspace: Workspace, accounts: Sequence[int]) -> None:
    """Set the member whom the text about the owner of each account means: one by that name or e-mail, or none.

    Where several are called so, whoever of them it is already stays. Inside the caller's transaction.
    """
    if not accounts:
        return
    called = members_called(workspace)
    said = _said(workspace, accounts)
    current = rows_of(Account.objects.filter(workspace=workspace), "pk", accounts, ("pk", "owner"))
    changed = []
    for account, owner in current:
        meant = called.get(said.get(account, ""), ())
        if owner not in meant and owner != (found := meant[0] if len(meant) == 1 else None):
            changed.append((found, account))
    update(Account, ("owner",), changed)


def link_member(member: Member) -> None:
    """Give a member who came or was renamed the accounts whose text about the owner means that person."""
    names = {member.name.strip().casefold(), member.user.email.casefold()}
    history = AccountHistory.objects.filter(workspace=member.workspace_id, name__in=_SAID_IN)
    texts = [text for text in history.values_list("value", flat=True).distinct() if _plain(text) in names]
    if not texts:
        return
    any_of = Q(value=texts[0])
    for text in texts[1:]:
        any_of |= Q(value=text)
    link_owners(member.workspace, sorted(set(history.filter(any_of).values_list("account", flat=True))))


def members_called(workspace: Workspace) -> Mapping[str, Sequence[int]]:
    """Name or e-mail of a member, in small letters -> the numbers of the members who are called so."""
    found: dict[str, list[int]] = {}
    members = Member.objects.filter(workspace=workspace, ended_at=None).order_by("pk")
    for number, name, email in members.values_list("pk", "name", "user__email"):
        for text in {name.strip().casefold(), email.casefold()}:
            found.setdefault(text, []).append(number)
    return found


def meant_by(called: Mapping[str, Sequence[int]], text: object) -> int | None:
    """The one member whom a text means."""
    meant = called.get(_plain(text), ())
    return meant[0] if len(meant) == 1 else None


def _said(workspace: Workspace, accounts: Sequence[int]) -> dict[int, str]:
    """What holds about the owner of each account."""
    history = AccountHistory.objects.filter(workspace=workspace, name__in=_SAID_IN)
    rows = rows_of(history, "account", accounts, ("account", "name", "value", "since"))
    latest = {(account, name): value for account, name, value, _ in sorted(rows, key=lambda row: row[3])}
    found: dict[int, str] = {}
    for name in reversed(_SAID_IN):
        found |= {account: _plain(value) for (account, said), value in latest.items() if said == name and _plain(value)}
    return found


def _plain(text: object) -> str:
    return text.strip().casefold() if isinstance(text, str) else ""
