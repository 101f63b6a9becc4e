"""`tenure serve`: pages, API and capture, with the worker as a child process."""

import logging
import os
import socket
import subprocess
import sys
import threading

import click
import uvicorn
from django.conf import settings

from tenure.actions.database import migrate_if_needed
from tenure.records.workspace import Workspace

log = logging.getLogger(__name__)
_TENURE = (sys.executable, "-m", "tenure.commands.main")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--worker/--no-worker", default=True, help="Run the rounds beside the server, in a child process.")
@click.option("--demo", is_flag=True, help="Let visitors of the demo in with one click; on loopback only.")
def command(host: str, port: int, worker: bool, demo: bool) -> None:
    """Serve pages, API and capture, with the worker beside it."""
    if demo:
        if host not in _LOOPBACK:
            raise click.UsageError("The demo lets anybody in, so it is served on loopback only: leave out --host.")
        os.environ["TENURE_DEMO"] = "1"
        settings.TENURE_DEMO = True
    migrate_if_needed()
    if demo and not Workspace.objects.filter(is_demo=True).exists():
        # A process of its own, because making it loads much that serving does not need.
        subprocess.run([*_TENURE, "demo"], check=True)
    child = _Child() if worker else None
    click.echo(f"Tenure keeps its data in {settings.TENURE_DATA}. Stop with Ctrl+C.")
    config = uvicorn.Config(
        "tenure.project.asgi:application",
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    try:
        _Server(config).run()
    finally:
        if child is not None:
            child.end()


class _Server(uvicorn.Server):
    """Says where to look once somebody answers there."""

    async def startup(self, sockets: "list[socket.socket] | None" = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if self.started:
            click.echo(f"Look at http://{self.config.host}:{self.config.port}")


class _Child:
    """The worker process; started again when it dies."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True, name="worker-watch").start()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([*_TENURE, "work", "--parent", str(os.getpid())])

    def _watch(self) -> None:
        while not self._ending.is_set():
            code = self._process.wait()
            if not self._ending.wait(1.0):
                log.error("The worker ended with code %s and is started again", code)
                self._process = self._start()

    def end(self) -> None:
        """Ask the worker to finish what it is doing, and wait for it."""
        self._ending.set()
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
