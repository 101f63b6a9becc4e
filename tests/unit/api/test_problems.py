"""Is every error told in the same form, whatever goes wrong and wherever it does?"""

import logging

import pytest
import time_machine

from tenure.api import caller, workspace
from tenure.api.rate import Rate
from tenure.eventlog.spool import SpoolUnavailable
from tests.unit.api.asking import ROOT, problem


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nothing", "/api/nothing", "/api/v1/accounts/a/b/c"])
def test_an_address_that_leads_nowhere(program, path):
    told = problem(program.get(path), 404)
    assert path in told["detail"]


def test_a_record_that_is_not_there_is_named(program):
    assert "“nobody”" in problem(program.get("/accounts/nobody"), 404)["detail"]


@pytest.mark.parametrize(
    ("method", "path", "allow"), [("DELETE", "/accounts/a", "GET, PATCH"), ("PUT", "/accounts", "GET, POST")]
)
def test_a_method_that_is_not_possible_says_which_are(program, method, path, allow):
    response = program.ask(method, path)
    problem(response, 405)
    assert sorted(response.headers["Allow"].split(", ")) == allow.split(", ")


@pytest.mark.parametrize("body", [b"{", b"", b'{"key": "\xff"}', b'{"key": NaN}', b"[" * 100_000])
def test_what_is_no_json(program, body):
    assert program.ask("POST", "/accounts", body).status_code in {400, 422}
    problem(program.ask("POST", "/accounts", body), 422 if body == b"" else 400)


def test_half_a_character_is_no_json(program):
    problem(program.ask("POST", "/accounts", b'{"key": "\\ud800"}'), 400)


def test_a_form_is_not_taken_for_json(program):
    response = program.client.post(f"{ROOT}/accounts", {"key": "a"}, headers={"Authorization": f"Bearer {program.key}"})
    problem(response, 415)


@pytest.mark.parametrize("body", ["1", "[]", '"a"', "null"])
def test_a_body_that_is_no_object(program, body):
    problem(program.ask("POST", "/accounts", body.encode()), 422)


def test_a_zero_byte_reaches_no_database(program):
    problem(program.get("/accounts/a%00"), 404)
    assert program.get("/orders?account=a%00").status_code in {200, 422}
    problem(program.post("/accounts", {"key": "a\0"}), 422)
    problem(program.post("/accounts", {"key": "a", "traits": {"a\0b": 1}}), 422)


@pytest.mark.parametrize("as_of", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "x", "2026-02-30", ""])
def test_a_moment_that_cannot_be_is_refused(program, as_of):
    program.made("/accounts", {"key": "bakery"})
    told = problem(program.get(f"/accounts/bakery/facts?as_of={as_of.replace('+', '%2B')}"), 422)
    assert told["errors"][0]["field"] == "as_of"


def test_a_fault_of_ours_is_told_with_a_code_that_the_log_has(program, monkeypatch, caplog):
    def broken(_):
        raise KeyError("secret inside")

    monkeypatch.setattr(workspace, "caller_of", broken)
    with caplog.at_level(logging.ERROR, "tenure.api"):
        told = problem(program.get("/workspace"), 500)
    assert "secret" not in str(told)
    assert told["code"] in told["detail"]
    assert caplog.records[-1].code == told["code"]


def test_a_disk_that_does_not_do_its_part_is_told_as_such(program, monkeypatch):
    def broken(_):
        raise SpoolUnavailable("the disk is full")

    monkeypatch.setattr(workspace, "caller_of", broken)
    response = program.get("/workspace")
    problem(response, 503)
    assert response.headers["Retry-After"] == "30"


def test_who_asks_too_often_is_told_how_long_to_wait(program, rival, monkeypatch):
    rate = Rate(1)
    monkeypatch.setattr(caller, "rate", lambda: rate)
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False):
        answers = [program.get("/workspace").status_code for _ in range(11)]
        assert answers == [200] * 10 + [429]
        response = program.get("/workspace")
        problem(response, 429)
        assert response.headers["Retry-After"] == "1"
        assert rival.get("/workspace").status_code == 200, "another workspace may go on"


def test_no_limit_is_no_limit():
    rate = Rate(0)
    assert {rate.wait(1) for _ in range(10_000)} == {0}


def test_other_sites_may_not_read_along(program):
    response = program.get("/workspace", Origin="https://evil.example")
    assert not [name for name in response.headers if name.lower().startswith("access-control")]
    problem(program.ask("OPTIONS", "/workspace", Origin="https://evil.example"), 405)


def test_answers_are_kept_by_no_cache(program):
    assert program.get("/workspace").headers["Cache-Control"] == "no-store"
    assert program.get("/accounts/nobody").headers["Cache-Control"] == "no-store"


def test_pages_keep_their_own_errors(client, db):
    assert client.get("/nothing").headers["Content-Type"].startswith("text/html")
