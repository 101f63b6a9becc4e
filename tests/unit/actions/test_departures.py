"""Does ending a contract keep why, how long and how it was used, and can it be taken back?"""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tenure.actions.departures import Ending, end_contract, explain, take_back
from tenure.actions.renewals import RenewalError, renew
from tenure.actions.taking_back import UndoError
from tenure.actions.undo import undo
from tenure.actions.unsaid_departures import AT_ONCE, note_unsaid
from tenure.answers import process
from tenure.answers.last_usage import parse
from tenure.records.models import (
    AuditEntry,
    ChurnReason,
    Contract,
    ContractLine,
    ContractPeriod,
    Departure,
    StaleAccount,
)
from tests.unit.actions.agreed import agree, make_accounts

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
END = date(2026, 8, 1)
BY = "member 7"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(tmp_path, settings):
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
    process.forget()


@pytest.fixture
def contract(account):
    return agree(account, "C-1", "2025-10-01", "2026-10-01", options=["booking", "news"], plan="Plus", seats=5)


@pytest.fixture
def reason(workspace):
    return ChurnReason.objects.create(workspace=workspace, title="Price")


def periods(contract):
    return list(contract.periods.order_by("starts_on").values_list("starts_on", "ends_on", "mrr"))


def everything(contract):
    return (
        Contract.objects.filter(pk=contract.pk).values().get(),
        list(ContractPeriod.objects.filter(contract=contract).values()),
        list(ContractLine.objects.filter(contract=contract).order_by("pk").values()),
    )


def end(contract, on=END, **said):
    return end_contract(contract=contract, ends_on=on, said=Ending(**said), by=BY)


def test_an_end_goes_into_the_contract_as_an_import_would_write_it(contract, reason):
    StaleAccount.objects.all().delete()
    end(contract, reason=reason.pk, notice_on=date(2026, 5, 1))
    contract.refresh_from_db()
    assert periods(contract) == [(date(2025, 10, 1), END, 12_000)]
    assert contract.notice_given_on == date(2026, 5, 1)
    assert set(ContractLine.objects.values_list("option", "ends_on")) == {("booking", END), ("news", END)}
    assert StaleAccount.objects.count() == 1, "facts read contracts"


def test_the_register_keeps_reason_competitor_money_membership_and_usage(account, contract, reason):
    agree(account, "C-0", "2024-01-01", "2024-07-01", 50)
    row = end(contract, reason=reason.pk, competitor=" Rival  Ltd ", note="Too dear", notice_on=date(2026, 5, 1))
    row.refresh_from_db()
    assert (row.account, row.contract, row.ends_on, row.notice_on) == (account, contract, END, date(2026, 5, 1))
    assert (row.reason, row.competitor, row.note) == (reason, "Rival Ltd", "Too dear")
    assert (row.mrr, row.currency, row.by, row.created_at) == (12_000, "EUR", BY, NOW)
    assert row.member_days == (END - date(2024, 1, 1)).days, "from the first contract of the account"
    assert not parse(row.usage).is_known, "no event of it was ever seen"
    entry = AuditEntry.objects.get(noun="departure", verb="create")
    assert (entry.by, entry.record) == (BY, row.pk)


def test_taking_an_end_back_leaves_the_contract_as_it_was(contract, reason):
    before = everything(contract)
    row = end(contract, reason=reason.pk, notice_on=date(2026, 5, 1))
    take_back(departure=row, by=BY)
    assert everything(contract) == before
    row.refresh_from_db()
    assert row.taken_back_at == NOW
    take_back(departure=row, by=BY)
    assert AuditEntry.objects.filter(verb="take_back").count() == 1


def test_undo_takes_an_end_back_within_the_hour_for_who_said_it(contract, frozen):
    before = everything(contract)
    end(contract)
    entry = AuditEntry.objects.get(noun="departure").pk
    with pytest.raises(UndoError, match="somebody else"):
        undo(workspace=contract.workspace, entries=[entry], by="member 8")
    undo(workspace=contract.workspace, entries=[entry], by=BY)
    assert everything(contract) == before
    frozen.shift(3_601)
    with pytest.raises(UndoError, match="long ago"):
        undo(workspace=contract.workspace, entries=[entry], by=BY)


