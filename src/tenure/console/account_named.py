"""Which account does somebody mean who writes a key, a name, or a few letters of one?"""

from django.db.models import Q, QuerySet

from tenure.records.models import Account, Workspace

LONGEST = 200
OFFERED = 12


def offered(workspace: Workspace, text: str) -> QuerySet[Account]:
    """Accounts whose name or key holds every word of the text, by name."""
    accounts = Account.objects.filter(workspace=workspace)
    for word in text.replace("\0", "")[:LONGEST].split():
        accounts = accounts.filter(Q(name__icontains=word) | Q(key__icontains=word))
    return accounts.order_by("name", "key")


def named(workspace: Workspace, text: str) -> list[Account]:
    """The account with this key, else those with this name, else those that hold every word; at most a few.

    One of them is who is meant; of several the caller asks which, and of none says so.
    """
    text = text.replace("\0", "").strip()[:LONGEST]
    if not text:
        return []
    exact = list(Account.objects.filter(Q(key=text) | Q(name__iexact=text), workspace=workspace).order_by("pk")[:2])
    by_key = [account for account in exact if account.key == text]
    return by_key or exact or list(offered(workspace, text)[:OFFERED])
