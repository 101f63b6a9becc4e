"""`tenure backtest`: what would a rule, a signal or a scorecard have caught?"""

import gc
import json
import sys
from datetime import datetime
from pathlib import Path

import click

from tenure.actions.backtests import keep
from tenure.answers.backtest.hindsight import Hindsight
from tenure.answers.backtest.kept import kept
from tenure.answers.backtest.named import scorecard_named, signal_named
from tenure.answers.backtest.run import BacktestError, backtest
from tenure.answers.backtest.treated import treated_accounts
from tenure.answers.backtest.tried import Tried, tried_card, tried_rule
from tenure.calc.backtest.firings import WITHIN
from tenure.calc.backtest.printed import printed
from tenure.calc.backtest.result import Result
from tenure.calc.scorecard import parse as parse_card
from tenure.commands.asking import BY, json_option, print_json, the_workspace, workspace_option
from tenure.commands.backtest_tables import print_kept, print_result
from tenure.facts.ask import UnknownFact
from tenure.records.workspace import Workspace
from tenure.rules.definition import RuleError
from tenure.rules.parse import parse as parse_rule

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@workspace_option
@click.option("--signal", help="A signal of the workspace, by its short name or its name.")
@click.option("--scorecard", help="A scorecard in use, by its short name or its name.")
@click.option("--rule", help='A rule as JSON, such as {"fact": "active_days_28", "op": "lt", "value": 3}.')
@click.option(
    "--card", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A scorecard as a JSON file."
)
@click.option("--from", "start", type=_DAY, help="The first day that is looked at, such as 2026-01-01.")
@click.option("--to", "end", type=_DAY, help="The last one.")
@click.option(
    "--within", type=click.Choice([str(days) for days in WITHIN]), default=str(WITHIN[0]), show_default=True,
    help="Who left within so many days of an alert was rightly flagged.",
)  # fmt: skip
@click.option("--compare", is_flag=True, help="Try nothing: show what was kept of earlier versions.")
@json_option
def command(
    slug: str | None,
    signal: str | None,
    scorecard: str | None,
    rule: str | None,
    card: Path | None,
    start: datetime | None,
    end: datetime | None,
    within: str,
    compare: bool,
    as_json: bool,
) -> None:
    """Try a rule, a signal or a scorecard on the past: who of those who left would it have flagged, how long before?

    The result is kept of a signal or a scorecard of the workspace, so that its versions can be compared.
    """
    workspace = the_workspace(slug)
    if sum(one is not None for one in (signal, scorecard, rule, card)) != 1:
        raise click.UsageError("Say what to try with one of --signal, --scorecard, --rule and --card.")
    try:
        tried = _tried(workspace, signal, scorecard, rule, card)
        if compare:
            print_kept(kept(workspace, tried.kind, tried.name), as_json=as_json)
            return
        if start is None or end is None:
            raise click.UsageError("Say which stretch to look at with --from and --to.")
        result = _run(workspace, tried, start, end, int(within))
    except (BacktestError, Hindsight, UnknownFact) as error:
        raise click.UsageError(str(error)) from None
    if signal or scorecard:
        keep(workspace=workspace, tried=tried, result=result, by=BY)
    if as_json:
        print_json(printed(result))
    else:
        print_result(result)


def _tried(
    workspace: Workspace, signal: str | None, scorecard: str | None, rule: str | None, card: Path | None
) -> Tried:
    if signal is not None:
        return signal_named(workspace, signal)
    if scorecard is not None:
        return scorecard_named(workspace, scorecard)
    try:
        if card is not None:
            return tried_card(workspace, parse_card(json.loads(card.read_text())))
        return tried_rule(parse_rule(json.loads(rule or "")))
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, RuleError) else "it is no JSON"
        raise click.UsageError(f"The {'scorecard' if card else 'rule'} cannot be read: {said}.") from None


def _run(workspace: Workspace, tried: Tried, start: datetime, end: datetime, within: int) -> Result:
    treated = treated_accounts(workspace, start.date(), end.date())
    days = max(0, (end - start).days + 1)
    gc.set_threshold(200_000)  # rows leave no cycles behind, and looking for some takes a tenth of the time
    with click.progressbar(length=days, label="Looking at each day", file=sys.stderr) as bar:
        return backtest(workspace, tried, start.date(), end.date(), within=within, treated=treated, progress=bar.update)
