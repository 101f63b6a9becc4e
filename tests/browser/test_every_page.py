"""What holds on every page of the console that is read: the addresses come from the console, what they show from tests/pages/said."""

import gzip
import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import complains
from tests.browser.looks import DESK, PHONE, too_wide, wrong_looks
from tests.factories import PASSWORD

MOST_SCRIPT = 300_000  # bytes, compressed
SHIFTS = """() => new Promise((told) => {
  let sum = 0;
  const moved = [];
  new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    sum += one.value;
    one.sources.forEach((source) => moved.push(source.node?.id || source.node?.className || source.node?.nodeName));
  })).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told([sum, moved.join(", ")]), 100);
})"""
UNREAD = """() => [...document.querySelectorAll("main h1, main tbody tr, main li, main dd")]
  .filter((one) => !one.closest("details:not([open])") && !one.checkVisibility()).map((one) => one.outerHTML.slice(0, 99))"""
LATER = """() => [...document.querySelectorAll("main [hx-get][hx-trigger*=load]")]
  .filter((one) => one.checkVisibility() && !one.querySelector("a[href]")).map((one) => one.id || one.outerHTML.slice(0, 99))"""


@pytest.fixture(scope="module")
def pages(data, base_url):
    """Name -> address of what is read."""
    return json.loads((data / "pages.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reader(browser, base_url):
    """``reader(scripts=…)`` is a page of somebody who is signed in; letters and scripts are fetched once for all."""
    contexts = []

    def sign_in(*, scripts: bool = True, locale: str = "en-GB"):
        context = browser.new_context(
            base_url=base_url, viewport=PHONE, color_scheme="dark", locale=locale, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/account/login/")
        page.locator("#id_login").fill("pages@example.com")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#id_password").press("Enter")
        page.wait_for_url("**/w/**")
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def whole(pages, reader):
    """The addresses that show a whole page; others are parts of one, or files."""
    ask = reader(scripts=False).request
    found = {}
    for name, where in pages.items():
        answer = ask.get(where)
        assert answer.ok, f"{name}: {answer.status}"
        if answer.headers["content-type"].startswith("text/html") and answer.text().startswith("<!doctype html>"):
            found[name] = where
    assert len(found) > 40
    return found


def wrong_with(whole: dict[str, str], look: Callable[[str], list[str]]) -> str:
    """What is wrong with which page, each in a line: one fault hides no other."""
    return "\n".join(f"{name}: {wrong}" for name, where in whole.items() for wrong in look(where))


def test_every_page_fits_stands_still_and_passes_axe_in_the_dark_and_in_the_light(reader, whole):
    """Axe looks at everything on a dark phone, and again at what light and width can change."""
    page = reader()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    page.on("console", lambda message: said.append(message.text) if complains(message) else None)

    def look(where: str) -> list[str]:
        said.clear()
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="dark")
        page.goto(where, wait_until="load")
        expect(page.locator(".htmx-request")).to_have_count(0)
        shifted, what = page.evaluate(SHIFTS)
        wrong = [f"shifts by {shifted:.2f}: {what}"] if shifted >= 0.1 else []
        return wrong + wrong_looks(page) + said

    assert not (wrong := wrong_with(whole, look)), wrong


def test_every_page_fits_a_phone_in_russian_too(reader, whole):
    """Its words are the longest; what is only drawn later changes no width, so nothing is waited for."""
    page = reader(locale="ru-RU")

    def look(where: str) -> list[str]:
        page.goto(where, wait_until="load")
        return too_wide(page, "a phone")

    assert not (wrong := wrong_with(whole, look)), wrong


def test_every_page_loads_less_script_than_allowed(reader, whole):
    ask = reader(scripts=False).request
    sizes: dict[str, int] = {}

    def size(where: str) -> int:
        if where not in sizes:
            sizes[where] = len(gzip.compress(ask.get(where).body()))
        return sizes[where]

    def look(where: str) -> list[str]:
        scripts = re.findall(r'<script[^>]* src="([^"]+)"', ask.get(where).text())
        assert scripts
        assert not any(urlsplit(one).netloc for one in scripts)
        loaded = sum(map(size, scripts))
        return [f"{loaded} bytes: {scripts}"] if loaded >= MOST_SCRIPT else []

    assert not (wrong := wrong_with(whole, look)), wrong


def test_every_page_reads_with_scripts_off(reader, whole):
    page = reader(scripts=False)
    page.set_viewport_size(DESK)

    def look(where: str) -> list[str]:
        page.goto(where)
        wrong = [] if page.locator("main h1").count() == 1 else ["it has no title"]
        wrong += [f"is not seen: {one}" for one in page.evaluate(UNREAD)]
        return wrong + [f"nothing leads to {one}" for one in page.evaluate(LATER)]

    assert not (wrong := wrong_with(whole, look)), wrong
