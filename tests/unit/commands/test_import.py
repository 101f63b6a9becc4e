"""Do `tenure import` and `tenure undo` print what they say and exit as they should?"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress

import pytest
from click.testing import CliRunner

from tenure.answers import process
from tenure.commands import import_, undo
from tenure.records.models import Import
from tenure.sources.known_kinds import KINDS

TEXT = "Account ID,Name,Sentiment,Size\na,Acme,4,12\nb,Beta,9,7\n"


@pytest.fixture(autouse=True)
def _own_data(workspace, tmp_path, settings):
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    yield
    process.spool().close()
    process.forget()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text(TEXT)
    return path


def run(command, *args):
    return CliRunner().invoke(command, [str(arg) for arg in args])


def test_all_in_exits_0_and_prints_the_whole_form(path):
    done = run(import_.command, "accounts", path, "--workspace", "acme", "--json")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert list(report) == ["import", "kind", "rows", "created", "updated", "unchanged", "failed", "errors"]
    assert report["kind"] == "accounts"
    assert (report["rows"], report["created"], report["failed"]) == (2, 2, 0)
    assert report["errors"] == [{"row": 2, "column": "Sentiment", "value": "9", "reason": "“9” is not between 1 and 5"}]


def test_some_rows_left_out_exits_3(path):
    path.write_text(TEXT + ",None,1,1\n")
    done = run(import_.command, "accounts", path, "--json")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["failed"] == 1


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("people", "{path}"), "people"),
        (("accounts", "{path}.missing"), "does not exist"),
        (("contracts", "{path}"), "No column was recognised as starts_on"),
        (("accounts", "{path}", "--map", "key"), "FIELD=HEADER"),
        (("accounts", "{path}", "--map", "shoe=Name"), "no field “shoe”"),
        (("accounts", "{path}", "--map", "name=Nome"), "no column “Nome”"),
        (("accounts", "{path}", "--workspace", "nowhere"), "no workspace “nowhere”"),
        (("accounts", "{path}", "--encoding", "utf-99"), "no encoding"),
        (("accounts", "{path}", "--decimal", "dot"), "decimal sign"),
        (("accounts", "{path}", "--dates", "dym"), "dym"),
    ],
)
def test_a_wrong_call_exits_2_says_why_and_leaves_nothing(path, args, says):
    done = run(import_.command, *(arg.format(path=path) for arg in args))
    assert done.exit_code == 2
    assert says in done.stderr
    assert not Import.objects.exists()


def test_people_read_what_the_file_was_taken_for_and_how_to_undo(path):
    done = run(import_.command, "accounts", path, "--map", "source=Size")
    assert done.exit_code == 0
    number = Import.objects.get().pk
    assert "read as CSV; utf-8 (all of it is valid UTF-8); separator comma" in done.stdout
    assert "Size → source" in done.stdout
    assert "2 rows: 2 created, 0 updated, 0 unchanged, 0 failed" in done.stdout
    assert "row 2, Sentiment: “9” is not between 1 and 5" in done.stderr
    assert f"tenure undo {number}" in done.stdout


def test_undo_says_what_it_took_back_and_what_not(path, workspace):
    run(import_.command, "accounts", path)
    workspace.accounts.filter(key="b").update(name="By hand")
    done = run(undo.command, Import.objects.get().pk)
    assert done.exit_code == 3
    assert "1 deleted, 0 restored, 1 kept" in done.stdout
    assert "account b stays: name was changed since" in done.stdout


def test_undo_prints_json(path):
    run(import_.command, "accounts", path)
    number = Import.objects.get().pk
    done = run(undo.command, number, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {
        "import": number,
        "kind": "accounts",
        "deleted": 2,
        "restored": 0,
        "events": 0,
        "kept": 0,
        "reasons": [],
    }
    again = run(undo.command, number)
    assert again.exit_code == 2
    assert "taken back already" in again.stderr


def test_every_kind_comes_in_and_goes_again(tmp_path):
    files = {
        "accounts": "id\na\n",
        "contacts": "user id,email,account\nu1,u@a.example,a\n",
        "contracts": "account,start,mrr\na,2026-01-01,10\n",
        "orders": "order id,email,date,total\no1,u@a.example,2026-01-01,10\n",
        "invoices": "invoice number,account,issued,amount\ni1,a,2026-01-01,10\n",
        "assets": "app id,account,version\nx,a,1.0\n",
        "measurements": "app id,date,metric,value\nx,2026-01-01,downloads,5\n",
        "touchpoints": "contact,date,type\nu1,2026-01-01,call\n",
        "tickets": "ticket id,email,opened\n7,u@a.example,2026-01-01\n",
        "notes": "account,date,note\na,2026-01-01,Hello\n",
        "events": "user_id,event,time\nu1,Opened,2026-01-01\n",
    }
    assert list(files) == list(KINDS)
    for kind, text in files.items():
        path = tmp_path / f"{kind}.csv"
        path.write_text(text)
        done = run(import_.command, kind, path, "--json")
        assert (done.exit_code, json.loads(done.stdout)["created"]) == (0, 1), kind
    for of in Import.objects.order_by("-pk"):
        undone = json.loads(run(undo.command, of.pk, "--json").stdout)
        records = 2 if of.kind == "contracts" else 1  # a contract and its period
        assert (undone["kind"], undone["deleted"] + undone["events"], undone["kept"]) == (of.kind, records, 0)


def test_ctrl_c_says_how_to_go_on(path, monkeypatch):
    def stops(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(import_, "import_file", stops)
    done = run(import_.command, "accounts", path)
    assert done.exit_code == 130
    assert "The same command continues the import" in done.stderr


def tenure(data, *args, wait=True):
    environment = {**os.environ, "TENURE_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    started = subprocess.Popen(
        [sys.executable, "-m", "tenure.commands.main", *map(str, args)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if not wait:
        return started
    out, err = started.communicate(timeout=120)
    return subprocess.CompletedProcess(args, started.returncode, out, err)


@pytest.mark.slow
def test_an_import_killed_in_the_middle_is_continued_or_taken_back_by_another_process(tmp_path):
    data, path, rows = tmp_path / "own", tmp_path / "many.csv", 20_000
    path.write_text("id,name,owner\n" + "".join(f"a{n},Name {n},Ada\n" for n in range(rows)))
    assert tenure(data, "workspace", "create", "Own").returncode == 0
    killed = tenure(data, "import", "accounts", path, wait=False)
    database = data / "tenure.sqlite3-wal"
    while killed.poll() is None and not (database.exists() and database.stat().st_size > 4_000_000):
        with suppress(subprocess.TimeoutExpired):
            killed.wait(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    done = tenure(data, "import", "accounts", path, "--json")
    report = json.loads(done.stdout)
    assert (report["import"], report["rows"], report["created"]) == (1, rows, rows)
    undone = json.loads(tenure(data, "undo", 1, "--json").stdout)
    assert (undone["deleted"], undone["kept"]) == (rows, 0)
