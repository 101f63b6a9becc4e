"""A database that is not there, a data directory that cannot be written, a port that is taken: one sentence, no traceback."""

import socket
from contextlib import closing

import pytest

from tests.bad_days.site import Site


@pytest.fixture
def fresh(tmp_path):
    """An installation in which nothing was ever done."""
    return Site(tmp_path / "data")


def sentence(site: Site, *words: str) -> str:
    """What a command says when it refuses: one line, and no exit code 0."""
    code, said = site.says(*words)
    assert code == 1, said
    (line,) = said.strip().splitlines()
    return line


def test_a_database_url_of_another_kind_is_refused(fresh):
    fresh.environment["DATABASE_URL"] = "mysql://root@localhost/tenure"
    assert "DATABASE_URL must begin with postgresql://" in sentence(fresh, "workspace", "list")


@pytest.mark.parametrize("words", [("serve", "--port", "8450"), ("workspace", "list")], ids=lambda words: words[0])
def test_a_database_that_does_not_answer_is_said_without_its_password(fresh, words):
    fresh.environment["DATABASE_URL"] = "postgresql://tenure:geheim@127.0.0.1:1/tenure"
    said = sentence(fresh, *words)
    assert said.startswith("Error: The database of DATABASE_URL does not answer (")
    assert "Connection refused" in said
    assert "geheim" not in said


def test_a_database_file_that_is_none_is_said_and_left_as_it_is(fresh):
    fresh.data.mkdir()
    (fresh.data / "tenure.sqlite3").write_bytes(b"not a database " * 1000)
    said = sentence(fresh, "serve", "--port", "8450")
    assert "tenure.sqlite3 cannot be used (file is not a database): restore a backup" in said
    assert (fresh.data / "tenure.sqlite3").read_bytes().startswith(b"not a database ")


def test_a_data_directory_that_cannot_be_written_is_said(fresh):
    fresh.data.write_text("a file where the directory should be")
    for words in (("serve", "--port", "8450"), ("doctor",)):
        said = sentence(fresh, *words)
        assert f"TENURE_DATA is {fresh.data}, which cannot be written" in said
    assert fresh.data.read_text() == "a file where the directory should be"


def test_a_port_that_is_taken_is_said_before_anything_is_started(fresh):
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        said = sentence(fresh, "serve", "--port", str(port))
    assert said == (
        f"Error: Tenure cannot listen on 127.0.0.1, port {port}: another program listens there. "
        "Stop it, or choose another --port."
    )
    assert not (fresh.data / "tenure.sqlite3").exists(), "no worker was started"


def test_an_address_of_another_machine_and_a_number_that_is_no_port_are_said(fresh):
    assert "Choose another --host or --port." in sentence(fresh, "serve", "--host", "192.0.2.1", "--port", "8450")
    code, said = fresh.says("serve", "--port", "99999")
    assert code == 2
    assert "99999 is not in the range" in said
