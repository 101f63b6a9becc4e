"""A whole Tenure of its own for tests that start, kill and look into one: data directory, server and worker."""

import atexit
import functools
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tenure import clock
from tenure.eventlog.home import Home
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.table import Table

PATIENCE = 60.0  # seconds until something that must happen is called missing


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(true: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Ask again and again until the answer is true."""
    end, pause = clock.monotonic() + patience, threading.Event()
    while clock.monotonic() < end:
        if answer := true():
            return answer
        pause.wait(0.02)  # no guess: the condition above decides
    raise AssertionError(f"waited {patience:.0f} s in vain until {what}")


class Installation:
    """One data directory and the processes on it."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.home = Home(data)
        ours = {name: value for name, value in os.environ.items() if not name.startswith("TENURE_")}
        self.environment = ours | {"TENURE_DATA": str(data), "DATABASE_URL": ""} | environment
        self.processes: list[subprocess.Popen[bytes]] = []
        self.port = 0

    def tenure(self, *words: str, expect: int = 0) -> str:
        """Run a command; its standard output."""
        done = subprocess.run(
            [sys.executable, "-m", "tenure.commands.main", *words],
            env=self.environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == expect, f"{words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def json(self, *words: str) -> Any:
        """Run a command with --json; what it printed."""
        return json.loads(self.tenure(*words, "--json"))

    def prepare(self, name: str = "acme", *more: str) -> str:
        """Make a workspace; answers a write key. Made once by the commands, then copied: that saves seconds each time."""
        if self.environment["DATABASE_URL"]:
            return self.make(name, *more)
        made, key = _prepared(name, *more)
        self.data.mkdir(parents=True, exist_ok=True)
        shutil.copy(made, self.data)
        return key

    def make(self, name: str, *more: str) -> str:
        """Make a workspace beside those that are there; answers a write key."""
        self.json("workspace", "create", name, *more)
        return str(self.json("key", "create", "--workspace", name)["key"])

    def serve(self, *words: str) -> int:
        """Start a server with its worker in a group of its own; answers its port once it is there."""
        self.port = free_port()
        command = [sys.executable, "-m", "tenure.commands.main", "serve", "--port", str(self.port), *words]
        with (self.data.parent / f"{self.data.name}.output").open("ab") as output:
            process = subprocess.Popen(
                command, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
        self.processes.append(process)
        port = self.port
        wait_for(lambda: process.poll() is not None or self.answers(port), "the server answers")
        assert process.poll() is None, (self.data.parent / f"{self.data.name}.output").read_text()[-3000:]
        return port

    def answers(self, port: int, path: str = "/healthz") -> bool:
        """Whether the server is there."""
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
                connection.request("GET", path)
                return connection.getresponse().status == 200
        except OSError:
            return False

    def forget_when_upkeep_ran(self, workspace: str = "acme") -> None:
        """Let the next upkeep do all it does, however short ago it did."""
        for stamp in self.home.log(workspace).glob(".*ed"):
            stamp.unlink()

    def kill(self) -> None:
        """SIGKILL to every process at once: nobody gets to finish anything."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()
        self.processes.clear()

    def stop(self) -> None:
        """End politely."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=PATIENCE)
        self.processes.clear()

    def events(self, workspace: str = "acme", columns: Iterable[str] = ("message_id",)) -> pa.Table:
        """Every row of the log, duplicates included."""
        files = Table.open(self.home.events(workspace), EVENTS, "event_date").files()
        wanted = list(columns)
        tables = [pq.ParquetFile(file).read(columns=wanted) for file in files]
        schema = pa.schema([EVENTS.field(name) for name in wanted])
        return pa.concat_tables([table.cast(schema) for table in tables]) if tables else schema.empty_table()


@functools.cache
def _prepared(name: str, *more: str) -> tuple[Path, str]:
    """Records with one workspace, and its write key."""
    folder = Path(tempfile.mkdtemp(prefix="tenure-prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Installation(folder / "data")
    key = made.make(name, *more)
    return made.data / "tenure.sqlite3", key
