"""A server to talk to over the network: the whole program in a process of its own, or one application in a thread."""

import atexit
import contextlib
import functools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tenure import clock
from tenure.eventlog import wire
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.eventlog.wire_event import WireEvent

REPOSITORY = Path(__file__).parents[1]
START_SECONDS = 60
SET_UP = """
import django; django.setup()
from django.core.management import call_command
from tenure import clock
from tenure.actions.keys import create_key
from tenure.records.models import Workspace
call_command("migrate", verbosity=0)
for slug in ("acme", "rival"):
    made = Workspace.objects.create(slug=slug, name=slug.title(), created_at=clock.now())
    print(slug, create_key(workspace=made, kind="write", by="test"))
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a Tenure process on this data directory, with no setting taken from the tests' own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TENURE_")}
    kept.pop("DATABASE_URL", None)
    django = {"DJANGO_SETTINGS_MODULE": "tenure.project.settings", "TENURE_DATA": str(data)}
    return {**kept, **django, "PYTHONPATH": str(REPOSITORY / "src"), **settings}


@dataclass
class Server:
    """A running server without a worker: what it accepts stays in its spool. ``keys``: write key by workspace."""

    data: Path
    port: int
    keys: dict[str, str]
    process: "subprocess.Popen[bytes]"
    log: Path
    read: dict[str, int] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def new_events(self, workspace: str = "acme") -> list[WireEvent]:
        """What this workspace's spool took since the last time it was asked, decoded, in order."""
        spool = SqliteSpool(self.data / "spool.sqlite3")
        try:
            rows = spool.read(workspace, self.read.get(workspace, 0), 1 << 40)
        finally:
            spool.close()
        if rows:
            self.read[workspace] = rows[-1].id
        return [event for row in rows for event in wire.decode(row.kind, row.body)]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def set_up(data: Path, **settings: str) -> dict[str, str]:
    """Make the database and two workspaces; their write keys."""
    if not settings:
        made, keys = _template()
        shutil.copy(made / "tenure.sqlite3", data)
        return keys
    done = subprocess.run(
        [sys.executable, "-c", SET_UP], env=environment(data, **settings), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return dict(line.split() for line in done.stdout.splitlines())


@functools.cache
def _template() -> tuple[Path, dict[str, str]]:
    """A database made once, to be copied: migrating takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="tenure-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder, set_up(folder, TENURE_DATA=str(folder))


def start(data: Path, keys: dict[str, str] | None = None, **settings: str) -> Server:
    """A server on a free port of 127.0.0.1; makes the database first when no keys of it are given."""
    keys = keys or set_up(data, **settings)
    port, log = free_port(), data / "server.log"
    command = [sys.executable, "-m", "uvicorn", "tenure.project.asgi:application", "--port", str(port)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, "--no-access-log", "--log-level", "warning"],
            env=environment(data, **settings),
            stdout=output,
            stderr=output,
        )
    server = Server(data, port, keys, process, log)
    _until_it_answers(server)
    return server


def _until_it_answers(server: Server) -> None:
    deadline = clock.monotonic() + START_SECONDS
    while clock.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=5):
                return
        except urllib.error.HTTPError:
            raise
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.process.wait(0.05)
    server.process.kill()
    raise RuntimeError(f"the server did not start:\n{server.log.read_text()}")


@contextlib.contextmanager
def in_thread(app: Any) -> Iterator[str]:
    """One ASGI application on a free port, in a thread of this process; yields its URL."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            thread.join(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def _one_server(tmp_path_factory) -> Iterator[Server]:
    started = start(tmp_path_factory.mktemp("server"))
    yield started
    started.stop()


@pytest.fixture
def server(_one_server) -> Server:
    """The whole program, started once for all tests that speak to it; what other tests sent is behind it."""
    for workspace in _one_server.keys:
        _one_server.new_events(workspace)
    return _one_server