def test_an_end_whose_contract_was_changed_since_is_not_taken_back(contract):
    row = end(contract)
    ContractPeriod.objects.filter(contract=contract).update(ends_on=date(2026, 9, 1))
    with pytest.raises(RenewalError, match="changed since"):
        take_back(departure=row, by=BY)


def test_an_end_said_anew_replaces_the_earlier(contract, reason):
    first = end(contract)
    again = end(contract, date(2026, 9, 1), reason=reason.pk)
    first.refresh_from_db()
    assert first.taken_back_at is not None
    assert periods(contract)[0][1] == date(2026, 9, 1)
    take_back(departure=again, by=BY)
    assert periods(contract)[0][1] == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("on", "said", "sentence"),
    [
        (date(2025, 10, 1), {}, "choose a later day"),
        (date(2040, 1, 1), {}, "ten years"),
        (END, {"notice_on": date(2026, 8, 2)}, "before the end"),
        (END, {"reason": 12345}, "no longer there"),
        (END, {"competitor": "x" * 201}, "200 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(contract, on, said, sentence):
    before = everything(contract)
    with pytest.raises(RenewalError, match=sentence):
        end(contract, on, **said)
    assert everything(contract) == before
    assert not Departure.objects.exists()


def test_a_reason_of_another_workspace_is_refused(contract, other_workspace):
    theirs = ChurnReason.objects.create(workspace=other_workspace, title="Price")
    with pytest.raises(RenewalError, match="no longer there"):
        end(contract, reason=theirs.pk)


def test_who_left_without_a_word_is_entered_once_and_asked_about(workspace, account, reason):
    agree(account, "C-1", "2025-01-01", "2026-05-01")
    for _ in range(2):
        assert not note_unsaid(workspace=workspace)
    row = Departure.objects.get()
    assert (row.account, row.ends_on, row.reason, row.by) == (account, date(2026, 5, 1), None, "departures round")
    assert row.member_days == 485
    entry = explain(departure=row, said=Ending(reason=reason.pk, competitor="Rival"), by=BY)
    row.refresh_from_db()
    assert (row.reason, row.competitor, row.by) == (reason, "Rival", BY)
    undo(workspace=workspace, entries=[entry.pk], by=BY)
    row.refresh_from_db()
    assert (row.reason, row.competitor, row.by) == (None, "", "departures round")


def test_a_trial_that_ends_a_contract_that_goes_on_and_a_change_of_product_are_no_departures(workspace):
    trying, staying, moving, renewed = make_accounts(workspace, "trying", "staying", "moving", "renewed")
    agree(trying, "T", "2026-04-01", "2026-05-01", plan="Trial")
    agree(staying, "S", "2026-04-01", "2027-05-01")
    agree(moving, "M-1", "2025-04-01", "2026-05-01", product="Basic")
    agree(moving, "M-2", "2026-05-01", None, product="Suite")
    agree(renewed, "R", "2025-04-01", "2026-05-01")
    agree(renewed, "R-2", "2026-06-01", "2027-06-01", product="Another")
    assert not note_unsaid(workspace=workspace)
    assert not Departure.objects.exists()


def test_who_comes_back_before_anybody_said_why_is_taken_out_again(workspace, account):
    contract = agree(account, "C-1", "2025-01-01", "2026-05-01")
    note_unsaid(workspace=workspace)
    renew(contract=contract, months=12, mrr=12_000, by=BY)
    note_unsaid(workspace=workspace)
    assert Departure.objects.get().taken_back_at == NOW


def test_an_end_that_was_said_is_not_entered_again(workspace, contract, frozen):
    end(contract)
    frozen.move_to(datetime(2026, 8, 20, tzinfo=UTC))
    note_unsaid(workspace=workspace)
    row = Departure.objects.get()
    assert row.by == BY
    assert parse(row.usage).until == END, "usage is kept until the end once it is here"


def test_many_are_entered_some_at_a_time(workspace):
    for account in make_accounts(workspace, *(f"k{number}" for number in range(AT_ONCE + 1))):
        agree(account, f"C-{account.key}", "2025-01-01", "2026-05-01")
    assert note_unsaid(workspace=workspace)
    assert not note_unsaid(workspace=workspace)
    assert Departure.objects.count() == AT_ONCE + 1
