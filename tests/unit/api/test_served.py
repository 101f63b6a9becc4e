"""What only a whole server shows: addresses as they are sent, requests that come at once, bodies that are too large."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import httpx
import pytest

from tests.unit.api.served import Served


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def client(request, tmp_path_factory):
    """A client with the key of a workspace."""
    settings = {}
    if request.param == "PostgreSQL":
        settings["DATABASE_URL"] = request.getfixturevalue("postgres").migrated_database()
    served = Served(tmp_path_factory.mktemp("served"), **settings)
    headers = {"Authorization": f"Bearer {served.key}"}
    with httpx.Client(base_url=f"{served.url}/api/v1/", headers=headers, timeout=60) as client:
        yield client
    served.stop()


@pytest.mark.parametrize("key", ["a/b", "a%2Fb", "~", "a~2Fb", "ключ", "a b?c#d", "x" * 255, "/", "a/facts"])
def test_any_key_comes_through(client, key):
    assert client.post("accounts", json={"key": key}).status_code == 201
    made = client.get(f"accounts/{quote(key, safe='')}")
    assert made.json()["key"] == key
    for part in ("facts", "health", "timeline"):
        assert client.get(f"accounts/{quote(key, safe='')}/{part}").status_code == 200


def test_the_next_page_of_an_odd_key_is_at_its_address(client):
    client.post("accounts", json={"key": "n/1 ~"})
    rows = [{"key": f"n{n}", "account": "n/1 ~", "at": "2026-03-01", "text": "x"} for n in range(3)]
    assert client.post("notes/bulk", json={"rows": rows}).json()["created"] == 3
    address, found = f"/api/v1/accounts/{quote('n/1 ~', safe='')}/timeline?limit=2", []
    while address:
        page = client.get(client.base_url.join(address)).json()
        found += page["items"]
        address = page["next"]
    assert len(found) == 3


def test_the_address_of_what_was_made_leads_to_it(client):
    made = client.post("accounts", json={"key": "where/am i"})
    assert client.get(client.base_url.join(made.headers["Location"])).json() == made.json()


def test_of_many_alike_that_come_at_once_one_is_done(client):
    def send(_: int) -> httpx.Response:
        return client.post("webhooks", json={"url": "https://a.example/"}, headers={"Idempotency-Key": "at once"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(client.get("webhooks").json()["items"]) == 1


def test_of_many_creations_that_come_at_once_one_is_done(client):
    def send(number: int) -> int:
        return client.post("accounts", json={"key": "once", "name": str(number)}).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(send, range(16)))
    assert answers == [201] + [409] * 15


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", "accounts/a%00b", {}),
        ("GET", "orders?account=a%00", {}),
        ("GET", "dead-letters?reason=%00", {}),
        ("POST", "accounts", {"json": {"key": "a\0b"}}),
        ("POST", "accounts/bulk", {"json": {"rows": [{"key": "z", "traits": {"a\0": "b\0"}}]}}),
        ("POST", "webhooks", {"json": {"url": "https://a.example/\0"}}),
        ("POST", "dead-letters/replay", {"json": {"all": True, "reason": "\0"}}),
        (
            "POST",
            "imports",
            {"data": {"kind": "accounts", "mapping": "key=\0"}, "files": {"file": ("a\0.csv", b"key\nx\n")}},
        ),
        ("POST", "imports", {"data": {"kind": "accounts", "sheet": "\0"}, "files": {"file": ("a.csv", b"key\n\0\n")}}),
    ],
)
def test_a_zero_byte_harms_nothing(client, method, path, sent):
    assert client.request(method, path, **sent).status_code < 500


@pytest.mark.parametrize("value", [10**30, -(10**30), 1e308, -1, 0.1, True])
def test_a_number_that_is_too_large_is_refused(client, value):
    client.post("accounts", json={"key": "sums"})
    for kind, sent in {
        "orders": {
            "key": "1",
            "account": "sums",
            "ordered_at": "2026-01-01",
            "amount": {"amount": value, "currency": "EUR"},
        },
        "measurements": {"account": "sums", "metric": "m", "day": "2026-01-01", "value": value},
        "contracts": {
            "key": "1",
            "account": "sums",
            "periods": [{"starts_on": "2026-01-01", "mrr": value, "seats": value}],
        },
    }.items():
        assert client.post(kind, json=sent).status_code < 500
        assert client.post(f"{kind}/bulk", json={"rows": [sent]}).status_code == 200


def test_more_than_may_be_sent_is_refused_as_a_problem(client):
    answer = client.post("accounts/bulk", content=b" " * (9 << 20), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")
    assert answer.json()["status"] == 413
