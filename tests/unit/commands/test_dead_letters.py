"""Does `tenure dead-letters` send through again what would be kept now, and leave the rest where people find it?"""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from tenure.answers import process
from tenure.commands import dead_letters
from tenure.eventlog.spool import DeadLetter
from tenure.records.models import AuditEntry

GOOD = b'{"batch":[{"type":"track","userId":"ada","event":"Opened","messageId":"m1"}]}'
OLD = b'{"batch":[{"type":"track","userId":"ada","event":"Opened","timestamp":"1990-01-01T00:00:00Z"}]}'
RECEIVED = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp() * 1e6)


@pytest.fixture(autouse=True)
def _own_data(workspace, tmp_path, settings):
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    yield
    process.spool().close()
    process.forget()


@pytest.fixture
def letters():
    """Ids of one letter that would be kept now, one that is too old for ever, and one that is no JSON."""
    reasons = [("nobody could read it yet", GOOD), ("its time is before history", OLD), ("no JSON", b"{")]
    for reason, body in reasons:
        process.spool().append([], [DeadLetter("acme", RECEIVED, reason, body, "batch")])
    process.spool().append([], [DeadLetter("rival", RECEIVED, "no JSON", b"{", "batch")])
    return sorted(one.id for one in process.spool().dead_letters("acme"))


def run(*args):
    return CliRunner().invoke(dead_letters.command, [str(arg) for arg in args])


def listed(*args):
    return sorted(one["id"] for one in json.loads(run("--json", *args).stdout))


def test_a_letter_that_is_not_there_is_json_and_a_failure():
    done = run("--replay", 1, "--json")
    assert json.loads(done.stdout) == {"replayed": 0, "ids": [], "still_bad": [], "unknown": [1]}
    assert done.exit_code == 3


def test_what_would_be_kept_now_waits_to_be_sealed(letters):
    done = run("--replay", letters[0], "--json")
    assert (done.exit_code, json.loads(done.stdout)["ids"]) == (0, [letters[0]])
    assert listed() == letters[1:]
    (row,) = process.spool().read("acme", 0, 1 << 20)
    assert (row.body, row.received_at) == (GOOD, RECEIVED)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.noun, entry.record, entry.after) == ("replay", "dead letter", letters[0], {"count": 1})


def test_what_is_still_bad_stays_under_its_id_with_the_reason_that_holds_now(letters):
    done = run("--replay", letters[1], "--json")
    (still,) = json.loads(done.stdout)["still_bad"]
    assert (done.exit_code, still["id"]) == (3, letters[1])
    assert "where this workspace's history begins" in still["reason"]
    assert listed() == letters
    assert process.spool().depth() == 0


def test_all_can_be_replayed_at_once(letters):
    done = run("--replay", "all")
    assert done.exit_code == 3
    assert "1 of 3 wait to be sealed again." in done.stdout
    assert f"{letters[1]} stays: its time" in done.stderr
    assert f"{letters[2]} stays:" in done.stderr
    assert listed() == letters[1:]
    assert len(process.spool().dead_letters("rival")) == 1, "another workspace's letters are not to be had"


def test_letters_are_chosen_by_their_reason(letters):
    assert listed("--reason", "BEFORE HISTORY") == [letters[1]]
    assert run("--replay", "all", "--reason", "read it yet").exit_code == 0
    assert listed() == letters[1:]
    assert "No dead letter has such a reason." in run("--reason", "weather").stdout


def test_none_at_all_is_nothing_to_do():
    done = run("--replay", "all")
    assert (done.exit_code, done.stdout) == (0, "There is none to replay.\n")


def test_neither_an_id_nor_all_is_a_wrong_call(letters):
    done = run("--replay", "every")
    assert done.exit_code == 2
    assert "“every” is neither the id of a dead letter nor the word all" in done.stderr
