"""Back-tests: trying a signal or a scorecard on the past."""

from datetime import date

from tenure.actions.backtests import ask_backtest
from tenure.answers.backtest.tried import tried_rule
from tenure.rules.parse import parse
from tests.pages.asking import Asking


def a_backtest(workspace):
    tried = tried_rule(parse({"fact": "mrr", "op": "known"}), "Pays")
    start, end = date(2026, 1, 1), date(2026, 3, 1)
    return [ask_backtest(workspace=workspace, tried=tried, start=start, end=end, within=30, by="test").pk]


ADDRESSES = {
    "backtests": Asking(),
    "new-backtest": Asking(
        says={"what": "scorecard saas", "start": "2026-01-01", "end": "2026-03-01", "within": "30"},
    ),
    "backtest": Asking(a_backtest),
}
