"""Are the figures of docs/explanation/back-tests.md right? Against plain numpy over the files themselves."""

import json
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest
from click.testing import CliRunner

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
COUNTS = """
    SELECT user_id::BIGINT, count(*) FROM (SELECT DISTINCT * FROM read_parquet('{file}'))
    WHERE (event = '{event}' OR '{event}' = '') AND timestamp >= TIMESTAMP '{start}' AND timestamp < TIMESTAMP '{end}'
    GROUP BY ALL
"""

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the real data is not beside this checkout")


@pytest.fixture
def network(workspace, tmp_path, settings):
    """The social network of the data, brought in as a person would, with the facts that the card reads."""
    settings.TENURE_DATA = tmp_path
    process.forget()
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
    """Each account that was there on every seventh day, how the card scores it, and whether it left within thirty."""

    def __init__(self, start: date, end: date) -> None:
        self.card = json.loads(CARD.read_text())
        self.connection = duckdb.connect()
        self.stays = self.connection.execute(STAYS.format(file=DATA / "subscriptions.csv")).fetchall()
        rows = [row for day in days(start, end) for row in self.on(day)]
        self.score, self.usage, self.tenure, left = (np.array(column) for column in zip(*rows, strict=True))
        self.left = left.astype(bool)

    def on(self, day: date):
        there = [(account, since, until) for account, since, until in self.stays if since <= day < until]
        used = self.counted("", day, 28)
        counts = {name: self.counted(event, day, 90) for name, event in EVENTS.items()}
        for account, since, until in there:
            score = sum(
                one["weight"] * np.clip((counts[one["fact"]].get(account, 0) - one["poor"]) / (one["good"] - one["poor"]), 0, 1)
                for one in self.card["measures"]
            )  # fmt: skip
            yield score, used.get(account, 0), (day - since).days, until - day <= timedelta(days=WITHIN)

    def counted(self, event: str, day: date, window: int) -> dict[int, int]:
        span = {"start": day - timedelta(days=window - 1), "end": day + timedelta(days=1)}
        return dict(
            self.connection.execute(COUNTS.format(file=DATA / "events.parquet", event=event, **span)).fetchall()
        )


def days(start: date, end: date):
    """Every seventh day of which it is known who left within thirty."""
    count = (min(end, LAST - timedelta(days=WITHIN)) - start).days
    return [start + timedelta(days=ago) for ago in range(0, count + 1, STEP)]


def test_the_tuned_card_is_as_good_as_the_documentation_says_on_months_it_was_not_tuned_on(network):
    found = run(network, "backtest", "--card", str(CARD), "--from", str(LATER[0]), "--to", str(LATER[1]))
    alone = Independent(*LATER)
    assert (found["intervals"]["auc"]["cases"], found["intervals"]["auc"]["left"]) == (
        len(alone.left),
        alone.left.sum(),
    )
    assert found["auc"] == pytest.approx(area(-alone.score, alone.left), abs=5e-4)
    usage, tenure = found["baselines"]
    assert usage["auc"] == pytest.approx(area(-alone.usage.astype(float), alone.left), abs=5e-4)
    assert tenure["auc"] == pytest.approx(area(-alone.tenure.astype(float), alone.left), abs=5e-4)
    assert found["departures"] == sum(LATER[0] < until <= LAST for _, _, until in alone.stays)
    assert found["auc"] > max(usage["auc"], tenure["auc"])
    assert found["known_until"] == str(LAST)
    for figure in (found["auc"], usage["auc"], tenure["auc"], found["intervals"]["auc"]["low"]):
        assert f"{figure:.3f}" in DOCS
    assert found["says"][0] in DOCS
