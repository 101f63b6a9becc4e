"""How is a back-test shown in a shell? Sentences first, figures after them, and those of versions below each other."""

from collections.abc import Sequence

import click

from tenure.answers.backtest.kept import Kept, comparable
from tenure.calc.backtest.figures import Caught
from tenure.calc.backtest.intervals import Estimate
from tenure.calc.backtest.printed import printed
from tenure.calc.backtest.ranking import Auc
from tenure.calc.backtest.result import Result
from tenure.calc.backtest.words import sentences, verdict
from tenure.commands.asking import print_json, print_table

_HEADS = ("", "Fired", "Precision", "Recall", "Days ahead", "A member and week", "AUC")


def print_result(result: Result) -> None:
    """One, with what it stands beside."""
    for sentence in sentences(result):
        click.echo(sentence)
    click.echo()
    rows = [_row(f"within {one.days} days", one.caught, one.auc) for one in result.windows]
    rows += [_row(f"by {one.name}, within {result.within}", one.caught, one.auc) for one in result.baselines]
    print_table(_HEADS, rows, "")
    for heads, lines in ((("Score", "Cases", "Left"), _bins(result)), (("Measure", "Known", "AUC"), _measures(result))):
        if lines:
            click.echo()
            print_table(heads, lines, "")


def print_kept(some: Sequence[Kept], *, as_json: bool) -> None:
    """Those that were kept, those of one stretch together."""
    if as_json:
        print_json([{"at": one.at.isoformat(), "by": one.by} | printed(one.result) for one in some])
        return
    if not some:
        click.echo("Nothing was kept yet.")
    for alike in comparable(some):
        first = alike[0].result
        click.echo(f"From {first.start} to {first.end}, within {first.within} days:")
        for one in alike:
            version = "" if one.result.version is None else f"version {one.result.version}: "
            click.echo(f"  {version}{verdict(one.result)}")
        rows = [_row(f"version {one.result.version}", one.result.caught, one.result.auc) for one in alike]
        print_table(_HEADS, rows, "")


def _row(name: str, caught: Caught, auc: Auc) -> Sequence[str]:
    ahead, weekly = caught.lead_days.value, caught.alerts_per_member_week.value
    return (
        name, str(caught.fired), _share(caught.precision), _share(caught.recall),
        "-" if ahead is None else f"{ahead:g}", "-" if weekly is None else f"{weekly:.2f}", _area(auc),
    )  # fmt: skip


def _bins(result: Result) -> list[Sequence[str]]:
    if result.calibration is None:
        return []
    bins = [one for one in result.calibration.bins if one.cases]
    return [(f"{one.above:g} to {one.below:g}", str(one.cases), _between(one.share, one.low, one.high)) for one in bins]


def _measures(result: Result) -> list[Sequence[str]]:
    return [(one.measure, f"{one.known:.0%}", _area(one.auc)) for one in result.measures]


def _share(one: Estimate) -> str:
    return _between(one.value, one.low, one.high) + ("" if one.value is None else f" of {one.cases}")


def _between(value: float | None, low: float | None, high: float | None) -> str:
    return "-" if value is None or low is None or high is None else f"{value:.1%} ({low:.1%} to {high:.1%})"


def _area(auc: Auc) -> str:
    if auc.value is None or auc.low is None or auc.high is None:
        return f"- (only {auc.accounts_left} left)"
    return f"{auc.value:.3f} ({auc.low:.3f} to {auc.high:.3f}), {auc.cases:,} cases, {auc.accounts_left} left"
