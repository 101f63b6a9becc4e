"""Data goes out whole and piece by piece, and away only when the id is written twice."""

import csv
import io
import json
import re
import tracemalloc
import zipfile
from datetime import UTC, datetime, timedelta
from hashlib import sha512
from threading import Thread

import pyarrow as pa
import pytest
import time_machine
from deltalake import DeltaTable
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure import clock
from tenure.actions import erase, jobs
from tenure.actions.erase import erase_account
from tenure.actions.export_files import KEPT, export_path, write_whole
from tenure.actions.jobs import ask_export, do_job
from tenure.actions.keys import create_key
from tenure.actions.secret_text import encrypt
from tenure.actions.strike import to_strike
from tenure.actions.webhooks import create_webhook
from tenure.answers import process
from tenure.answers.everything import PIECE, ROWS, everything
from tenure.console.access import ADMINS
from tenure.eventlog.gate import erasing
from tenure.eventlog.imports import append_import
from tenure.eventlog.schema import EVENTS
from tenure.records.models import Account, AuditEntry, Job, Member, NoticeChoice, Workspace
from tenure.rounds.jobs import JobsRound, sweep
from tests.factories import EPOCH_TIME, PASSWORD, make_account, make_member
from tests.unit.eventlog.events_for_tests import event

PAGE = "/w/acme/settings/data"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def work(workspace) -> None:
    """What the worker does."""
    JobsRound().run(workspace)


def fetched(client) -> bytes:
    response = client.post(reverse("export-download", args=["acme", Job.objects.latest("pk").pk]))
    assert response.headers["Content-Type"] == "application/zip"
    whole = b"".join(iter(response))
    assert response.headers["Content-Length"] == str(len(whole))
    return whole


def archive_of(client) -> zipfile.ZipFile:
    assert client.post(reverse("export", args=["acme"])).status_code == 302
    work(Workspace.objects.get(slug="acme"))
    return zipfile.ZipFile(io.BytesIO(fetched(client)))


def rows(archive, name) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))


@pytest.fixture
def owner(visit, own_data):
    return visit("owner")


def test_everything_comes_out_and_nothing_of_others(owner, acme, bakery, rival):
    make_account(rival, "secret", "Rival account")
    archive = archive_of(owner)
    assert [row["key"] for row in rows(archive, "account")] == ["bakery"]
    assert [row["slug"] for row in rows(archive, "workspace")] == ["acme"]
    assert "Rival" not in "".join(archive.read(name).decode() for name in archive.namelist())
    health = [json.loads(line) for line in archive.read("accounthealth.jsonl").splitlines()]
    assert health[0]["facts"]["active_days_28"] == 2
    assert str(bakery.workspace.slug) in archive.read("README.txt").decode()
    assert archive.testzip() is None


def test_every_event_comes_out_in_tables_that_others_read_and_nothing_of_it_stays_beside(owner, acme, tmp_path):
    opened = [event("opened", NOW), event("closed", NOW - timedelta(days=40))]
    append_import(process.home(), process.spool(), acme.slug, 7, 0, pa.Table.from_pylist(opened, schema=EVENTS))
    archive_of(owner).extractall(tmp_path)
    out = DeltaTable(tmp_path / "log" / "events").to_pyarrow_table(columns=["message_id"])
    assert sorted(out["message_id"].to_pylist()) == ["closed", "opened"]
    assert [file.suffix for file in export_path(process.home(), Job.objects.get()).parent.iterdir()] == [".zip"]


def test_no_secret_comes_out(owner, acme):
    key = create_key(workspace=acme, kind="api", by="test")
    hook, secret = create_webhook(workspace=acme, url="https://e.com/", topics=["import.done"], by="test")
    member = make_member(acme, "agent", "piet@example.com", PASSWORD)
    told = NoticeChoice.objects.create(workspace=acme, member=member, chat=encrypt("tgram://bot/81/"))
    archive = archive_of(owner)
    out = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="ignore")
    for hidden in (key, secret, hook.secret, told.chat, member.user.password):
        assert hidden not in out


