"""Does either database do the same with renewals, the register and what they are read by?"""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tenure.actions.departures import NOUN, Ending, end_contract, explain
from tenure.actions.renewals import clear_word, renew, say_word, set_terms
from tenure.actions.undo import undo
from tenure.actions.unsaid_departures import note_unsaid
from tenure.answers import process
from tenure.answers.departures import counted, departures
from tenure.answers.renewals import due, sums
from tenure.records.models import Account, AccountHealth, AuditEntry, ChurnReason, Departure
from tests.unit.actions.agreed import agree, make_accounts

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
BY = "member 7"


@pytest.fixture(autouse=True)
def log(tmp_path, settings):
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    with time_machine.travel(NOW, tick=False):
        yield
    process.forget()


def shown(workspace):
    accounts = Account.objects.filter(workspace=workspace)
    return [(one.key, one.owner, one.outlook.forecast, one.ends_on) for one in due(workspace, accounts)]


def test_what_is_due_is_read_said_ended_and_taken_back(any_workspace):
    stays, leaves, gone = make_accounts(any_workspace, "stays", "leaves", "gone")
    AccountHealth.objects.create(
        workspace=any_workspace, account=stays, score=90, band="good", computed_band="good", detail={},
        facts={"owner": "Ada"}, computed_at=NOW,
    )  # fmt: skip
    contract = agree(stays, "C-1", "2025-07-01", "2026-07-01", options=["booking"])
    other = agree(leaves, "C-2", "2025-06-01", "2026-06-01")
    agree(gone, "C-3", "2025-05-01", "2026-05-01")
    before = [("leaves", "", "likely", date(2026, 6, 1)), ("stays", "Ada", "commit", date(2026, 7, 1))]
    assert shown(any_workspace) == before

    entries = [
        set_terms(contract=contract, notice_days=30, renews_itself=True, by=BY),
        say_word(contract=contract, word="at_risk", by=BY),
        renew(contract=contract, months=12, mrr=13_000, by=BY),
    ]
    assert shown(any_workspace) == before[:1], "renewed beyond twelve months"
    for entry in reversed(entries):
        undo(workspace=any_workspace, entries=[entry.pk], by=BY)
    assert clear_word(contract=contract, by=BY) is None
    assert shown(any_workspace) == before

    reason = ChurnReason.objects.create(workspace=any_workspace, title="Price")
    end_contract(contract=other, ends_on=date(2026, 5, 31), said=Ending(reason.pk), by=BY)
    assert shown(any_workspace) == before[1:]
    undo(workspace=any_workspace, entries=[AuditEntry.objects.get(noun=NOUN, verb="create").pk], by=BY)
    assert shown(any_workspace) == before

    for _ in range(2):
        assert not note_unsaid(workspace=any_workspace)
    row = Departure.objects.get(taken_back_at=None)
    explain(departure=row, said=Ending(reason.pk), by=BY)
    found = departures(any_workspace, Account.objects.filter(workspace=any_workspace))
    assert [(one.key, one.reason, one.is_back) for one in found] == [("gone", "Price", False)]
    assert [(one.reason, one.count, one.mrr) for one in counted(found)] == [("Price", 1, 12_000)]
    agree(gone, "C-4", "2026-05-10", "2027-05-10", product="Suite")
    assert departures(any_workspace, Account.objects.filter(workspace=any_workspace))[0].is_back
    assert [one.month for one in sums(due(any_workspace, Account.objects.filter(workspace=any_workspace)))] == [
        "2026-06",
        "2026-07",
    ]
