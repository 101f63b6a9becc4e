"""Do programs read the churn register, narrowed and in pages, and only their own?"""

from datetime import date

import pytest

from tenure.actions.departures import Ending, end_contract, take_back
from tenure.answers import process
from tenure.records.models import ChurnReason, Contract
from tests.unit.api.asking import problem

CONTRACT = {"account": "bakery", "periods": [{"starts_on": "2025-01-01", "ends_on": "2027-01-01", "mrr": {"amount": 12_000, "currency": "EUR"}}]}  # fmt: skip


@pytest.fixture
def left(acme, program, tmp_path, settings):
    """Two that left, one of them with a reason, and one that stays after all."""
    settings.TENURE_DATA = tmp_path / "log"
    settings.TENURE_DATA.mkdir()
    process.forget()
    top = ChurnReason.objects.create(workspace=acme, title="Price of all")
    reason = ChurnReason.objects.create(workspace=acme, title="Too dear", parent=top)
    program.made("/accounts", {"key": "bakery"})
    rows = []
    for key, ends_on, said in (
        ("C-1", "2026-02-01", Ending(reason.pk, "Rival", "Sad", date(2026, 1, 2))),
        ("C-2", "2026-03-01", Ending()),
        ("C-3", "2026-04-01", Ending()),
    ):
        program.made("/contracts", CONTRACT | {"key": key, "product": key})
        contract = Contract.objects.select_related("workspace", "account").get(workspace=acme, key=key)
        rows.append(end_contract(contract=contract, ends_on=date.fromisoformat(ends_on), said=said, by="test"))
    take_back(departure=rows[2], by="test")
    yield rows
    process.forget()


def test_a_departure_is_read_with_all_that_is_known_of_it(program, left):
    assert program.read(f"/departures/{left[0].pk}") == {
        "id": left[0].pk, "account": "bakery", "product": "C-1", "ends_on": "2026-02-01", "notice_on": "2026-01-02",
        "reason": "Price of all", "finer_reason": "Too dear", "competitor": "Rival", "note": "Sad",
        "mrr": {"amount": 12_000, "currency": "EUR"}, "member_days": 396, "active_days": None, "is_back": False,
    }  # fmt: skip


def test_the_register_is_listed_latest_entered_first_and_without_what_was_taken_back(program, left):
    def numbers(query=""):
        return [one["id"] for one in program.read(f"/departures{query}")["items"]]

    assert numbers() == [left[1].pk, left[0].pk]
    assert numbers("?since=2026-02-02") == [left[1].pk]
    assert numbers("?until=2026-03-01") == [left[0].pk]
    assert numbers("?account=nobody") == []
    first = program.read("/departures?limit=1")
    assert [one["id"] for one in first["items"]] == [left[1].pk]
    assert numbers(f"?cursor={first['next_cursor']}") == [left[0].pk]


def test_what_is_not_there_or_taken_back_is_not_found(program, rival, left):
    problem(program.get(f"/departures/{left[2].pk}"), 404)
    problem(program.get("/departures/0"), 404)
    problem(rival.get(f"/departures/{left[0].pk}"), 404)
    assert rival.read("/departures")["items"] == []
    problem(program.get("/departures?reason=Price"), 422)


def test_a_contract_says_by_when_notice_is_due_and_forgets_it_again(program, left):
    changed = program.patch("/contracts/C-1", {"notice_days": 60, "renews_itself": False}).json()
    assert (changed["notice_days"], changed["renews_itself"]) == (60, False)
    cleared = program.patch("/contracts/C-1", {"notice_days": None, "renews_itself": None}).json()
    assert (cleared["notice_days"], cleared["renews_itself"]) == (None, None)
