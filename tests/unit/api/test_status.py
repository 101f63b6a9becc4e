"""What load balancers and monitoring are told, on good days and on bad ones."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure import clock
from tenure.answers import process
from tenure.answers.keeping import FRESH, Keeping
from tenure.eventlog.home import Home
from tenure.eventlog.spool import SpooledRequest, SpoolUnavailable
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.records.models import Workspace
from tenure.records.queue import Lease

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """A data directory and a spool of this test's own."""
    home = Home(tmp_path / "data")
    spool = SqliteSpool(home.spool)
    monkeypatch.setattr(process, "home", lambda: home)
    monkeypatch.setattr(process, "spool", lambda: spool)
    keeping = Keeping()
    monkeypatch.setattr(process, "keeping", lambda: keeping)
    with time_machine.travel(NOW, tick=False):
        yield home
    spool.close()


def ready(client):
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["checks"]


def test_the_process_is_alive(client):
    assert client.get("/healthz").status_code == 200


def test_on_a_good_day_everything_is_ready(client, db):
    status, checks = ready(client)
    assert (status, [check["ok"] for check in checks.values()]) == (200, [True] * 4)
    assert "0 events wait" in checks["spool"]["says"]


def test_a_spool_that_cannot_be_used_is_not_ready(client, db, monkeypatch):
    def broken():
        raise SpoolUnavailable("the disk is full")

    monkeypatch.setattr(process, "spool", broken)
    status, checks = ready(client)
    assert status == 503
    assert "the disk is full" in checks["spool"]["says"]
    assert client.get("/metrics").status_code == 200


def test_a_spool_above_its_mark_is_not_ready(client, db, settings):
    settings.TENURE_SPOOL_ROWS = 5
    process.spool().append([SpooledRequest("acme", "batch", 1, b"{}", 5)])
    status, checks = ready(client)
    assert (status, checks["spool"]["ok"]) == (503, False)


def test_a_spool_that_just_refused_requests_is_not_ready_until_it_keeps_some(client, db):
    process.keeping().failed("the spool may not grow")
    status, checks = ready(client)
    assert status == 503
    assert (
        "Requests are refused, because the spool cannot keep them: the spool may not grow." in checks["spool"]["says"]
    )
    process.keeping().worked()
    assert ready(client)[0] == 200


def test_a_server_that_nobody_sends_to_any_more_becomes_ready_again(client, db, monkeypatch):
    process.keeping().failed("the spool may not grow")
    assert ready(client)[0] == 503
    later = clock.monotonic() + FRESH + 1  # a balancer keeps senders away: only a new attempt can tell
    monkeypatch.setattr(clock, "monotonic", lambda: later)
    assert ready(client)[0] == 200


def test_a_log_folder_that_cannot_be_written_is_not_ready(client, db, data):
    data.logs.write_text("a file where a folder should be")
    status, checks = ready(client)
    assert status == 503
    assert str(data.logs) in checks["log"]["says"]


def test_a_worker_that_went_silent_is_not_ready(client, db):
    Lease.objects.create(name="work:here:1:1", holder="here:1:1", until=NOW - timedelta(seconds=1))
    status, checks = ready(client)
    assert status == 503
    assert "2026-03-01 11:59:59" in checks["worker"]["says"]
    Lease.objects.create(name="work:here:2:2", holder="here:2:2", until=NOW + timedelta(seconds=9))
    assert ready(client)[0] == 200


def test_a_server_without_a_worker_is_ready_and_says_that_nothing_is_sealed(client, db):
    status, checks = ready(client)
    assert (status, checks["worker"]["ok"]) == (200, True)
    assert checks["worker"]["says"].startswith("No worker runs. Events are accepted and kept, but nothing is sealed")


def test_a_server_whose_own_worker_never_spoke_is_not_ready(client, db, settings):
    settings.TENURE_OWN_WORKER = True
    status, checks = ready(client)
    assert status == 503
    assert "has not said yet that it runs" in checks["worker"]["says"]
    Lease.objects.create(name="work:here:2:2", holder="here:2:2", until=NOW + timedelta(seconds=9))
    assert ready(client)[0] == 200


def test_a_database_that_does_not_answer_is_not_ready(client, db, monkeypatch):
    def broken():
        raise OSError("no route to host")

    monkeypatch.setattr(Workspace.objects, "count", broken)
    status, checks = ready(client)
    assert status == 503
    assert "no route to host" in checks["database"]["says"]


def test_metrics_count_what_waits_in_the_spool(client, db):
    process.spool().append([SpooledRequest("acme", "batch", 1, b"{}", 7)])
    text = client.get("/metrics").content.decode()
    assert "\ntenure_spool_events 7.0\n" in text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_nobody_posts_there(client, db, path):
    assert client.post(path).status_code == 405
