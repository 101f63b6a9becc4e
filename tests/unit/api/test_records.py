"""Can a program list, read, create and change every kind of record, and is it told what is wrong?"""

from urllib.parse import quote

import pytest

from tenure.records.models import Account, AuditEntry, StaleAccount
from tests.unit.api.asking import problem

EUR = {"amount": 12_000, "currency": "EUR"}
NOON = "2026-03-01T12:00:00Z"
# One of each kind, as it is sent, in an order in which what is named is there.
ONE_OF_EACH = {
    "accounts": {"key": "bakery", "name": "Bakkerij Smit", "owner": "Ada", "traits": {"seats": 12}},
    "contacts": {"key": "jana", "account": "bakery", "name": "Jana Vos", "email": "jana@bakery.example"},
    "assets": {"key": "bakery-app", "account": "bakery", "name": "App", "version": "4.2", "published_on": "2026-02-01"},
    "contracts": {
        "key": "C-7", "account": "bakery", "product": "Cloud",
        "periods": [{"starts_on": "2026-01-01", "ends_on": "2027-01-01", "mrr": EUR, "options": ["Reports"]}],
    },
    "orders": {"key": "1001", "account": "bakery", "ordered_at": NOON, "amount": EUR, "product": "Storage"},
    "invoices": {"key": "2026-01", "account": "bakery", "issued_on": "2026-03-01", "amount": EUR},
    "touchpoints": {"key": "call-1", "account": "bakery", "contact": "jana", "at": NOON, "channel": "call"},
    "tickets": {"key": "T-81", "account": "bakery", "subject": "Cannot sign in", "opened_at": NOON},
    "notes": {"key": "n-1", "account": "bakery", "at": NOON, "text": "Wants a second site"},
    "measurements": {"asset": "bakery-app", "metric": "downloads", "day": "2026-03-01", "value": 420},
}  # fmt: skip
# A field of each that may change, and what it becomes.
CHANGED = {
    "accounts": {"owner": "Piet"},
    "contacts": {"role": "Owner"},
    "assets": {"version": "4.3"},
    "contracts": {"notice_given_on": "2026-02-02"},
    "orders": {"product": "More storage"},
    "invoices": {"paid_on": "2026-03-09"},
    "touchpoints": {"summary": "Went through the quarter"},
    "tickets": {"closed_at": "2026-03-02T12:00:00Z"},
    "notes": {"text": "Wants a third site"},
    "measurements": {"value": 421.0},
}


@pytest.fixture
def everything(program):
    """One record of each kind, made through the API: kind -> what was answered."""
    return {kind: program.made(f"/{kind}", sent) for kind, sent in ONE_OF_EACH.items()}


def key_of(shown) -> str:
    return str(shown.get("key", shown.get("id")))


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_what_was_created_can_be_got_and_stands_in_the_list(program, everything, kind):
    shown = everything[kind]
    assert program.read(f"/{kind}/{key_of(shown)}") == shown
    assert program.read(f"/{kind}")["items"] == [shown]
    for name, value in ONE_OF_EACH[kind].items():
        if name != "periods" and name not in {"ordered_at", "at", "opened_at"}:
            assert shown[name] == value


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_creating_it_again_is_refused_and_changes_nothing(program, everything, kind):
    told = problem(program.post(f"/{kind}", ONE_OF_EACH[kind]), 409)
    assert "already" in told["detail"]
    assert program.read(f"/{kind}")["items"] == [everything[kind]]


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_a_patch_changes_what_it_names_and_leaves_the_rest(program, everything, kind):
    path = f"/{kind}/{key_of(everything[kind])}"
    answer = program.patch(path, CHANGED[kind])
    assert answer.status_code == 200, answer.content
    assert answer.json() == everything[kind] | CHANGED[kind]
    assert program.read(path) == answer.json()


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_the_same_rows_in_bulk_change_nothing(program, everything, kind):
    answer = program.post(f"/{kind}/bulk", {"rows": [ONE_OF_EACH[kind]]})
    assert answer.json() == {"created": 0, "updated": 0, "unchanged": 1, "failed": 0, "errors": []}


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_a_record_without_what_it_needs_is_told_what_that_is(program, kind):
    told = problem(program.post(f"/{kind}", {}), 422)
    assert {wrong["field"] for wrong in told["errors"]}
    assert all(wrong["reason"] for wrong in told["errors"])
    assert program.read(f"/{kind}")["items"] == []


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_a_field_that_there_is_not_is_refused(program, kind):
    told = problem(program.post(f"/{kind}", ONE_OF_EACH[kind] | {"colour": "red"}), 422)
    assert "colour" in [wrong["field"] for wrong in told["errors"]]


