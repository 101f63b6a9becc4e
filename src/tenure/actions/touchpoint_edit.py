"""Corrects what was said of a touchpoint that took place: its account, time, words, and how it felt."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import difference, snapshot
from tenure.actions.ratings import rate, take_rating_back
from tenure.actions.staleness import mark_stale
from tenure.actions.task_entries import Done
from tenure.actions.touchpoints import Logged, Said, TouchpointError, checked, filled, note
from tenure.records.account import Account
from tenure.records.touchpoint import Touchpoint
from tenure.values.voice import worded

VERB = "change"
Felt = tuple[Account, int | None, datetime]  # whose relationship it was, how it felt, and when


def edit_touchpoint(*, touchpoint: Touchpoint, account: Account, said: Said, by: str) -> Logged:
    """Let it say this, and be with that account; the rating moves with it. Its key stays, so that a file still finds it.

    The day of a next step is its task's: ``next_on`` is not read. Raises TouchpointError for what does not fit, lies in
    future, is another workspace's, or did not take place yet.
    """
    if account.workspace_id != touchpoint.workspace_id:
        raise TouchpointError(worded("That account is not of this workspace."))
    said = replace(checked(account, said), next_on=None)
    if said.at > clock.now():
        raise TouchpointError(worded("That lies in future: a touchpoint that took place has a time that is over."))
    with transaction.atomic():
        rows = Touchpoint.objects.select_for_update(of=("self",)).select_related("account", "workspace")
        row = rows.get(workspace=touchpoint.workspace_id, pk=touchpoint.pk)
        if not row.is_held:
            raise TouchpointError(worded("That did not take place yet: change the plan instead."))
        was, felt = snapshot(row), (row.account, row.sentiment, row.at)
        filled(row, replace(said, place=said.place or row.place)).account = account
        before, after = difference(was, snapshot(row))
        if not after:
            return Logged(row, (), Done())
        row.save()
        if felt != (row.account, row.sentiment, row.at):
            rate_anew(felt, (row.account, row.sentiment, row.at), by)
        mark_stale(row.workspace, {felt[0].pk, row.account_id})
        return Logged(row, (note(row, VERB, by, before, after),), Done())


def rate_anew(was: Felt, now: Felt, by: str) -> None:
    """Take the rating of then out of its account's history, and write down the one that holds instead."""
    if was[1] is not None:
        take_rating_back(account=was[0], rating=was[1], at=was[2])
    if now[1] is not None:
        rate(account=now[0], rating=now[1], at=now[2], by=by)
