"""Has back-tests made and keeps what they found, so that versions of a signal or a scorecard can be compared."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from tenure import clock
from tenure.answers.backtest.named import tried_again
from tenure.answers.backtest.run import backtest as run
from tenure.answers.backtest.treated import treated_accounts
from tenure.answers.backtest.tried import Tried
from tenure.calc.backtest.result import Result
from tenure.records.backtest import Backtest
from tenure.records.job import Job
from tenure.records.workspace import Workspace


def keep(*, workspace: Workspace, tried: Tried, result: Result, by: str) -> Backtest:
    """Keep a result, in the place of the one of the same version over the same stretch and days."""
    with transaction.atomic():
        start, end = date.fromisoformat(result.start), date.fromisoformat(result.end)
        row = _asked(workspace, tried, (start, end), result.within, by)
        return _finish(row, result)


def ask_backtest(*, workspace: Workspace, tried: Tried, start: date, end: date, within: int, by: str) -> Backtest:
    """Have the worker try something on the past; the row has its result when it is done."""
    with transaction.atomic():
        row = _asked(workspace, tried, (start, end), within, by)
        Job.objects.create(
            workspace=workspace, kind=Job.Kind.BACKTEST, backtest=row, total=max(0, (end - start).days + 1), by=by,
            asked_at=clock.now(),
        )  # fmt: skip
    return row


def do_backtest(*, backtest: Backtest, far: Callable[[int], object]) -> None:
    """Do what was asked for; ``far`` is told of each day that is done. Raises BacktestError, Hindsight and UnknownFact."""
    workspace = backtest.workspace
    treated = treated_accounts(workspace, backtest.starts_on, backtest.ends_on)
    result = run(
        workspace, tried_again(backtest), backtest.starts_on, backtest.ends_on, within=backtest.within, treated=treated,
        progress=far,
    )  # fmt: skip
    with transaction.atomic():
        _finish(backtest, result)


def _asked(workspace: Workspace, tried: Tried, stretch: tuple[date, date], within: int, by: str) -> Backtest:
    return Backtest.objects.create(
        workspace=workspace, kind=tried.kind, name=tried.name, version=tried.version, definition=tried.as_json(),
        starts_on=stretch[0], ends_on=stretch[1], within=within, created_at=clock.now(), by=by,
    )  # fmt: skip


def _finish(row: Backtest, result: Result) -> Backtest:
    """Inside the caller's transaction; one at a time, so that none is kept twice."""
    Workspace.objects.select_for_update().get(pk=row.workspace_id)
    same = Backtest.objects.filter(
        workspace=row.workspace_id, kind=row.kind, name=row.name, version=row.version, starts_on=row.starts_on,
        ends_on=row.ends_on, within=row.within, result__isnull=False,
    )  # fmt: skip
    if row.kind != Backtest.Kind.RULE:  # rules have no versions: each is another
        same.exclude(pk=row.pk).delete()
    row.result = result.as_json()
    row.save(update_fields=["result"])
    return row
