"""A server with a small workspace and Debian's Chromium to look at it; skipped where there is no Chromium."""

import http.client
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.installation import free_port, wait_for

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (  # a browser under test talks to our server and to nobody else
    "--no-sandbox",  # tests may run as root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium here: install the Debian package chromium"))


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Path:
    """The data directory of the server."""
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="session")
def base_url(data):
    """The address of the running server."""
    port = free_port()
    command = [sys.executable, "-m", "tests.browser.server", "serve", str(data), str(port)]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(lambda: server.poll() is not None or _answers(port), "the server answers")
        assert server.poll() is None, "the server did not start: its words are above"
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(port: int) -> bool:
    with suppress(OSError):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/account/login/")
        return connection.getresponse().status == 200
    return False


@pytest.fixture(scope="module")
def browser():
    """A browser for one file: while it runs, so does an event loop in this thread, which other tests cannot have."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="module")
def session_state(browser, base_url):
    """The cookies of somebody who walked into the demo."""
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Look at the demo").click()
    page.wait_for_url("**/w/demo/")
    state = context.storage_state()
    context.close()
    return state


def complains(message) -> bool:
    """Whether a console message tells of something that should not be.

    htmx calls it an error that a newer request took the place of one under way, which is what the list asks of it
    (hx-sync); and it says "afterRequest" beside every error it names. A form that is refused comes back with 422.
    """
    refused = "status of 422" in message.text
    intended = refused or message.text.startswith(("htmx:sendAbort,", "htmx:afterRequest,"))
    return message.type in ("error", "warning") and not intended


@pytest.fixture
def visit(browser, base_url, session_state):
    """``visit(path, phone=…, dark=…)`` opens a page; afterwards nothing may have gone wrong on any of them."""
    contexts, wrong = [], []

    def go(path: str, *, phone: bool = False, dark: bool = False, signed_in: bool = True):
        context = browser.new_context(
            base_url=base_url,
            viewport={"width": 390, "height": 844} if phone else {"width": 1440, "height": 900},
            color_scheme="dark" if dark else "light",
            storage_state=session_state if signed_in else None,
            locale="en-GB",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("console", lambda message: wrong.append(message.text) if complains(message) else None)
        page.on(
            "request",
            lambda request: None if request.url.startswith((base_url, "data:")) else wrong.append(request.url),
        )
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []
