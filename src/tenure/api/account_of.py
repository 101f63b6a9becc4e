"""Which account does an address mean? The one of the caller's workspace with that key; nobody else's is ever looked at."""

from tenure.api.caller import Caller
from tenure.api.problems import Refusal
from tenure.records.account import Account
from tenure.records.account_keys import account_at


def account_of(caller: Caller, key: str) -> Account:
    """The account. Raises Refusal (404)."""
    found = account_at(caller.workspace, key) if "\0" not in key else None
    if found is None:
        raise Refusal(404, f"There is no account “{key[:80]}” in the workspace of this key.")
    return found
