"""`tenure serve`: pages, API and capture, with the worker as a child process."""

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading

import click
import uvicorn
from django.conf import settings

from tenure.actions.database import migrate_if_needed
from tenure.answers import process
from tenure.answers.demo import is_whole, the_demo

log = logging.getLogger(__name__)
_TENURE = (sys.executable, "-m", "tenure.commands.main")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_NOT_OURS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)  # the address belongs to no interface of this machine


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--worker/--no-worker", default=True, help="Run the rounds beside the server, in a child process.")
@click.option("--demo", is_flag=True, help="Let visitors of the demo in with one click; on loopback only.")
def command(host: str, port: int, worker: bool, demo: bool) -> None:
    """Serve pages, API and capture, with the worker beside it."""
    if demo:
        if host not in _LOOPBACK:
            raise click.UsageError("The demo lets anybody in, so it is served on loopback only: leave out --host.")
        os.environ["TENURE_DEMO"] = "1"
        settings.TENURE_DEMO = True
    sockets = _bind(host, port)
    process.tidy()
    migrate_if_needed()
    if demo and not is_whole(the_demo()):
        # A process of its own, because making it loads much that serving does not need.
        subprocess.run([*_TENURE, "demo"], check=True)
    settings.TENURE_OWN_WORKER = worker  # readiness waits for it
    # uvicorn passes SIGTERM on once it has ended; without a handler that kills this process before its worker is told.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    child = _Child() if worker else None
    click.echo(f"Tenure keeps its data in {settings.TENURE_DATA}. Stop with Ctrl+C.")
    try:
        _server(host, port).run(sockets)
    finally:
        if child is not None:
            child.end()


def _server(host: str, port: int) -> "_Server":
    config = uvicorn.Config(
        "tenure.project.asgi:application",
        host=host,
        port=port,
        log_config=None,  # our own: project/logs.py
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    return _Server(config)


def _bind(host: str, port: int) -> list[socket.socket]:
    """Sockets on which to listen, taken before anything is made or started; a sentence when they cannot be had."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    bound, refusal = list[socket.socket](), OSError("it has no address")
    for family, kind, protocol, _, address in found:
        try:
            taken = socket.socket(family, kind, protocol)
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a restart need not wait for old connections
            taken.bind(address)
            bound.append(taken)
        except OSError as error:
            if error.errno not in _NOT_OURS:
                raise _cannot_listen(host, port, error) from error
            refusal = error  # such as ::1 where “localhost” means it too and the machine has no IPv6
    if not bound:
        raise _cannot_listen(host, port, refusal)
    return bound


def _cannot_listen(host: str, port: int, error: OSError) -> click.ClickException:
    advice = {
        errno.EADDRINUSE: "another program listens there. Stop it, or choose another --port",
        errno.EACCES: "that takes more rights. Choose a --port above 1023",
    }.get(error.errno or 0, f"{error.strerror}. Choose another --host or --port")
    return click.ClickException(f"Tenure cannot listen on {host}, port {port}: {advice}.")


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
