"""Keeps which option each account lacks that accounts like it use: a dated value of the account, told once it changes."""

from collections.abc import Collection
from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.staleness import mark_stale
from tenure.answers.whitespace import suggestions
from tenure.records.account import AccountHistory
from tenure.records.workspace import Workspace
from tenure.values.moment import MICROSECOND, Moment

SUGGESTED: Final = "option_suggested"
_BATCH: Final = 1_000


def keep_suggestions(*, workspace: Workspace, accounts: Collection[int] | None = None) -> int:
    """Let the suggestions of some accounts, or of all, be what they are now; how many changed."""
    now = clock.now()
    with transaction.atomic():
        found = suggestions(workspace, Moment(now + MICROSECOND), accounts)
        known = AccountHistory.objects.filter(workspace=workspace, name=SUGGESTED)
        if accounts is not None:
            known = known.filter(account__in=accounts)
        held = dict(known.order_by("since", "pk").values_list("account", "value"))
        changed = {one: found.get(one) for one in found.keys() | held.keys() if found.get(one) != held.get(one)}
        known.filter(account__among=list(changed), since=now).delete()
        AccountHistory.objects.bulk_create(
            [
                AccountHistory(workspace=workspace, account_id=account, name=SUGGESTED, value=value, since=now)
                for account, value in changed.items()
            ],
            batch_size=_BATCH,
        )
        mark_stale(workspace, changed)
    return len(changed)
