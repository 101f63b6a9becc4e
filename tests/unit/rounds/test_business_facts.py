"""Does the facts round follow what records say: the usual gap of all, and what comes to be known by itself?"""

from datetime import UTC, datetime, timedelta

import pytest

from tenure.actions.orders import note_orders_changed
from tenure.actions.staleness import mark_stale
from tenure.answers import process
from tenure.records.models import Account, AccountHealth, StaleAccount
from tenure.rounds.facts import FactsRound
from tests.business_rows import EPOCH_TIME, make_order, make_touchpoint

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path, time_machine):
    time_machine.move_to(NOON, tick=False)
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    yield
    process.forget()


@pytest.fixture
def buyers(workspace) -> dict[str, Account]:
    """One who orders every 10 days, one who ordered once, both computed."""
    made = {
        key: Account.objects.create(workspace=workspace, key=key, created_at=EPOCH_TIME) for key in ("often", "once")
    }
    for day in ("2026-02-01", "2026-02-11", "2026-02-21"):
        make_order(made["often"], f"{day} 09:00")
    make_order(made["once"], "2026-03-08 09:00")
    FactsRound().run(workspace)
    return made


def ratio(account: Account) -> float:
    return AccountHealth.objects.get(account=account).facts["order_gap_ratio"]


def queued() -> set[str]:
    return set(StaleAccount.objects.values_list("account__key", flat=True))


def test_when_past_orders_change_the_usual_gap_who_is_judged_by_it_is_computed_again(workspace, buyers):
    assert ratio(buyers["once"]) == 2
    for day in ("2026-02-05", "2026-02-17"):
        make_order(buyers["often"], f"{day} 09:00")
    mark_stale(workspace, [buyers["often"].pk])
    note_orders_changed(workspace=workspace)
    FactsRound().run(workspace)
    assert ratio(buyers["once"]) == 4
    assert queued() == set()


def test_a_usual_gap_that_is_the_same_after_a_change_concerns_nobody(workspace, buyers):
    computed = AccountHealth.objects.get(account=buyers["once"]).computed_at
    make_order(buyers["often"], "2026-03-03 09:00")
    note_orders_changed(workspace=workspace)
    FactsRound().run(workspace)
    assert AccountHealth.objects.get(account=buyers["once"]).computed_at == computed


def test_at_midnight_orders_of_yesterday_are_in_the_usual_gap_and_later_changes_are_measured_by_that(
    workspace, buyers, time_machine
):
    for hour in (13, 14):
        make_order(buyers["often"], f"2026-03-28 {hour}:00")
    time_machine.move_to(NOON + timedelta(days=1), tick=False)
    FactsRound().run(workspace)
    assert ratio(buyers["once"]) == 21 / 10
    make_order(buyers["often"], "2026-03-10 09:00")
    mark_stale(workspace, [buyers["often"].pk])
    note_orders_changed(workspace=workspace)
    FactsRound().run(workspace)
    assert ratio(buyers["once"]) == 21 / 13.5


def test_a_meeting_of_later_today_counts_once_its_time_has_come(workspace, buyers, time_machine):
    make_touchpoint(buyers["once"], "2026-03-28 15:00", "meeting")
    mark_stale(workspace, [buyers["once"].pk])
    FactsRound().run(workspace)
    assert AccountHealth.objects.get(account=buyers["once"]).facts["meetings_90"] is None
    time_machine.move_to(NOON + timedelta(hours=4), tick=False)
    FactsRound().run(workspace)
    assert AccountHealth.objects.get(account=buyers["once"]).facts["meetings_90"] == 1
    assert queued() == set()
