"""How is a back-test printed for programs? Its headline figures first, each with its interval and cases, then the rest."""

from typing import Any

import msgspec

from tenure.calc.backtest.figures import Caught
from tenure.calc.backtest.intervals import Estimate
from tenure.calc.backtest.ranking import Auc
from tenure.calc.backtest.result import Result
from tenure.calc.backtest.words import sentences


def printed(result: Result) -> dict[str, Any]:
    """Plain JSON; shares are 0 to 1, days whole, dates ISO. What cannot be told is null."""
    return {
        "kind": result.kind,
        "name": result.name,
        "from": result.start,
        "to": result.end,
        "cases": result.cases,
        "departures": result.caught.departures,
        **_figures(result.caught, result.auc),
        "baselines": [
            {"name": one.name, **_figures(one.caught, one.auc), "behind": msgspec.to_builtins(one.behind)}
            for one in result.baselines
        ],
        "version": result.version,
        "within": result.within,
        "known_until": result.known_until,
        "says": sentences(result),
        **_counts(result.caught),
        "windows": [
            {"within": one.days, **_counts(one.caught), **_figures(one.caught, one.auc)} for one in result.windows
        ],
        **{name: value for name, value in result.as_json().items() if name in _REST},
    }


_REST = ("calibration", "measures", "members", "known", "undated", "treated", "weeks", "alerts", "missed")


def _figures(caught: Caught, auc: Auc) -> dict[str, Any]:
    found = {name: getattr(caught, name) for name in ("precision", "recall", "lead_days", "alerts_per_member_week")}
    intervals = {name: _interval(one) for name, one in found.items()}
    area = {"low": auc.low, "high": auc.high, "cases": auc.cases, "left": auc.left, "accounts_left": auc.accounts_left}
    values = {name: one.value for name, one in found.items()}
    return {"auc": auc.value, **values, "intervals": {"auc": area, **intervals}}


def _interval(one: Estimate) -> dict[str, Any]:
    return {"low": one.low, "high": one.high, "cases": one.cases}


def _counts(caught: Caught) -> dict[str, int]:
    names = ("fired", "left", "stayed", "told", "unknown", "flagged", "told_first")
    return {name: getattr(caught, name) for name in names}