def test_who_asks_for_a_copy_and_who_takes_it_is_noted(owner, acme):
    archive_of(owner)
    entries = AuditEntry.objects.filter(workspace=acme, noun="export").order_by("pk")
    assert list(entries.values_list("verb", flat=True)) == ["create", "export"]
    assert all(entry.by.startswith("member") for entry in entries)


def test_a_copy_is_written_piece_by_piece(acme, own_data):
    Account.objects.bulk_create(
        Account(
            workspace=acme, key=f"k{number:05}", name=sha512(str(number).encode()).hexdigest(), created_at=EPOCH_TIME
        )
        for number in range(20_000)
    )
    tracemalloc.start()
    whole = most = 0
    for piece in everything(acme, process.home().log("acme")):
        whole += len(piece)
        most = max(most, len(piece))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert whole > 4 * PIECE
    assert most < 3 * PIECE
    assert peak < 16_000_000, "rows are read some at a time, and what is written is handed on"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "account", "key": "bakery", "again": "bakery "}, None),
        ({"kind": "account", "key": "bakery", "again": "baker"}, "The two ids differ"),
        ({"kind": "account", "key": "", "again": ""}, "Say whom"),
        ({"kind": "everything", "key": "bakery", "again": "bakery"}, "Say whom"),
        ({"kind": "account", "key": "nobody", "again": "nobody"}, "Nobody here has the id"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_somebody_is_erased_only_when_the_id_is_written_twice(owner, acme, bakery, said, sentence):
    response = owner.post(reverse("erase", args=["acme"]), said)
    assert response.status_code == (422 if sentence else 302)
    assert Job.objects.exists() is (sentence is None)
    work(acme)
    assert Account.objects.filter(key="bakery").exists() is (sentence is not None)
    if sentence:
        assert sentence in response.content.decode()
    else:
        part = owner.get(PAGE, headers={"HX-Request": "true", "HX-Target": "erasing"})
        assert "An account was erased, with 0 events." in text(part)
        assert 'id="export" hx-swap-oob="true"' in part.content.decode(), "copies that waited are gone with it"
        assert Job.objects.get().key == ""


def test_the_page_tells_how_far_a_copy_is_until_it_is_there(owner, acme, bakery):
    owner.post(PAGE + "/export")
    owner.post(PAGE + "/export")
    job = Job.objects.get()
    assert "The copy waits for its turn." in text(owner.get(PAGE))
    Job.objects.update(state=Job.State.RUNNING, done=30, total=120)
    part = owner.get(PAGE, headers={"HX-Request": "true", "HX-Target": "export"})
    assert 'max="120" value="30"' in part.content.decode()
    assert "<html" not in part.content.decode()
    assert 'hx-trigger="every 1s"' in part.content.decode()
    work(acme)
    page = owner.get(PAGE).content.decode()
    assert f"/w/acme/settings/data/copies/{job.pk}" in page
    assert "every 1s" not in page


@pytest.mark.parametrize("role", [*Member.Role.values, "outsider", None])
def test_only_who_administers_fetches_a_copy(visit, own_data, acme, bakery, role):
    job = ask_export(workspace=acme, by="test")
    where = reverse("export-download", args=["acme", job.pk])
    client = visit(role)
    assert client.post(where).status_code != 200, "it is not made yet"
    work(acme)
    status = client.post(where).status_code
    assert status == ({"outsider": 404, None: 302}.get(role) or (200 if role in ADMINS else 403))


def test_a_copy_of_another_workspace_is_not_found(owner, acme, rival):
    job = ask_export(workspace=rival, by="test")
    work(rival)
    assert owner.post(reverse("export-download", args=["acme", job.pk])).status_code == 404


def test_a_copy_that_was_begun_by_a_process_that_died_is_made_anew(owner, acme, bakery, monkeypatch):
    job = ask_export(workspace=acme, by="test")

    class Dying:
        def __init__(self, *_):
            self.left = 2

        def __iter__(self):
            return self

        def __next__(self):
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt
            return b"PK half of a copy"

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "everything", Dying)
        with pytest.raises(KeyboardInterrupt):
            work(acme)
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
    assert not export_path(process.home(), job).exists(), "half a copy is none"
    work(acme)
    assert zipfile.ZipFile(io.BytesIO(fetched(owner))).testzip() is None
    assert [file.suffix for file in export_path(process.home(), job).parent.iterdir()] == [".zip"]


