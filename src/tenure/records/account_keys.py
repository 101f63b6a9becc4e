"""Which account does a key lead to? Its own, or one that was merged into it."""

from collections.abc import Iterator, Sequence

from tenure.records.account import Account, AccountKey
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace


def by_key(workspace: Workspace | int, keys: Sequence[str]) -> dict[str, int]:
    """Key -> number of the account, for those of these keys that lead to one."""
    own = rows_of(Account.objects.filter(workspace=workspace), "key", keys, ("key", "pk"))
    other = rows_of(AccountKey.objects.filter(workspace=workspace), "key", keys, ("key", "account"))
    return {**dict(other), **dict(own)}


def keys_of(workspace: Workspace | int, accounts: Sequence[int] | None) -> Iterator[tuple[str, int]]:
    """Every key of some accounts, or of all, with the account's number."""
    yield from rows_of(Account.objects.filter(workspace=workspace), "pk", accounts, ("key", "pk"))
    yield from rows_of(AccountKey.objects.filter(workspace=workspace), "account", accounts, ("key", "account"))


def account_at(workspace: Workspace | int, key: str) -> Account | None:
    """The account that a key leads to; None when there is none."""
    accounts = Account.objects.select_related("health").filter(workspace=workspace)
    return accounts.filter(key=key).first() or accounts.filter(other_keys__key=key).first()
