"""Does a contract that renews itself run on when its term ends, once, unless somebody stopped it?"""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tenure.actions import self_renewals
from tenure.actions.departures import Ending, end_contract
from tenure.actions.records import upsert
from tenure.actions.renewal_undo import undo_itself
from tenure.actions.renewals import renew
from tenure.actions.self_renewals import ITSELF, renew_themselves, stay_unsaid, was_unsaid
from tenure.actions.taking_back import UndoError
from tenure.actions.unsaid_departures import note_unsaid
from tenure.answers import process
from tenure.records.models import AuditEntry, ContractLine, ContractPeriod, Departure, StaleAccount
from tenure.rounds.departures import note_departures
from tests.unit.actions.agreed import agree, make_accounts

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
TODAY, BEFORE, AFTER = date(2026, 5, 12), "2025-05-12", date(2027, 5, 12)
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


def renewing(account, key="C-1", starts=BEFORE, ends="2026-05-12", **more):
    said = {"plan": "Plus", "seats": 5, "renews_itself": True, "options": ["booking"]} | more
    return agree(account, key, starts, ends, **said)


def ends(contract):
    return list(contract.periods.order_by("starts_on").values_list("ends_on", flat=True))


def test_a_contract_that_renews_itself_runs_on_for_its_term_from_the_day_of_its_end(account):
    contract = renewing(account)
    StaleAccount.objects.all().delete()
    assert note_departures(account.workspace) is False
    period = ContractPeriod.objects.get(starts_on=TODAY)
    assert (period.contract, period.ends_on, period.term_months) == (contract, AFTER, 12)
    assert (period.mrr, period.currency, period.plan, period.seats) == (12_000, "EUR", "Plus", 5)
    assert ContractLine.objects.get(starts_on=TODAY).ends_on == AFTER
    assert not Departure.objects.exists(), "it has not left"
    assert AuditEntry.objects.get(noun="renewal", verb="renew").by == ITSELF
    assert StaleAccount.objects.count() == 1, "facts read contracts"
    note_departures(account.workspace)
    assert ends(contract) == [TODAY, AFTER], "once"


def test_terms_long_past_are_caught_up_some_at_a_time(account, monkeypatch):
    monkeypatch.setattr(self_renewals, "AT_ONCE", 2)
    contract = renewing(account, starts="2026-01-12", ends="2026-02-12")
    assert note_departures(account.workspace) is True
    assert not Departure.objects.exists()
    while note_departures(account.workspace):
        pass
    assert ends(contract)[-1] == date(2026, 6, 12)
    assert len(ends(contract)) == 5


@pytest.mark.parametrize(
    "said",
    [
        {"renews_itself": False},
        {"notice_given_on": "2026-04-01"},
        {"plan": "Free trial"},
        {"ends": "2026-05-13"},
        {"ends": None},
    ],
)
def test_what_does_not_renew_itself_or_runs_still_gets_no_next_term(account, said):
    contract = renewing(account, **said)
    renew_themselves(workspace=account.workspace)
    assert contract.periods.count() == 1


def test_of_which_nobody_said_whether_it_renews_gets_no_next_term(account):
    contract = agree(account, "C-1", BEFORE, "2026-05-12")
    renew_themselves(workspace=account.workspace)
    assert contract.periods.count() == 1


def test_what_somebody_said_has_ended_stays_so(account):
    contract = renewing(account)
    end_contract(contract=contract, ends_on=TODAY, said=Ending(), by=BY)
    renew_themselves(workspace=account.workspace)
    assert ends(contract) == [TODAY]


def test_an_account_that_was_entered_without_a_word_does_not_come_back_by_an_older_contract(account):
    older = renewing(account, "C-0", "2023-01-01", "2024-01-01", product="Old")
    renewing(account)
    note_unsaid(workspace=account.workspace)
    assert Departure.objects.get().ends_on == TODAY
    renew_themselves(workspace=account.workspace)
    assert older.periods.count() == 1
    assert ContractPeriod.objects.count() == 2


def test_a_period_that_an_import_brings_later_for_the_same_start_takes_the_place_of_the_one_added(account):
    for key in ("C-1", ""):
        contract = renewing(account, key, product=key or "made here")
        renew_themselves(workspace=account.workspace)
        row = {"key": key, "account": account.key, "product": key or "made here", "starts_on": "2026-05-12"}
        row |= {"ends_on": "2028-05-12", "mrr": {"amount": 20_000, "currency": "EUR"}}
        outcome = upsert(workspace=account.workspace, kind="contracts", rows=[row], by="test")
        assert set(outcome.records.values()) == {contract.pk}
        assert list(contract.periods.order_by("starts_on").values_list("ends_on", "mrr")) == [
            (TODAY, 12_000),
            (date(2028, 5, 12), 20_000),
        ]


def test_where_each_term_has_a_key_of_its_own_the_next_one_is_not_doubled(account):
    contract = renewing(account, product="App")
    renewing(account, "C-2", "2026-05-12", "2027-05-12", product="App")
    renew_themselves(workspace=account.workspace)
    assert contract.periods.count() == 1


def test_the_term_is_taken_back_and_not_added_again(account):
    contract = renewing(account)
    renew_themselves(workspace=account.workspace)
    undo_itself(contract=contract, by=BY)
    assert ends(contract) == [TODAY]
    assert AuditEntry.objects.get(noun="renewal", verb="undo").by == BY
    renew_themselves(workspace=account.workspace)
    assert ends(contract) == [TODAY], "somebody took it back"
    with pytest.raises(UndoError, match="changed since"):
        undo_itself(contract=contract, by=BY)


def test_a_term_that_a_member_added_is_not_taken_for_one_that_came_by_itself(account):
    contract = renewing(account)
    renew(contract=contract, months=12, mrr=1, by=BY)
    with pytest.raises(UndoError, match="changed since"):
        undo_itself(contract=contract, by=BY)


def test_another_workspace_is_left_alone(account, other_workspace):
    (theirs,) = make_accounts(other_workspace, "theirs")
    contract = renewing(theirs)
    renew_themselves(workspace=account.workspace)
    assert contract.periods.count() == 1


def test_who_left_without_a_word_stays_after_all_by_running_on(account):
    contract = agree(account, "C-1", BEFORE, "2026-05-12")
    note_unsaid(workspace=account.workspace)
    row = Departure.objects.get()
    assert was_unsaid(row)
    stay_unsaid(departure=row, by=BY)
    assert ends(contract) == [TODAY, AFTER]
    row.refresh_from_db()
    assert row.taken_back_at == NOW
    note_departures(account.workspace)
    assert Departure.objects.count() == 1


def test_an_end_that_is_said_later_takes_the_place_of_the_one_nobody_said(account):
    contract = agree(account, "C-1", BEFORE, "2026-05-12")
    note_unsaid(workspace=account.workspace)
    end_contract(contract=contract, ends_on=TODAY, said=Ending(competitor="Rival"), by=BY)
    note_departures(account.workspace)
    assert [row.competitor for row in Departure.objects.filter(taken_back_at=None)] == ["Rival"]