def test_a_copy_is_removed_after_a_day(owner, acme, bakery):
    with time_machine.travel(NOW, tick=False) as clock:
        archive_of(owner)
        path = export_path(process.home(), Job.objects.get())
        stray = path.with_name("stray.part")
        stray.write_bytes(b"x")
        (beside := path.with_name("stray.log")).mkdir()
        clock.move_to(NOW + KEPT - timedelta(minutes=1), tick=False)
        sweep(acme)
        assert path.exists()
        assert not stray.exists()
        assert not beside.exists()
        clock.move_to(NOW + KEPT + timedelta(minutes=1), tick=False)
        sweep(acme)
        assert not path.exists()
        assert "Download" not in text(owner.get(PAGE))


@pytest.mark.parametrize("died", ["before", "within", "after"])
@pytest.mark.django_db(transaction=True)
def test_an_erasure_goes_on_after_a_kill_and_leaves_no_byte(owner, acme, bakery, monkeypatch, died):
    archive_of(owner)
    owner.post(PAGE + "/erase", {"kind": "account", "key": "bakery", "again": "bakery"})
    place = {"before": (erase, "erase_events"), "within": (erase, "strike"), "after": (erase, "_shred")}[died]

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(*place, killed)
        with pytest.raises(KeyboardInterrupt):
            work(acme)
    assert Account.objects.filter(key="bakery").exists() is (died != "after")
    work(acme)
    job = Job.objects.get(kind=Job.Kind.ERASE)
    assert (job.state, job.key, job.outcome) == (Job.State.DONE, "", 0)
    assert not Account.objects.filter(key="bakery").exists()
    assert AuditEntry.objects.filter(verb="erase").count() == 1
    assert Job.objects.get(kind=Job.Kind.EXPORT).state == Job.State.GONE
    assert not list(export_path(process.home(), Job.objects.earliest("pk")).parent.iterdir())


@pytest.mark.django_db(transaction=True)
def test_the_page_tells_how_far_an_erasure_is(owner, acme, bakery, monkeypatch):
    owner.post(PAGE + "/erase", {"kind": "account", "key": "bakery", "again": "bakery"})
    monkeypatch.setattr(jobs, "_EVERY", 0.0)
    total, seen = 1_000 + to_strike(acme), list[str]()

    def watched(*said):
        said[-1](30, 1_000)
        seen.append(owner.get(PAGE, headers={"HX-Request": "true", "HX-Target": "erasing"}).content.decode())
        return 0

    monkeypatch.setattr(erase, "erase_events", watched)
    work(acme)
    assert total > 1_000, "records are gone through after the log"
    assert f'max="{total}" value="30"' in seen[0]
    assert f"Rows gone through: 30 of {total:,}" in seen[0]
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == (Job.State.DONE, total, total)


@pytest.mark.django_db(transaction=True)
def test_what_nobody_is_called_any_more_when_its_turn_comes_is_refused_and_said(owner, acme, bakery):
    owner.post(PAGE + "/erase", {"kind": "account", "key": "bakery", "again": "bakery"})
    bakery.delete()
    work(acme)
    assert "Nobody here has that id, so nothing was erased." in text(owner.get(PAGE))
    assert Job.objects.get().key == ""


def test_a_job_that_meets_trouble_says_so_and_is_tried_again(owner, acme, bakery, monkeypatch):
    owner.post(PAGE + "/export")
    round_ = JobsRound()
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "write_whole", full_disk)
        round_.run(acme)
    assert "No space left" in text(owner.get(PAGE))
    round_.run(acme)
    assert Job.objects.get().state == Job.State.RUNNING, "not again at once"
    monkeypatch.setattr(clock, "monotonic", lambda: 1e9)
    round_.run(acme)
    assert (Job.objects.get().state, Job.objects.get().trouble) == (Job.State.DONE, "")


