"""A first visit: from an empty workspace to the first health score by one spreadsheet, as a person would, counting the clicks."""

import re
import subprocess
import sys

import pytest
import xlsxwriter
from playwright.sync_api import expect

from tests.browser.conftest import ROOT

MOST_CLICKS = 8
HEADERS = ("Klantnummer", "Bedrijfsnaam", "Plaats", "Klant sinds", "Vergoeding", "Relatiescore")
NAMES = ("Bakkerij Smit", "Hotel De Leeuw", "Garage Jansen", "Studio Vonk", "Noord Advies")


@pytest.fixture
def klanten(tmp_path):
    """Five accounts with what they pay and how the relationship feels, as somebody in the Netherlands keeps them."""
    path = tmp_path / "klanten.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Klanten")
    sheet.write_row(0, 0, HEADERS)
    for at, name in enumerate(NAMES):
        sheet.write_row(at + 1, 0, [f"K{at}", name, "Utrecht", f"0{at + 1}-02-2024", f"{29 + at},50", 1 + at])
    book.close()
    return path


@pytest.fixture
def worker(data):
    """The worker of the workspace “Start”, as `tenure serve` runs one beside the pages."""
    command = [sys.executable, "-m", "tests.browser.server", "keep", str(data), "start"]
    process = subprocess.Popen(command, cwd=ROOT)
    yield
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def person(visit, worker):
    """A page, and what was clicked on it."""
    page, clicks = visit("/w/start/"), []

    def click(place) -> None:
        clicks.append(place.inner_text())
        place.click()

    return page, click, clicks


def test_one_spreadsheet_leads_from_nothing_to_a_first_health_score(person, klanten):
    page, click, clicks = person
    ways = page.locator(".way")
    expect(ways.get_by_role("heading")).to_have_text(
        ["Bring a spreadsheet", "Connect your product", "Look at the demo"]
    )
    click(ways.first.get_by_role("link", name="Bring a file"))

    with page.expect_file_chooser() as chooser:
        click(page.get_by_text("Choose a file"))
    clicks.append("the file")
    chooser.value.set_files(klanten)

    expect(page.locator("#look")).to_contain_text("5 rows of accounts. 5 would be new.")
    expect(page.locator("#look")).to_contain_text("Bakkerij Smit")
    click(page.get_by_role("button", name="Import 5 rows"))
    page.wait_for_url(re.compile(r"/imports/\d+$"))
    expect(page.locator("#import")).to_contain_text("All 5 rows went in.", timeout=30_000)

    click(page.get_by_role("link", name="See the accounts"))
    expect(page.locator("[data-row]")).to_have_count(5)
    click(page.get_by_role("link", name="Bakkerij Smit"))
    score = page.locator(".figure", has_text="Score").locator(".value")
    expect(score).to_have_text(re.compile(r"^\d"), timeout=30_000)
    expect(page.locator("#summary .figure").first).to_contain_text("thin: little is known")
    expect(page.locator("main")).to_contain_text("29.5")  # with a decimal comma in the file
    assert len(clicks) <= MOST_CLICKS, clicks
