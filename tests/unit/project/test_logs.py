"""What does a process write to its log? The trace and the code of what broke, and no secret."""

import json
import logging
import re
import subprocess
import sys
import threading

import pytest
from click.testing import CliRunner
from django.test import Client

from tenure.answers import process
from tenure.commands.main import cli
from tenure.console import broken
from tenure.console.accounts import accounts
from tenure.project import logs
from tests.servers import environment

CODE = re.compile(r"\b[2-9B-Z]{4}-[2-9B-Z]{4}\b")
KEY = "tw_" + "x" * 43


def record(message: str, *args: object, error: BaseException | None = None, **more: object) -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    made = logging.LogRecord("tenure.test", logging.ERROR, __file__, 1, message, args, info)
    made.created, made.msecs = 1_772_366_400.0, 0.0
    made.__dict__ |= more
    return made


def raised(message: str) -> ValueError:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


def test_people_read_one_line_with_the_code_and_then_the_trace():
    first, *trace = logs.Lines().format(record("A page %s", "broke", error=raised("oh"), code="K7QF-2M9T")).split("\n")
    assert first == "2026-03-01 12:00:00 UTC ERROR tenure.test: A page broke [code K7QF-2M9T]"
    assert trace[0] == "Traceback (most recent call last):"
    assert trace[-1] == "ValueError: oh"


def test_nobody_can_write_a_second_line_into_the_log():
    said = logs.Lines().format(record("No account %s", "a\n2026-03-01 12:00:00 UTC ERROR tenure: all is lost\r"))
    assert "\n" not in said
    assert "\r" not in said


def test_programs_read_one_object_a_line():
    said = logs.JsonLines().format(record("A page broke\ntwice", error=raised("oh"), code="K7QF-2M9T"))
    assert "\n" not in said
    found = json.loads(said)
    assert "ValueError: oh" in found.pop("trace")
    assert found.pop("process") > 0
    assert found == {
        "time": "2026-03-01T12:00:00.000Z", "level": "error", "logger": "tenure.test",
        "message": "A page broke\ntwice", "code": "K7QF-2M9T", "error": "ValueError",
    }  # fmt: skip


@pytest.mark.parametrize(
    "secret",
    [
        KEY,
        f"A request to /v1/projects/{'k' * 30}/settings failed",
        "connection to postgresql://tenure:hunter2kkkkk@db/tenure failed",
        "connection failed: host=db password=hunter2kkkkk dbname=tenure",
        "{'Authorization': 'Basic dHdfa2trOg=='}",
        "Cookie: sessionid=kkkkkkkk",
        "Internal Server Error: /account/password/reset/key/1-kkkkk-kkkkk/",
        "duplicate key value violates unique constraint\nDETAIL:  Key (key)=(kkkkk) already exists.",
    ],
)
@pytest.mark.parametrize("form", [logs.Lines, logs.JsonLines], ids=["lines", "json"])
def test_no_secret_is_written(secret, form):
    for said in (form().format(record("%s", secret)), form().format(record("Broken", error=raised(secret)))):
        assert "kkkkk" not in said
        assert "xxxxx" not in said
        assert "dHdfa2trOg" not in said
        assert "(hidden)" in said


def test_what_was_sent_is_not_written_as_a_whole():
    said = logs.Lines().format(record("Broken", error=raised("sent " * 1_000)))
    assert len(said) < 1_500


@pytest.fixture
def told(capsys):
    """What the process wrote to its log since."""
    return lambda: capsys.readouterr().err


def stop(*_, **__):
    raise ZeroDivisionError("the page divided by zero")


@pytest.fixture
def visitor():
    """Somebody who is shown the error page instead of the error."""
    return Client(raise_request_exception=False)


@pytest.fixture
def broken_page(member, visitor, monkeypatch):
    """A page that breaks; the answer to who asks for it."""
    monkeypatch.setattr(accounts, "matching", stop)
    visitor.force_login(member.user)
    return lambda: visitor.get("/w/acme/accounts?q=secret-search")


def test_a_broken_page_shows_the_code_under_which_the_log_has_the_trace(broken_page, told):
    answer = broken_page()
    (code,) = set(CODE.findall(answer.content.decode()))
    assert (answer.status_code, answer.headers[broken.HEADER]) == (500, code)
    said = told()
    assert f"ERROR django.request: Internal Server Error: /w/acme/accounts [code {code}]" in said
    assert "ZeroDivisionError: the page divided by zero" in said
    assert "secret-search" not in said


def test_the_code_is_told_even_when_no_page_can_be_dressed(broken_page, told, monkeypatch):
    monkeypatch.setattr(broken, "render_to_string", _undressed(broken.render_to_string))
    answer = broken_page()
    (code,) = set(CODE.findall(answer.content.decode()))
    assert f"[code {code}]" in told()


def _undressed(render):
    def undressed(name, context):
        if name != "500.html":
            raise OSError("no assets")
        return render(name, context)

    return undressed


def test_an_address_that_leads_nowhere_is_no_trouble(visitor, told, db):
    assert visitor.get("/nowhere").status_code == 404
    assert told() == ""


def test_a_server_that_is_not_ready_says_so_to_who_asks_and_not_to_the_log(visitor, told, db, monkeypatch):
    monkeypatch.setattr(process, "spool", stop)
    assert visitor.get("/readyz").status_code == 503
    assert told() == ""


def test_a_command_that_breaks_says_the_code_and_leaves_the_trace(db, monkeypatch):
    monkeypatch.setattr("tenure.commands.workspace.Workspace.objects.order_by", stop)
    done = CliRunner().invoke(cli, ["workspace", "list"])
    assert done.exit_code == 1
    (code,) = set(CODE.findall(done.stderr))
    assert f"CRITICAL tenure.commands.main: tenure workspace broke off [code {code}]" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Error: Something broke inside Tenure")


def test_a_thread_that_ends_is_told(told):
    info = threading.ExceptHookArgs((ValueError, raised("oh"), None, threading.current_thread()))
    logs._say_what_ended(info)
    assert "CRITICAL tenure: The thread MainThread ended" in told()


@pytest.mark.parametrize(("form", "first"), [("lines", "2"), ("json", "{")])
def test_the_setting_chooses_the_form_for_every_process(tmp_path, form, first):
    script = "import django, logging; django.setup(); logging.getLogger('uvicorn.error').error('a server said so')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(tmp_path, TENURE_LOG=form),
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = done.stderr.splitlines()
    assert line.startswith(first)
    assert "a server said so" in line


def test_a_server_that_was_told_to_be_quiet_stays_so(tmp_path):
    script = (
        "import uvicorn, logging; uvicorn.Config('tenure.project.asgi:application', log_level='warning').load();"
        "logging.getLogger('uvicorn.error').info('a server whispers'); logging.getLogger('uvicorn.error').error('loud')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    (line,) = done.stderr.splitlines()
    assert line.endswith("ERROR uvicorn.error: loud")


def test_a_form_that_is_none_is_refused_in_a_sentence(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tenure.commands.main", "doctor"],
        env=environment(tmp_path, TENURE_LOG="xml"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "TENURE_LOG is “xml”: write lines or json" in done.stderr