def test_a_job_that_another_worker_has_done_meanwhile_is_not_done_again(owner, acme, bakery):
    owner.post(PAGE + "/export")
    number = Job.objects.get().pk
    work(acme)
    before = Job.objects.values().get()
    assert do_job(workspace=acme, number=number, home=process.home(), spool=process.spool())
    assert Job.objects.values().get() == before


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_holds_up_no_other(owner, acme, bakery, monkeypatch):
    def broken(*_):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(jobs, "everything", broken)
    owner.post(PAGE + "/export")
    owner.post(PAGE + "/erase", {"kind": "account", "key": "bakery", "again": "bakery"})
    work(acme)
    assert not Account.objects.exists()
    assert "Something went wrong; the log says what." in text(owner.get(PAGE))


def test_a_copy_that_was_read_while_somebody_was_erased_is_thrown_away(owner, acme, bakery, monkeypatch):
    owner.post(PAGE + "/export")

    def erased_meanwhile(path, pieces, told):
        size = write_whole(path, pieces, told)
        with erasing(process.home(), acme.slug):
            pass
        return size

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "write_whole", erased_meanwhile)
        work(acme)
    job = Job.objects.get()
    assert (job.state, export_path(process.home(), job).exists()) == (Job.State.RUNNING, False)
    work(acme)
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.parametrize("half", ["part", "log"])
@pytest.mark.django_db(transaction=True)
def test_half_a_copy_is_taken_away_by_an_erase_and_made_anew(owner, acme, bakery, monkeypatch, half):
    make_account(acme, "studio", "Studio Vonk")
    owner.post(PAGE + "/export")
    path = export_path(process.home(), Job.objects.get())
    append_import(
        process.home(), process.spool(), acme.slug, 7, 0, pa.Table.from_pylist([event("a", NOW)], schema=EVENTS)
    )

    there = []  # what a failing job raises is not the test's

    def erased_meanwhile(*asked):
        for at, piece in enumerate(everything(*asked)):
            if at == 0:
                there.append(path.with_suffix(f".{half}").exists())
                erase_account(workspace=acme, key="bakery", home=process.home(), spool=process.spool(), by="test")
                there.append(path.with_suffix(f".{half}").exists())
            yield piece

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "everything", erased_meanwhile)
        work(acme)
    assert there == [True, False]
    assert Job.objects.get().state == Job.State.RUNNING
    work(acme)
    assert (Job.objects.get().state, list(path.parent.iterdir())) == (Job.State.DONE, [path])


def full_disk(*_, **__):
    raise OSError("No space left on device")


@pytest.mark.django_db(transaction=True)
def test_a_copy_notes_how_far_it_is_while_others_write(acme, own_data, monkeypatch):
    Account.objects.bulk_create(
        Account(workspace=acme, key=f"k{number}", name="x" * 300, created_at=EPOCH_TIME) for number in range(3_000)
    )
    job = ask_export(workspace=acme, by="test")
    monkeypatch.setattr(jobs, "_EVERY", 0.0)
    noted: list[int] = []

    def others_write():
        """As the server does meanwhile, by a connection of its own."""
        thread = Thread(target=lambda: (Account.objects.filter(key="k1").update(name="y"), connection.close()))
        thread.start()
        thread.join()
        noted.append(Job.objects.get().done)

    def watched(path, pieces, told):
        return write_whole(path, pieces, lambda: (told(), others_write()))

    monkeypatch.setattr(jobs, "write_whole", watched)
    with CaptureQueriesContext(connection) as asked:
        work(acme)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    read = [one["sql"] for one in asked.captured_queries if 'FROM "records_account" WHERE' in one["sql"]]
    slices = [sql for sql in read if "COUNT(" not in sql]
    assert len(slices) > 3_000 / ROWS, "in slices that end: an open cursor would keep the connection from writing"
    assert all("LIMIT" in sql for sql in slices)
    assert len({done for done in noted if 0 < done < job.total}) > 1, "it was told on the way"
