"""Imports, dead letters and webhooks: can a program bring files, take them back, replay, and have others told?"""

from datetime import UTC, datetime

import pytest

from tenure.answers import process
from tenure.eventlog.spool import DeadLetter
from tenure.records.models import Account, WebhookDelivery
from tenure.rounds.imports import ImportsRound
from tests.unit.api.asking import problem
from tests.unit.commands.test_dead_letters import GOOD, OLD

RECEIVED = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp() * 1e6)
FILE = b"key,name\nbakery,Bakkerij Smit\nstudio,Studio\n,nameless\n"


def brought(program, content: bytes = FILE, name: str = "accounts.csv", **fields: str):
    response = program.upload("/imports", name, content, **{"kind": "accounts", **fields})
    assert response.status_code == 202, response.content
    assert response.json()["state"] == "waiting"
    return done(program, response.headers["Location"])


def done(program, address: str):
    """What has become of an import once the worker had its turn."""
    ImportsRound().run(program.workspace)
    return program.read(address)


def test_a_file_comes_in_and_is_reported_row_by_row(program):
    told = brought(program)
    assert (told["kind"], told["file_name"], told["state"]) == ("accounts", "accounts.csv", "done")
    assert (told["created"], told["failed"], told["rows_total"], told["rows_done"]) == (2, 1, 3, 3)
    assert [(wrong["row"], wrong["column"]) for wrong in told["errors"]] == [(3, "key")]
    assert program.read(f"/imports/{told['id']}") == told
    short = {name: value for name, value in told.items() if name not in {"errors", "kept"}}
    assert program.read("/imports")["items"] == [short]


def test_the_newest_import_stands_first(program):
    first, second = brought(program), brought(program, b"key\nnew\n")
    page = program.read("/imports?limit=1")
    assert [one["id"] for one in page["items"]] == [second["id"]]
    assert [one["id"] for one in program.read(page["next"])["items"]] == [first["id"]]


def test_columns_can_be_named(program):
    told = brought(program, b"Nr;Wie\n7;Smit\n", mapping="key=Nr\nname=Wie", separator="semicolon")
    assert told["created"] == 1
    assert program.read("/accounts/7")["name"] == "Smit"


def test_an_import_is_taken_back_once(program):
    told = brought(program)
    asked = program.post(f"/imports/{told['id']}/undo")
    assert (asked.status_code, asked.json()["state"], asked.json()["undone_at"]) == (202, "undone", None)
    assert done(program, f"/imports/{told['id']}")["undone_at"] is not None
    assert not Account.objects.exists()
    assert "already" in problem(program.post(f"/imports/{told['id']}/undo"), 409)["detail"]


def test_what_was_changed_since_is_kept_and_named(program):
    told = brought(program)
    program.patch("/accounts/bakery", {"owner": "Ada"})
    program.post(f"/imports/{told['id']}/undo")
    undone = done(program, f"/imports/{told['id']}")
    (kept,) = undone["kept"]
    assert "bakery" in kept["record"]
    assert [one["key"] for one in program.read("/accounts")["items"]] == ["bakery"]


def test_an_import_that_did_not_begin_is_dropped_at_once(program):
    waiting = program.upload("/imports", "a.csv", FILE, kind="accounts").json()
    assert program.post(f"/imports/{waiting['id']}/undo").json()["undone_at"] is not None
    ImportsRound().run(program.workspace)
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (b"", {}),
        (b"name\nx\n", {}),
        (b"key\nx\n", {"mapping": "nonsense"}),
        (b"key\nx\n", {"mapping": "key=Nothing"}),
        (b"key\nx\n", {"separator": "ab"}),
        (b"key\nx\n", {"kind": "shoes"}),
        (b"key\nx\n", {"dates": "myd"}),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(program, content, fields):
    told = problem(program.upload("/imports", "a.csv", content, **{"kind": "accounts", **fields}), 422)
    assert told["errors"]
    assert program.read("/imports")["items"] == []
    assert [file for file in (process.home().root / "uploads").rglob("*") if file.is_file()] == []