def test_who_wrote_it_stands_in_the_audit(program):
    program.made("/accounts", {"key": "bakery"})
    entry = AuditEntry.objects.get(workspace=program.workspace, noun="account")
    assert entry.by.startswith("key ")


def test_what_was_written_is_computed_anew(program):
    program.made("/accounts", {"key": "bakery"})
    account = Account.objects.get(key="bakery")
    StaleAccount.objects.all().delete()
    program.patch("/accounts/bakery", {"minimum_score": 60})
    assert list(StaleAccount.objects.values_list("account", flat=True)) == [account.pk]


def test_null_takes_a_value_away(program, everything):
    program.patch("/tickets/T-81", {"closed_at": "2026-03-02T12:00:00Z"})
    assert program.patch("/tickets/T-81", {"closed_at": None}).json()["closed_at"] is None
    shown = program.patch("/accounts/bakery", {"owner": None, "traits": {"seats": None}, "name": None}).json()
    assert (shown["owner"], shown["traits"], shown["name"]) == (None, {}, None)
    assert program.patch("/contacts/jana", {"account": None}).json()["account"] is None


def test_what_must_have_a_value_cannot_be_taken_away(program, everything):
    told = problem(program.patch("/orders/1001", {"amount": None, "product": "Other"}), 422)
    assert told["errors"] == [{"field": "amount", "value": "", "reason": "cannot be without a value"}]
    assert program.read("/orders/1001")["product"] == "Storage", "a patch is wholly done or not at all"


def test_a_record_keeps_its_key(program, everything):
    problem(program.patch("/accounts/bakery", {"key": "butcher"}), 422)
    assert program.patch("/accounts/bakery", {"key": "bakery", "owner": "Piet"}).json()["owner"] == "Piet"


def test_a_contract_grows_by_a_period_and_keeps_its_others(program, everything):
    grown = program.patch(
        "/contracts/C-7", {"periods": [{"starts_on": "2027-01-01", "mrr": {"amount": 15_000, "currency": "EUR"}}]}
    ).json()
    assert [period["starts_on"] for period in grown["periods"]] == ["2026-01-01", "2027-01-01"]
    assert [period["mrr"]["amount"] for period in grown["periods"]] == [12_000, 15_000]
    cheaper = program.patch("/contracts/C-7", {"periods": [{"starts_on": "2026-01-01", "plan": "Plus"}]}).json()
    assert cheaper["periods"][0]["plan"] == "Plus"
    assert cheaper["periods"][0]["mrr"] == EUR, "what it costs need not be said again"


def test_a_wrong_period_is_named_by_its_place(program, everything):
    told = problem(program.patch("/contracts/C-7", {"periods": [{"starts_on": "30-02", "mrr": EUR}]}), 422)
    assert "periods.0.starts_on" in [wrong["field"] for wrong in told["errors"]]


def test_a_contact_at_an_unknown_account_is_refused_with_the_reason(program):
    told = problem(program.post("/contacts", {"key": "jana", "account": "nobody"}), 422)
    (wrong,) = told["errors"]
    assert (wrong["field"], wrong["value"]) == ("account", "nobody")
    assert "no account" in wrong["reason"]


def test_a_cell_that_an_import_would_pass_over_keeps_a_single_record_out(program):
    program.made("/accounts", {"key": "bakery"})
    told = problem(program.patch("/accounts/bakery", {"sentiment": 9, "name": "Bakery"}), 422)
    assert [wrong["field"] for wrong in told["errors"]] == ["sentiment"]
    assert program.read("/accounts/bakery")["name"] is None


