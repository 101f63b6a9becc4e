"""Who may use the API? Every operation, for every kind of key; and two workspaces never meet."""

import re
from dataclasses import replace
from datetime import date

import pytest

from tenure import clock
from tenure.actions.departures import Ending, end_contract
from tenure.actions.keys import create_key, revoke_key
from tenure.actions.plays.starting import start_by_hand
from tenure.actions.scorecards import publish
from tenure.actions.signals import create_signal
from tenure.actions.webhooks import create_webhook
from tenure.api.openapi import described
from tenure.calc import signal as signals
from tenure.calc.scorecards import READY_MADE
from tenure.records.models import Account, Alert, ApiKey, Contract, Import, PlayRun
from tenure.rules.parse import parse
from tests.plays_for_tests import published
from tests.unit.api.asking import Program, problem
from tests.unit.api.test_records import CHANGED, ONE_OF_EACH, key_of

OPERATIONS = [
    (method.upper(), path.removeprefix("/api/v1"))
    for path, operations in described()["paths"].items()
    for method in operations
]

# What an operation needs to be told before it looks for what it is about.
SAID = {
    "/alerts/{id}/dismiss": {"reason": "known"},
    "/alerts/{id}/snooze": {"reason": "later", "until": "2099-01-01"},
}


@pytest.fixture
def everything(program):
    """One record of each kind, an import and a webhook, all of acme's."""
    found = {kind: key_of(program.made(f"/{kind}", sent)) for kind, sent in ONE_OF_EACH.items()}
    found["imports"] = str(
        program.upload("/imports", "a.csv", b"key,name\nstudio,Studio\n", kind="accounts").json()["id"]
    )
    rule = {"fact": "mrr", "op": "known"}
    found["incidents"] = str(program.made("/incidents", {"title": "No images", "rule": rule})["id"])
    play = published(program.workspace, on={"on": "hand"})
    start_by_hand(play=play, accounts=[Account.objects.get(key=found["accounts"]).pk], token="x", by="test")
    found["plays"], found["play-runs"] = play.slug, str(PlayRun.objects.get().pk)
    found["segments"] = program.made("/segments", {"name": "Pays", "rule": rule})["slug"]
    signal = create_signal(
        workspace=program.workspace, name="Acme’s own", signal=signals.Signal(parse(rule)), by="test", is_on=True
    )
    found["signals"] = signal.slug
    at = clock.now()
    account = Account.objects.get(key=found["accounts"])
    found["alerts"] = str(
        Alert.objects.create(
            workspace=program.workspace, signal=signal, account=account, severity="low", since=at, opened_at=at
        ).pk
    )
    found["tasks"] = str(program.made("/tasks", {"title": "Call them"})["id"])
    contract = Contract.objects.select_related("workspace", "account").get(workspace=program.workspace)
    ended = end_contract(contract=contract, ends_on=date(2026, 12, 1), said=Ending(), by="test")
    found["departures"] = str(ended.pk)
    found["webhooks"] = str(program.made("/webhooks", {"url": "https://hooks.example/x"})["id"])
    found["scorecards"] = publish(
        workspace=program.workspace, card=replace(READY_MADE["saas"][1], slug="acmes"), by="test"
    ).slug
    return found


def filled(path: str, everything: dict[str, str]) -> str:
    """The address with what is acme's in it."""
    kind = path.split("/")[1]
    return re.sub("{key}|{id}|{slug}", everything.get(kind, ""), path)


def opened(program: Program, everything: dict[str, str], status: int) -> list[str]:
    """The operations that answer otherwise than with a problem of this status, in one go: their number is large."""
    found = []
    for method, path in OPERATIONS:
        response = program.ask(method, filled(path, everything), {})
        if response.status_code != status or response.headers["Content-Type"] != "application/problem+json":
            found.append(f"{method} {path}: {response.status_code}")
    return found


def test_without_a_key_nothing_opens(program, everything):
    program.key = ""
    assert opened(program, everything, 401) == []
    assert "Authorization: Bearer" in program.client.get("/api/v1/accounts").json()["detail"]


def test_an_unknown_key_opens_nothing(program, everything):
    program.key = "ta_" + "x" * 43
    assert opened(program, everything, 401) == []
    assert program.get("/accounts").headers["WWW-Authenticate"].startswith("Bearer")


