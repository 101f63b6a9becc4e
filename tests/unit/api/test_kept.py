"""Is a request that is sent twice done once?"""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure.actions.forget_records import forget_records
from tenure.api import webhooks
from tenure.records.models import Account, Import, KeptAnswer, Webhook
from tests.unit.api.asking import problem

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_the_second_request_gets_the_answer_of_the_first(program):
    first = program.post("/accounts", {"key": "bakery"}, Idempotency_Key="once")
    program.patch("/accounts/bakery", {"name": "Changed"})
    second = program.post("/accounts", {"key": "bakery"}, Idempotency_Key="once")
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["Location"] == first.headers["Location"] == "/api/v1/accounts/bakery"
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert ("Idempotent-Replayed" in first.headers, second.headers["Idempotent-Replayed"]) == (False, "true")
    assert Account.objects.count() == 1


def test_another_request_under_the_same_name_is_refused(program):
    program.post("/accounts", {"key": "bakery"}, Idempotency_Key="once")
    told = problem(program.post("/accounts", {"key": "studio"}, Idempotency_Key="once"), 422)
    assert "another request" in told["detail"]
    problem(program.post("/contacts", {"key": "bakery"}, Idempotency_Key="once"), 422)
    assert Account.objects.count() == 1


def test_a_refusal_is_kept_as_well(program):
    problem(program.post("/orders", {"key": "1"}, Idempotency_Key="once"), 422)
    second = program.post("/orders", {"key": "1"}, Idempotency_Key="once")
    problem(second, 422)
    assert second.headers["Idempotent-Replayed"] == "true"


def test_without_a_name_it_is_done_anew(program):
    program.post("/webhooks", {"url": "https://a.example/"})
    program.post("/webhooks", {"url": "https://a.example/"})
    assert Webhook.objects.count() == 2


def test_a_secret_is_told_again_and_lies_encrypted(program):
    first = program.post("/webhooks", {"url": "https://a.example/"}, Idempotency_Key="once").json()
    assert program.post("/webhooks", {"url": "https://a.example/"}, Idempotency_Key="once").json() == first
    assert first["secret"] not in KeptAnswer.objects.get().answer
    assert Webhook.objects.count() == 1


def test_an_answer_is_kept_for_a_day(program):
    with time_machine.travel(NOON, tick=False) as travel:
        program.post("/accounts", {"key": "bakery"}, Idempotency_Key="once")
        travel.move_to(NOON + timedelta(hours=23, minutes=59))
        assert program.post("/accounts", {"key": "bakery"}, Idempotency_Key="once").status_code == 201
        travel.move_to(NOON + timedelta(hours=24))
        problem(program.post("/accounts", {"key": "bakery"}, Idempotency_Key="once"), 409)
        assert KeptAnswer.objects.count() == 1, "what is older is forgotten"


def test_a_fault_is_not_kept_and_leaves_nothing_behind(program, monkeypatch):
    def broken(row):
        raise KeyError("after the webhook was made")

    monkeypatch.setattr(webhooks, "_shown", broken)
    problem(program.post("/webhooks", {"url": "https://a.example/"}, Idempotency_Key="once"), 500)
    assert (Webhook.objects.count(), KeptAnswer.objects.count()) == (0, 0)
    monkeypatch.undo()


def test_after_a_fault_the_same_request_is_done(program, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(webhooks, "_shown", lambda row: 1 / 0)
        problem(program.post("/webhooks", {"url": "https://a.example/"}, Idempotency_Key="once"), 500)
    assert program.post("/webhooks", {"url": "https://a.example/"}, Idempotency_Key="once").status_code == 201


@pytest.mark.parametrize("name", ["x" * 256, "  "])
def test_a_name_that_is_none_is_refused(program, name):
    problem(program.post("/accounts", {"key": "bakery"}, Idempotency_Key=name), 422)
    assert not Account.objects.exists()


def test_without_a_key_nothing_is_kept(program):
    program.key = "ta_unknown"
    problem(program.post("/accounts", {"key": "bakery"}, Idempotency_Key="once"), 401)
    assert not KeptAnswer.objects.exists()


def test_a_file_that_is_sent_twice_comes_in_once(program):
    def send(content: bytes):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return program.client.post(
            "/api/v1/imports",
            {"kind": "accounts", "file": SimpleUploadedFile("a.csv", content)},
            headers={"Authorization": f"Bearer {program.key}", "Idempotency-Key": "file"},
        )

    first = send(b"key\nbakery\n")
    assert first.status_code == 202
    assert json.loads(send(b"key\nbakery\n").content) == first.json()
    problem(send(b"key\nstudio\n"), 422)
    assert Import.objects.count() == 1


def test_who_is_erased_stands_in_no_kept_answer(program, rival):
    for one in (program, rival):
        one.post("/accounts", {"key": "bakery"}, Idempotency_Key="once")
    forget_records(program.workspace, [], [])
    assert [row.workspace for row in KeptAnswer.objects.all()] == [rival.workspace]
