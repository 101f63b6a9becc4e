"""Do the reports of renewals and departures print what the pages show?"""

import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from click.testing import CliRunner

from tenure.actions.departures import Ending, end_contract
from tenure.answers import process
from tenure.commands.main import cli
from tests.pages.said.renewals import contract_of

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def due(workspace, tmp_path, settings):
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    with time_machine.travel(NOW, tick=False):
        contract_of(workspace, "stays", 20, notice_days=30)
        gone = contract_of(workspace, "leaves", 60)
        end_contract(contract=gone, ends_on=date(2026, 5, 10), said=Ending(competitor="Rival"), by="test")
        yield
    process.forget()


def run(*words):
    done = CliRunner().invoke(cli, ["report", *words], catch_exceptions=False)
    return done.exit_code, done.output


def test_renewals_are_listed_and_summed_up_by_month():
    found = json.loads(run("renewals", "--json")[1])
    (month,), (contract,) = found["months"], found["contracts"]
    assert (month["month"], month["mrr"], month["likely_mrr"], month["counted_on"]) == (
        "2026-06",
        12_000,
        12_000,
        7_200,
    )
    assert (contract["account"], contract["notice_deadline"], contract["next_term"]) == ("stays", "2026-05-02", 144_000)
    assert json.loads(run("renewals", "--to", "2026-06-01", "--json")[1])["contracts"] == []
    assert "likely" in run("renewals")[1]


def test_departures_are_listed_between_two_days():
    (row,) = json.loads(run("departures", "--json")[1])
    assert (row["account"], row["competitor"], row["ends_on"]) == ("leaves", "Rival", "2026-05-10")
    assert json.loads(run("departures", "--from", "2026-05-11", "--json")[1]) == []
    assert "nobody said why" in run("departures")[1]


def test_what_is_no_day_is_told():
    code, said = run("renewals", "--to", "soon")
    assert code == 2
    assert "“soon” is not a day" in said