def test_an_import_needs_a_file(program):
    told = problem(program.post("/imports", {}), 422)
    assert {wrong["field"] for wrong in told["errors"]} == {"kind", "file"}


@pytest.fixture
def letters(acme):
    """Ids of a letter that would be kept now, and of one that never will."""
    for reason, body in (("nobody could read it yet", GOOD), ("its time is before history", OLD)):
        process.spool().append([], [DeadLetter("acme", RECEIVED, reason, body, "batch")])
    process.spool().append([], [DeadLetter("rival", RECEIVED, "no JSON", b"\xff{", "batch")])
    return sorted(one.id for one in process.spool().dead_letters("acme"))


def test_dead_letters_are_listed_newest_first_in_pages(program, rival, letters):
    first = program.read("/dead-letters?limit=1")
    second = program.read(first["next"])
    assert [one["id"] for one in first["items"] + second["items"]] == letters[::-1]
    assert second["next"] is None
    assert first["items"][0]["received_at"] == "2026-03-01T00:00:00Z"
    assert [one["id"] for one in program.read("/dead-letters?reason=HISTORY")["items"]] == [letters[1]]
    assert [one["body"] for one in rival.read("/dead-letters")["items"]] == ["�{"]


def test_what_would_be_kept_now_is_sent_through_again(program, letters):
    told = program.post("/dead-letters/replay", {"ids": [*letters, 999]}).json()
    assert told["ids"] == letters[:1]
    assert [one["id"] for one in told["still_bad"]] == letters[1:]
    assert told["unknown"] == [999]
    assert len(process.spool().read("acme", 0, 1 << 20)) == 1


def test_all_are_replayed_only_when_that_is_said(program, letters):
    problem(program.post("/dead-letters/replay", {}), 422)
    problem(program.post("/dead-letters/replay", {"ids": [1], "all": True}), 422)
    problem(program.post("/dead-letters/replay", {"ids": [0]}), 422)
    assert program.post("/dead-letters/replay", {"all": True}).json()["ids"] == letters[:1]


def test_the_letters_of_another_workspace_are_not_replayed(rival, letters):
    told = rival.post("/dead-letters/replay", {"ids": letters}).json()
    assert (told["ids"], told["unknown"]) == ([], letters)


def test_a_webhook_tells_its_secret_once(program):
    made = program.made("/webhooks", {"url": "https://hooks.acme.example/x", "topics": ["health.changed"]})
    assert made["secret"].startswith("whsec_")
    shown = program.read(f"/webhooks/{made['id']}")
    assert shown == {name: value for name, value in made.items() if name != "secret"}
    assert program.read("/webhooks")["items"] == [shown]


def test_a_webhook_is_told_of_everything_unless_somebody_chooses(program):
    assert program.made("/webhooks", {"url": "https://a.example/"})["topics"] == [
        "account.created", "alert.opened", "health.changed", "import.done", "play.called",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [{}, {"url": "ftp://a"}, {"url": "https://a.example/", "topics": ["weather"]}, {"url": "https://u:p@a.example/"}],
)
def test_a_webhook_that_cannot_be_is_refused(program, body):
    assert problem(program.post("/webhooks", body), 422)["errors"]
    assert program.read("/webhooks")["items"] == []


def test_a_stopped_webhook_is_told_nothing_more(program):
    made = program.made("/webhooks", {"url": "https://a.example/"})
    program.made("/accounts", {"key": "bakery"})
    (delivery,) = program.read(f"/webhooks/{made['id']}/deliveries")["items"]
    assert (delivery["topic"], delivery["state"]) == ("account.created", "waiting")
    assert program.post(f"/webhooks/{made['id']}/stop").json()["stopped_at"] is not None
    assert program.post(f"/webhooks/{made['id']}/stop").status_code == 200
    (delivery,) = program.read(f"/webhooks/{made['id']}/deliveries")["items"]
    assert (delivery["state"], delivery["next_at"]) == ("given up", None)
    program.made("/accounts", {"key": "studio"})
    assert WebhookDelivery.objects.count() == 1
