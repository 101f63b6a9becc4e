"""Does the doctor find what is wrong, and say what to do?"""

import os
import shutil
from collections import namedtuple
from datetime import timedelta

import pytest

from tenure import clock
from tenure.answers import doctor
from tenure.answers.process import forget, home, spool
from tenure.eventlog.spool import SpooledRequest
from tenure.eventlog.tables import events_table
from tenure.project.environment import Environment
from tenure.records.queue import Lease

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_ENVIRONMENT = Environment({})
    settings.DEBUG = False
    forget()
    yield settings.TENURE_DATA
    forget()


def look(about: str) -> doctor.Finding:
    return next(finding for finding in doctor.findings() if finding.about == about)


def accept() -> None:
    spool().append([SpooledRequest("acme", "track", 0, b"{}")])


def beat(until) -> None:
    Lease.objects.create(name="work:here:1", holder="here:1", until=until)


def test_a_fresh_set_up_has_nothing_wrong_but_perhaps_the_assets():
    assert [f for f in doctor.findings() if f.state == "wrong" and f.about != "page assets"] == []


def test_a_misspelt_setting_is_named(settings):
    settings.TENURE_ENVIRONMENT = Environment({"TENURE_DATE": "x"})
    assert look("settings") == doctor.Finding(
        "settings", "wrong", "No setting is called TENURE_DATE: correct the name or remove it from the environment."
    )


def test_debug_is_remarked_upon(settings):
    settings.DEBUG = True
    assert look("settings").state == "note"


def test_a_data_directory_that_is_a_file_cannot_be_written(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.TENURE_DATA = tmp_path / "file"
    assert "cannot be written" in look("data directory").says


@pytest.mark.parametrize(("free", "state"), [(100 << 20, "wrong"), (1 << 30, "note"), (100 << 30, "fine")])
def test_a_disk_that_fills_up_is_told_before_it_is_full(monkeypatch, free, state):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: namedtuple("Usage", "total used free")(1 << 40, 0, free))
    assert look("disk").state == state


def test_copies_that_an_erase_does_not_reach_are_named(data):
    (data / "replaced-20260301T120000").mkdir(parents=True)
    assert look("copies").says.startswith("replaced-20260301T120000 in ")


def test_waiting_events_without_a_worker_are_wrong():
    assert look("worker").state == "note"
    accept()
    assert look("worker").says == "Events wait in the spool and no worker runs: start `tenure serve` or `tenure work`."


def test_a_beating_worker_is_fine():
    beat(clock.now() + timedelta(seconds=20))
    accept()
    assert look("worker").says == "1 worker at work."


def test_a_worker_that_stopped_beating_does_not_count():
    beat(clock.now() - timedelta(seconds=1))
    accept()
    assert look("worker").state == "wrong"


def test_a_clock_that_was_set_back_is_noticed():
    beat(clock.now() + timedelta(days=1))
    assert "clock" in look("worker").says


def test_a_spool_over_its_mark_is_wrong(settings):
    settings.TENURE_SPOOL_ROWS = 1
    accept()
    assert "so capture answers 429" in look("spool").says


def test_a_torn_commit_is_found():
    table = events_table(home(), "acme")
    (table.log / f"{0:020d}.json").write_text("{")
    assert look("log").state == "wrong"
    assert "acme" in look("log").says


def test_a_log_that_cannot_be_written_is_wrong(data):
    data.mkdir(parents=True, exist_ok=True)
    (data / "log").write_text("a file in its place")
    assert look("log").state == "wrong"
    assert "events wait in the spool until it can" in look("log").says


def test_missing_assets_say_how_to_build_them(monkeypatch):
    monkeypatch.setattr(doctor.finders, "find", lambda _: None)
    assert "make assets" in look("page assets").says


def test_java_is_only_remarked_upon_where_it_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    assert look("Java").state == "note"


def test_a_check_that_fails_itself_is_a_finding(monkeypatch):
    def broken():
        raise RuntimeError("oh")

    monkeypatch.setitem(doctor.LOOKS, "Java", broken)
    assert look("Java").says == "This check failed: RuntimeError: oh"
