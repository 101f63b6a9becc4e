"""Is an account with few orders judged by how long the others wait, and by nobody's orders of today?"""

from datetime import UTC, datetime

import pytest

from tenure.actions.orders import note_orders_changed
from tenure.answers import process
from tenure.answers.order_gap import order_gap, without_own_gap
from tenure.records import business_frames
from tenure.records.models import Account
from tenure.values.moment import Moment
from tests.business_rows import EPOCH_TIME, make_order

NOON = Moment(datetime(2026, 3, 28, 12, tzinfo=UTC))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path, time_machine):
    time_machine.move_to(NOON.at, tick=False)
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    yield
    process.forget()


@pytest.fixture
def buyers(workspace) -> dict[str, Account]:
    """One who orders every 8 days, one twice in 20 days, one once, one never."""
    made = {key: Account.objects.create(workspace=workspace, key=key, created_at=EPOCH_TIME) for key in "abcd"}
    for key, days in {"a": (1, 9, 17, 25), "b": (2, 22), "c": (5,)}.items():
        for day in days:
            make_order(made[key], f"2026-03-{day:02} 09:00")
            make_order(made[key], f"2026-03-{day:02} 18:00")
    return made


@pytest.fixture
def reads(monkeypatch) -> list[int]:
    """Counts how often all orders are read."""
    read, real = [], business_frames.order_days
    monkeypatch.setattr(business_frames, "order_days", lambda workspace: read.append(1) or real(workspace))
    return read


def test_it_is_the_median_over_all_accounts_of_days_between_order_days(workspace, buyers):
    assert order_gap(workspace, NOON) == 8
    assert order_gap(workspace, Moment.parse("2026-03-10")) == 8
    assert order_gap(workspace, Moment.parse("2026-03-08")) is None


def test_orders_of_the_moments_own_day_are_not_in_it(workspace, buyers):
    last_order = Moment(datetime(2026, 3, 9, 23, tzinfo=UTC))
    assert order_gap(workspace, last_order) is None
    assert order_gap(workspace, Moment.parse("2026-03-09")) == 8


def test_another_workspace_has_its_own(workspace, other_workspace, buyers):
    assert order_gap(other_workspace, NOON) is None
    theirs = Account.objects.create(workspace=other_workspace, key="a", created_at=EPOCH_TIME)
    for day in (1, 4):
        make_order(theirs, f"2026-03-{day:02} 09:00")
    assert order_gap(other_workspace, NOON) == 3
    assert order_gap(workspace, NOON) == 8


def test_who_has_too_few_order_days_is_judged_by_it(workspace, buyers):
    assert set(without_own_gap(workspace)) == {buyers["b"].pk, buyers["c"].pk}


def test_all_orders_are_read_once_a_day_whatever_is_asked(workspace, buyers, reads, time_machine):
    for _ in range(3):
        for day in ("2026-03-08", "2026-03-20", "2026-03-27"):
            order_gap(workspace, Moment.parse(day))
        order_gap(workspace, NOON)
    assert len(reads) == 1
    make_order(buyers["c"], "2026-03-28 11:00")
    time_machine.move_to(datetime(2026, 3, 29, 0, 0, 1, tzinfo=UTC), tick=False)
    assert order_gap(workspace, Moment(datetime(2026, 3, 29, 0, 0, 1, tzinfo=UTC))) == 8
    assert len(reads) == 2


def test_changes_of_past_orders_are_seen_at_once(workspace, buyers):
    assert order_gap(workspace, NOON) == 8
    for day in (6, 7, 8, 10, 11, 12):
        make_order(buyers["c"], f"2026-03-{day:02} 09:00")
    note_orders_changed(workspace=workspace)
    assert order_gap(workspace, NOON) == 1.5


def test_a_day_to_come_is_read_anew_each_time(workspace, buyers, reads):
    for _ in range(2):
        order_gap(workspace, Moment.parse("2026-04-30"))
    assert len(reads) == 2


def test_with_very_many_workspaces_some_are_read_again(workspace, buyers, monkeypatch):
    monkeypatch.setattr("tenure.answers.gap_memory.MOST", 0)
    assert [order_gap(workspace, NOON) for _ in range(3)] == [8, 8, 8]
