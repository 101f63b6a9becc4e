"""Are the figures of a whole year right, month by month? Against DuckDB's own arithmetic over the files themselves."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from tenure.answers import reports
from tenure.answers.reports import Asked
from tenure.answers.spans import History
from tenure.commands.main import cli

DATA = Path(__file__).parents[3] / "shared/data/socialnet7"
MONTHS = [(date(2020, month, 1), date(2020 + month // 12, month % 12 + 1, 1)) for month in range(1, 13)]
SQL = """
    WITH there AS (
        SELECT "Account ID" AS account,
            max("Start date" <= DATE '{start}' AND DATE '{start}' < "End date") AS was,
            max("Start date" <= DATE '{end}' AND DATE '{end}' < "End date") AS is_
        FROM read_csv('{file}') GROUP BY ALL
    )
    SELECT count(*) FILTER (was), count(*) FILTER (is_), count(*) FILTER (is_ AND NOT was) FROM there
"""

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the real data is not beside this checkout")


def by_duckdb(start: date, end: date) -> tuple[int, int, int]:
    sql = SQL.format(start=start, end=end, file=DATA / "subscriptions.csv")
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchone()


@pytest.fixture
def network(workspace, tmp_path, settings):
    """The social network of the data, brought in as a person would."""
    settings.TENURE_DATA = tmp_path
    for kind, file in (("accounts", "accounts.csv"), ("contracts", "subscriptions.csv")):
        ran = CliRunner().invoke(cli, ["import", kind, str(DATA / file), "--workspace", workspace.slug])
        assert ran.exit_code == 0, ran.output
    return History.of(workspace)


def test_every_month_of_2020_is_as_a_second_engine_counts_it(network):
    for start, end in MONTHS:
        (row,) = reports.retention(network, Asked(start, end))
        (money,) = reports.revenue(network, Asked(start, end))
        before, after, new = by_duckdb(start, end)
        assert (row["start"], row["end"], row["new"]) == (before, after, new), start
        assert (money["start_mrr"], money["end_mrr"], money["new"]) == (before * 1000, after * 1000, new * 1000), start
        assert money["churn"] == row["lost"] * 1000, start


def test_what_the_months_say_is_what_their_figures_are(network):
    (row,) = reports.retention(network, Asked(date(2020, 3, 1), date(2020, 4, 1)))
    assert row["retention_rate"] == pytest.approx((row["end"] - row["new"]) / row["start"])
    (nobody,) = reports.retention(network, Asked(date(2020, 11, 1), date(2020, 12, 1)))
    assert (nobody["start"], nobody["retention_rate"]) == (0, None)


def test_cohorts_begin_whole_and_hold_everybody(network):
    rows = reports.cohort_report(network, Asked(date(2020, 1, 1), date(2020, 12, 31)))
    assert sum(row["size"] for row in rows) == 1470
    for row in rows:
        assert row["retained"][0] == row["size"]
        assert row["retained"] == sorted(row["retained"], reverse=True)  # nobody comes back in this data
