"""Writes how a relationship felt into its account's history, and takes it out again."""

from datetime import datetime

from tenure.actions.accounts import BEGINNING, record_history
from tenure.actions.staleness import mark_stale
from tenure.records.account import Account, AccountHistory

NAME = "sentiment"


def rate(*, account: Account, rating: int, at: datetime, by: str) -> None:
    """The rating (1 to 5) that holds since ``at``; it is the account's dated scalar, as imports write it."""
    record_history(account=account, name=NAME, value=rating, at=at, by=by)


def take_rating_back(*, account: Account, rating: int, at: datetime) -> None:
    """Forget the rating of that time when it is still there. Inside the caller's transaction.

    What was taken to hold before it, because nothing else was known, goes as well, or becomes the next one.
    """
    known = AccountHistory.objects.filter(workspace=account.workspace_id, account=account, name=NAME)
    said = known.filter(since=at).first()
    if said is None or said.value != rating:
        return
    said.delete()
    assumed, first = known.filter(since=BEGINNING).first(), known.exclude(since=BEGINNING).order_by("since").first()
    if assumed is not None and assumed.value == rating and (first is None or first.since > at):
        if first is None:
            assumed.delete()
        else:
            known.filter(pk=assumed.pk).update(value=first.value)
    mark_stale(account.workspace, [account.pk])
