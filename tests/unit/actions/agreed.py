"""Contracts to test renewals with, made as an import would make them."""

from typing import Any

from tenure.actions.one_record import create_one
from tenure.records.models import Account, Contract, Workspace

EUR = "EUR"


def agree(account: Account, key: str, starts: str, ends: str | None, euros: int = 120, **more: Any) -> Contract:
    """A contract of one period, or its next period when the key is there."""
    said = {"key": key, "account": account.key, "starts_on": starts, "mrr": {"amount": euros * 100, "currency": EUR}}
    if ends is not None:
        said["ends_on"] = ends
    pk = create_one(workspace=account.workspace, kind="contracts", rows=[said | more], by="test")
    return Contract.objects.select_related("workspace", "account").get(pk=pk)


def make_accounts(workspace: Workspace, *keys: str) -> list[Account]:
    """Accounts with these keys."""
    return [Account.objects.create(workspace=workspace, key=key, created_at=workspace.created_at) for key in keys]
