"""Are the figures of docs/explanation/back-tests.md right? Against plain numpy over the files themselves."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest
from click.testing import CliRunner

from tenure.actions.workspaces import create_workspace
from tenure.answers import process
from tenure.commands.main import cli
from tenure.rounds.upkeep import upkeep

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data/socialnet7"
CARD = ROOT / "docs/explanation/back-tests-card.json"
DOCS = (ROOT / "docs/explanation/back-tests.md").read_text()
WITHIN, STEP = 30, 7
LAST = date(2020, 6, 1)  # on which a period last begins: what ends later is the end of the data
EVENTS = {"messages_90": "message", "replies_90": "reply", "new_friends_90": "newfriend", "posts_90": "post"}
LATER = (date(2020, 4, 1), date(2020, 6, 1))
STAYS = """SELECT "Account ID", min("Start date"), max("End date") FROM read_csv('{file}') GROUP BY ALL ORDER BY 1"""
USED = """
    SELECT user_id::BIGINT AS account, event, timestamp::DATE AS day, count(*) AS n
    FROM (SELECT DISTINCT * FROM read_parquet('{file}')) GROUP BY ALL
"""
Points = Callable[[int, int], float | None]  # of an account and how long it is there

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the real data is not beside this checkout")


@pytest.fixture
def network(db, tmp_path, settings):
    """The social network of the data, brought in as a person would, with the facts that the card reads."""
    settings.TENURE_DATA = tmp_path
    process.forget()
    workspace = create_workspace(name="Social network", kind="saas", by="command")
    for name, event in EVENTS.items():
        run(workspace, "fact", "create", name, "--event", event, "--how", "count", "--days", "90")
    for kind, file in (("accounts", "accounts.csv"), ("contracts", "subscriptions.csv"), ("events", "events.parquet")):
        run(workspace, "import", kind, str(DATA / file))
    while upkeep(workspace):
        pass
    yield workspace
    process.forget()


def run(workspace, *words):
    ran = CliRunner().invoke(cli, [*words, "--workspace", workspace.slug, "--json"], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


def area(risk: np.ndarray, left: np.ndarray) -> float:
    """Of all pairs of one that left and one that stayed, those ranked rightly; equal ones count half."""
    one, other = risk[left][:, None], risk[~left][None, :]
    return float((one > other).mean() + (one == other).mean() / 2)


class Independent:
    """Each account that was there on every seventh day, how a card scores it, and whether it left within thirty."""

    def __init__(self, start: date, end: date, points: Callable[["Independent", date], Points]) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(f"CREATE TABLE used AS {USED.format(file=DATA / 'events.parquet')}")
        self.stays = self.connection.execute(STAYS.format(file=DATA / "subscriptions.csv")).fetchall()
        rows = [row for day in days(start, end) for row in self.on(day, points)]
        self.score, self.usage, self.tenure, left = (
            np.array(column, dtype=float) for column in zip(*rows, strict=True)
        )
        self.left = left.astype(bool)

    def on(self, day: date, points: Callable[["Independent", date], Points]):
        scores = points(self, day)
        used = self.asked("sum(n)", day, 28)
        for account, since, until in self.stays:
            if since <= day < until and (score := scores(account, (day - since).days)) is not None:
                yield score, used.get(account, 0), (day - since).days, until - day <= timedelta(days=WITHIN)

    def asked(self, what: str, day: date, window: int, event: str = "") -> dict[int, int]:
        """By account, of the days of a window that ends with that day."""
        sql = f"SELECT account, {what} FROM used WHERE day > ? AND day <= ? AND (event = ? OR ? = '') GROUP BY ALL"
        return dict(self.connection.execute(sql, [day - timedelta(days=window), day, event, event]).fetchall())


def tuned(alone: Independent, day: date) -> Points:
    """The four measures of the card, of which all are known of everybody who was ever seen."""
    measures = json.loads(CARD.read_text())["measures"]
    counts = {one["fact"]: alone.asked("sum(n)", day, 90, EVENTS[one["fact"]]) for one in measures}
    return lambda account, _tenure: sum(
        one["weight"] * part(counts[one["fact"]].get(account, 0), one["poor"], one["good"]) for one in measures
    )


def ready(alone: Independent, day: date) -> Points:
    """Of the ready card of the first 90 days the three measures that are known here, weighed anew."""
    active, breadth = alone.asked("count(DISTINCT day)", day, 28), alone.asked("count(DISTINCT event)", day, 28)
    last = alone.asked("max(day)", day, 3_650)

    def points(account: int, tenure: int) -> float | None:
        if tenure >= 90 or account not in last:
            return None
        parts = (
            20 * part(active.get(account, 0), 4, 16),
            10 * part(breadth.get(account, 0), 1, 5),
            5 * part((day - last[account]).days, 21, 4),
        )
        return sum(parts) / 35 * 100

    return points


def part(value: float, poor: float, good: float) -> float:
    return float(np.clip((value - poor) / (good - poor), 0, 1))


def days(start: date, end: date):
    """Every seventh day of which it is known who left within thirty."""
    count = (min(end, LAST - timedelta(days=WITHIN)) - start).days
    return [start + timedelta(days=ago) for ago in range(0, count + 1, STEP)]


def test_the_documentation_tells_what_a_second_computation_finds(network):
    """Of the ready card, and of the tuned one on months that it was not tuned on: one import for both."""
    whole = (date(2020, 2, 1), LAST)
    weak = run(network, "backtest", "--scorecard", "saas-first-90-days", "--from", str(whole[0]), "--to", str(whole[1]))
    agree(weak, Independent(*whole, ready))
    assert weak["auc"] < min(one["auc"] for one in weak["baselines"])
    found = run(network, "backtest", "--card", str(CARD), "--from", str(LATER[0]), "--to", str(LATER[1]))
    alone = Independent(*LATER, tuned)
    agree(found, alone)
    assert found["departures"] == sum(LATER[0] < until <= LAST for _, _, until in alone.stays)
    assert found["auc"] > max(one["auc"] for one in found["baselines"])
    assert found["known_until"] == str(LAST)


def agree(found, alone: Independent) -> None:
    """Cases, areas and what is written of them."""
    cases = found["intervals"]["auc"]
    assert (cases["cases"], cases["left"]) == (len(alone.left), alone.left.sum())
    usage, tenure = found["baselines"]
    for told, risk in ((found, -alone.score), (usage, -alone.usage), (tenure, -alone.tenure)):
        assert told["auc"] == pytest.approx(area(risk, alone.left), abs=5e-4)
        assert f"{told['auc']:.3f}" in DOCS
        assert f"{told['intervals']['auc']['low']:.3f}" in DOCS
    assert found["says"][0].removesuffix(".") in DOCS
    assert f"{cases['cases']:,}" in DOCS
