"""`tenure backtest`: what it prints, what it keeps, and how it says no."""

import json
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from tenure.actions.signals import create_signal
from tenure.answers import process
from tenure.calc.signal import Signal
from tenure.commands.main import cli
from tenure.records.models import Account, Backtest, Contract, ContractPeriod
from tenure.rules.parse import parse

pytestmark = pytest.mark.django_db
LONG_THERE = {"fact": "tenure_days", "op": "ge", "value": 300}
STRETCH = ("--from", "2026-01-05", "--to", "2026-02-15")


@pytest.fixture(autouse=True)
def home(settings, tmp_path, time_machine):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    time_machine.move_to(datetime(2026, 3, 28, 12, tzinfo=UTC), tick=False)
    yield
    process.forget()


@pytest.fixture
def signal(workspace):
    """A signal that fires for two accounts, one of which left."""
    for number, (start, end) in enumerate([(date(2025, 3, 20), date(2026, 2, 1)), (date(2025, 3, 20), None)]):
        account = Account.objects.create(workspace=workspace, key=f"a{number}", created_at=workspace.created_at)
        contract = Contract.objects.create(
            workspace=workspace, account=account, key=f"c{number}", created_at=workspace.created_at
        )
        ContractPeriod.objects.create(
            workspace=workspace, contract=contract, starts_on=start, ends_on=end, mrr=100, currency="EUR"
        )
    return create_signal(workspace=workspace, name="Long there", signal=Signal(parse(LONG_THERE)), by="ada")


def run(*words):
    return CliRunner().invoke(cli, ["backtest", "--workspace", "acme", *words])


def test_it_prints_json_and_keeps_the_result_of_a_signal_once(signal):
    first, second = (run("--signal", "long-there", *STRETCH, "--json") for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    found = json.loads(first.stdout)
    assert (found["kind"], found["name"], found["version"]) == ("signal", "long-there", 1)
    assert (found["cases"], found["departures"], found["fired"], found["recall"]) == (2, 1, 2, 1.0)
    assert found["lead_days"] == 18
    assert found["auc"] is None
    assert Backtest.objects.get().result["name"] == "long-there"


def test_versions_are_told_beside_each_other(signal):
    assert run("--signal", "Long there", *STRETCH).exit_code == 0
    signal.version, signal.definition = 2, Signal(parse(LONG_THERE | {"value": 310})).as_json()
    signal.save()
    said = run("--signal", "long-there", *STRETCH).output
    assert "1 of 1 who left were flagged, 1 flagged stayed, a median of 8 days ahead." in said
    assert "Only 1 account left: that is too few to say how good it is" in said
    compared = run("--signal", "long-there", "--compare").output
    assert compared.index("version 2: 1 of 1 who left") < compared.index("version 1: 1 of 1 who left")
    assert len(json.loads(run("--signal", "long-there", "--compare", "--json").stdout)) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say what to try with one of --signal, --scorecard, --rule and --card"),
        (("--signal", "x", "--rule", "{}"), "Say what to try with one of"),
        (("--signal", "nobody", *STRETCH), "There is no signal “nobody”. There are: long-there"),
        (("--scorecard", "nobody", *STRETCH), "There is no scorecard “nobody”"),
        (("--rule", "{", *STRETCH), "The rule cannot be read: it is no JSON"),
        (("--rule", '{"fact": "mrr"}', *STRETCH), "expected the field “op”"),
        (("--rule", '{"fact": "nothing", "op": "known"}', *STRETCH), "There is no fact “nothing”"),
        (("--rule", '{"fact": "days_to_renewal", "op": "known"}', *STRETCH), "“days to renewal” knows the future"),
        (("--signal", "long-there"), "Say which stretch to look at with --from and --to"),
        (
            ("--signal", "long-there", "--from", "2026-02-01", "--to", "2026-01-01"),
            "The first day comes after the last",
        ),
    ],
)
def test_what_cannot_be_tried_is_said(signal, words, said):
    ran = run(*words)
    assert ran.exit_code == 2
    assert said in ran.output
    assert not Backtest.objects.exists()
