"""How long does a year of the past take over the demo, beside asking each of its days alone?

``python -m bench.backtest``: builds the demo in a folder of its own, then tries its scorecard, a rule on facts and one that
watches on the year before. The floor is the scorecard's facts asked of a few days one by one, in the same process.
"""

import gc
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from typing import Any

import django

from bench.accounts_page import peak

MUST = 20.0  # seconds for a year
ALONE = 8  # days that are asked one by one
RULES = {
    "a rule on facts": {
        "all": [
            {"fact": "usage_trend_28", "op": "le", "value": 0.5},
            {"fact": "events_before_28", "op": "ge", "value": 8},
        ]
    },
    "a rule that watches": {"watch": "stopped", "source": "usage"},
}


def main() -> bool:
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        os.environ |= {"TENURE_DATA": folder, "DJANGO_SETTINGS_MODULE": "tenure.project.settings", "DATABASE_URL": ""}
        command = [sys.executable, "-m", "tenure.commands.main", "demo"]
        subprocess.run(command, check=True, capture_output=True)
        django.setup()
        gc.set_threshold(200_000)  # as the command does
        return measure()


def measure() -> bool:
    """Each in turn, with its ratio to the floor."""
    from tenure import clock  # noqa: PLC0415 - only once the settings are chosen
    from tenure.answers.backtest.named import scorecard_named  # noqa: PLC0415
    from tenure.answers.backtest.run import backtest  # noqa: PLC0415
    from tenure.answers.backtest.tried import tried_rule  # noqa: PLC0415
    from tenure.records.workspace import Workspace  # noqa: PLC0415
    from tenure.rules.parse import parse  # noqa: PLC0415

    workspace, today = Workspace.objects.get(), clock.now().date()
    card = scorecard_named(workspace, "reseller")
    beside = floor(workspace, card, today)
    print(
        f"floor: the scorecard's facts of {ALONE} days one by one, {beside * 1000:.0f} ms a day, {beside * 365:.0f} s a year"
    )
    reached = []
    rules = {name: tried_rule(parse(rule)) for name, rule in RULES.items()}
    for name, tried in {"a scorecard": card, **rules}.items():
        start = time.perf_counter()
        found = backtest(workspace, tried, today - timedelta(days=365), today - timedelta(days=1))
        taken = time.perf_counter() - start
        print(
            f"{name}: a year in {taken:.1f} s (must stay under {MUST:.0f} s), {taken / (beside * 365):.2f} of the floor; "
            f"{found.cases} accounts, {found.caught.fired} alerts, {found.caught.departures} departures"
        )
        reached.append(taken < MUST)
    print(f"  memory of this process at its peak {peak() / 1e6:.0f} MB")
    return all(reached)


def floor(workspace: Any, card: Any, today: date) -> float:
    """Seconds that one day takes when it is asked alone."""
    from tenure.answers.facts import facts  # noqa: PLC0415 - only once the settings are chosen
    from tenure.answers.rule_facts import there  # noqa: PLC0415
    from tenure.values.moment import Moment  # noqa: PLC0415

    names = there(workspace, card.facts)
    start = time.perf_counter()
    for number in range(ALONE):
        list(facts(workspace, Moment.end_of(today - timedelta(days=30 * (number + 1))), names=names))
    return (time.perf_counter() - start) / ALONE


if __name__ == "__main__":
    sys.exit(not main())