def test_good_rows_go_in_and_bad_ones_are_answered_with_the_reason(program):
    rows = [{"key": "a"}, "b", {"key": "c", "sentiment": 9}, {"name": "nameless"}, {"key": "a", "name": "Again"}]
    told = program.post("/accounts/bulk", {"rows": rows}).json()
    assert (told["created"], told["updated"], told["unchanged"], told["failed"]) == (2, 0, 1, 2)
    assert [(wrong["row"], wrong["field"], wrong["value"]) for wrong in told["errors"]] == [
        (1, "key", "a"), (2, "", "b"), (3, "sentiment", "9"), (4, "key", ""),
    ]  # fmt: skip
    assert [one["key"] for one in program.read("/accounts")["items"]] == ["c", "a"]
    assert program.read("/accounts/a")["name"] == "Again"


def test_a_contact_is_told_of_by_our_names_of_fields(program):
    told = program.post("/contacts/bulk", {"rows": [{"key": "a\u0007"}]}).json()
    assert told["errors"][0]["field"] == "key"


@pytest.mark.parametrize("body", [[], "x", {"rows": {}}, {"rows": [], "more": 1}, {}])
def test_a_bulk_request_is_an_object_with_rows(program, body):
    problem(program.post("/accounts/bulk", body), 422)


def test_too_many_rows_at_once_are_refused(program):
    told = problem(program.post("/accounts/bulk", {"rows": [{"key": str(n)} for n in range(5_001)]}), 413)
    assert "5,000" in told["detail"]
    assert not Account.objects.exists()


def test_a_list_is_given_out_in_pages_that_rows_cannot_shift(program):
    program.post("/accounts/bulk", {"rows": [{"key": f"a{n}"} for n in range(7)]})
    first = program.read("/accounts?limit=3")
    assert [one["key"] for one in first["items"]] == ["a0", "a1", "a2"]
    Account.objects.get(key="a0").delete()
    program.made("/accounts", {"key": "a7"})
    second = program.read(first["next"])
    assert [one["key"] for one in second["items"]] == ["a3", "a4", "a5"]
    assert program.read(f"/accounts?limit=3&cursor={first['next_cursor']}") == second
    last = program.read(second["next"])
    assert [one["key"] for one in last["items"]] == ["a6", "a7"]
    assert (last["next"], last["next_cursor"]) == (None, None)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=x", "cursor=x", "cursor=WzEsMl0", "acount=a", "since=x"]
)
def test_a_list_that_is_asked_wrongly_says_what_is_wrong(program, query):
    told = problem(program.get(f"/orders?{query}"), 422)
    assert [wrong["field"] for wrong in told["errors"]] == [query.split("=")[0]]


def test_lists_can_be_narrowed(program, everything):
    program.made("/accounts", {"key": "studio"})
    program.made("/orders", {"key": "1002", "account": "studio", "ordered_at": "2026-03-02", "amount": EUR})
    assert [one["key"] for one in program.read("/orders?account=studio")["items"]] == ["1002"]
    assert [one["key"] for one in program.read("/orders?since=2026-03-02")["items"]] == ["1002"]
    assert [one["key"] for one in program.read("/orders?until=2026-03-02")["items"]] == ["1001"]
    assert program.read("/orders?account=nobody")["items"] == []
    assert program.read("/tickets?is_open=false")["items"] == []
    assert len(program.read("/tickets?is_open=true")["items"]) == 1
    assert program.read("/measurements?metric=visitors")["items"] == []
    assert program.read("/invoices?since=2026-03-02")["items"] == []
    assert len(program.read("/contacts?email=JANA@bakery.example")["items"]) == 1
    assert program.read("/accounts?band=good")["items"] == []


@pytest.mark.parametrize("key", ["bulk", "a~2Fb", "ключ", "a b", "50%", "a?b#c", "~"])
def test_any_key_stands_in_an_address(program, key):
    program.made("/accounts", {"key": key, "name": "Odd"})
    path = f"/accounts/{quote(key, safe='')}"
    assert program.read(path)["key"] == key
    assert program.patch(path, {"owner": "Ada"}).json()["owner"] == "Ada"