def test_a_write_key_opens_nothing(acme, everything):
    program = Program(acme, ApiKey.Kind.WRITE)
    assert opened(program, everything, 403) == []
    assert "write key" in program.get("/accounts").json()["detail"]


def test_a_revoked_key_opens_nothing(acme, program, everything):
    revoke_key(workspace=acme, key_id=ApiKey.objects.get(workspace=acme, kind="api").pk, by="test")
    assert opened(program, everything, 401) == []


def test_what_another_workspace_has_is_not_there(rival, everything):
    found = {}
    for method, path in OPERATIONS:
        if "{" in path:
            body = CHANGED.get(path.split("/")[1], {}) if method == "PATCH" else SAID.get(path, {})
            found[method, path] = rival.ask(method, filled(path, everything), body).status_code
    assert {one: status for one, status in found.items() if status != 404} == {}
    assert len(found) > 25


@pytest.mark.parametrize("path", [path for method, path in OPERATIONS if method == "GET" and "{" not in path])
def test_a_list_holds_nothing_of_another_workspace(rival, everything, path):
    if path not in {"/facts", "/scorecards", "/signals", "/workspace"} and not path.startswith(
        "/reports/"
    ):  # reports: see test_reports
        assert rival.read(path)["items"] == []
        if path == "/health/changes":
            return
        assert rival.read(f"{path}?limit=1")["items"] == []


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_the_same_keys_in_another_workspace_are_other_records(program, rival, everything, kind):
    for one, sent in ONE_OF_EACH.items():
        rival.made(f"/{one}", sent)
    theirs = key_of(rival.read(f"/{kind}")["items"][0])
    before = program.read(f"/{kind}/{everything[kind]}")
    assert rival.patch(f"/{kind}/{theirs}", CHANGED[kind]).status_code == 200
    rival.post(f"/{kind}/bulk", {"rows": [ONE_OF_EACH[kind] | CHANGED[kind]]})
    assert program.read(f"/{kind}/{everything[kind]}") == before


@pytest.mark.parametrize("kind", [kind for kind in ONE_OF_EACH if kind != "accounts"])
def test_a_record_cannot_be_put_at_another_workspaces_account(rival, everything, kind):
    told = problem(rival.post(f"/{kind}", ONE_OF_EACH[kind]), 422)
    assert {wrong["field"] for wrong in told["errors"]} & {"account", "asset"}
    assert rival.read(f"/{kind}")["items"] == []


def test_another_workspaces_cursor_gives_nothing_of_theirs(program, rival, everything):
    program.post("/accounts/bulk", {"rows": [{"key": f"a{n}"} for n in range(3)]})
    cursor = program.read("/accounts?limit=1")["next_cursor"]
    assert rival.read(f"/accounts?cursor={cursor}")["items"] == []


def test_a_kept_answer_is_nobody_elses(program, rival):
    program.post("/accounts", {"key": "bakery"}, Idempotency_Key="once")
    assert rival.post("/accounts", {"key": "bakery", "name": "Theirs"}, Idempotency_Key="once").status_code == 201
    assert program.read("/accounts/bakery")["name"] is None


def test_an_import_of_another_workspace_is_not_taken_back(rival, everything):
    problem(rival.post(f"/imports/{everything['imports']}/undo"), 404)
    assert Import.objects.get(pk=everything["imports"]).undone_by == ""


def test_a_webhook_of_another_workspace_is_not_stopped(program, rival):
    webhook, _ = create_webhook(
        workspace=program.workspace, url="https://a.example/", topics=["import.done"], by="test"
    )
    problem(rival.post(f"/webhooks/{webhook.pk}/stop"), 404)
    assert program.read(f"/webhooks/{webhook.pk}")["stopped_at"] is None


def test_the_key_says_which_workspace_it_is_of(program, rival):
    assert program.read("/workspace")["slug"] == "acme"
    assert rival.read("/workspace")["slug"] == "rival"


def test_a_key_made_later_opens_as_well(program, acme):
    program.key = create_key(workspace=acme, kind="api", by="test")
    assert program.read("/workspace")["slug"] == "acme"


def test_the_document_is_for_everybody(client):
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert client.get("/api/v1/docs").status_code == 200
