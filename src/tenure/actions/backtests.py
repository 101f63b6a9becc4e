"""Keeps what a back-test found, so that versions of a signal or a scorecard can be compared."""

from datetime import date

from django.db import transaction

from tenure import clock
from tenure.answers.backtest.tried import Tried
from tenure.calc.backtest.result import Result
from tenure.records.backtest import Backtest
from tenure.records.workspace import Workspace


def keep(*, workspace: Workspace, tried: Tried, result: Result, by: str) -> Backtest:
    """Keep a result, in the place of the one of the same version over the same stretch and days."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)  # one at a time, so that none is kept twice
        same = Backtest.objects.filter(
            workspace=workspace, kind=result.kind, name=result.name, version=result.version,
            starts_on=date.fromisoformat(result.start), ends_on=date.fromisoformat(result.end),
            result__within=result.within,
        )  # fmt: skip
        same.delete()
        return Backtest.objects.create(
            workspace=workspace, kind=result.kind, name=result.name, version=result.version,
            definition=tried.as_json(), starts_on=date.fromisoformat(result.start),
            ends_on=date.fromisoformat(result.end), result=result.as_json(), created_at=clock.now(), by=by,
        )  # fmt: skip
