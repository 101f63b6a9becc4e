"""Bringing data in and connecting a product, as only a browser can show it: drop, select, mend, watch, take back."""

import json
import re
import subprocess
import sys
import urllib.request
from base64 import b64encode

import pytest
from playwright.sync_api import expect

from tenure import clock
from tests.browser.conftest import ROOT
from tests.browser.looks import assert_accessible, assert_looks_well

KLANTEN = (
    "Klantnummer;Bedrijfsnaam;Klant sinds;Maandbedrag\n"
    "K1;Studio Vonk;01-02-2024;29,50\nK2;Hotel De Leeuw;31-02-2024;30,25\nK3;Garage Jansen;04-05-2023;41,00\n"
)
DROP = """([text, name]) => {
    const files = new DataTransfer();
    files.items.add(new File([text], name, { type: "text/csv" }));
    const said = { bubbles: true, cancelable: true, dataTransfer: files };
    document.body.dispatchEvent(new DragEvent("dragover", said));
    document.body.dispatchEvent(new DragEvent("drop", said));
}"""


@pytest.fixture
def work(data):
    """The worker does what waits."""

    def run() -> None:
        subprocess.run([sys.executable, "-m", "tests.browser.server", "work", str(data)], cwd=ROOT, check=True)

    return run


def drop(page, text: str = KLANTEN, name: str = "klanten.csv"):
    """Drop a file on the page, and wait for what it is taken for."""
    page.goto("/w/jana/imports/new")
    page.evaluate(DROP, [text, name])
    page.wait_for_url("**/imports/new/*")
    expect(page.get_by_role("heading", name="Columns")).to_be_visible()
    return page


PATHS = [
    "/w/jana/imports", "/w/fresh/imports", "/w/jana/imports/new", "/w/jana/imports/1", "/w/jana/feeds", "/w/fresh/feeds",
    "/w/jana/events/live", "/w/fresh/events/live", "/w/jana/events/dead", "/w/fresh/events/dead",
    "/w/jana/events/unassigned", "/w/fresh/events/unassigned", "/w/jana/settings/keys", "/w/fresh/settings/keys",
    "/w/jana/settings/webhooks", "/w/fresh/settings/webhooks",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_page_passes_axe_and_fits_its_width(visit, path):
    page = visit(path, phone=True, dark=True)
    page.wait_for_load_state("load")
    assert_looks_well(page)


@pytest.mark.parametrize(("phone", "dark"), [(False, True), (True, False)], ids=["desktop-dark", "phone-light"])
def test_a_file_before_it_is_imported_passes_axe_and_fits(visit, phone, dark):
    page = drop(visit("/w/jana/imports/new", phone=phone, dark=dark), KLANTEN + "K1;Vonk 2;;much\n", f"{phone}.csv")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


def test_on_a_phone_the_ways_in_stand_beneath_each_other(visit):
    page = visit("/w/jana/imports/new", phone=True)
    address, kinds = (page.locator(".columns.even > .card").nth(at).bounding_box() for at in (0, 1))
    assert kinds["y"] >= address["y"] + address["height"]
    assert kinds["width"] > 300


@pytest.mark.parametrize(
    ("path", "said"), [("/w/jana/feeds", "Not read"), ("/w/jana/settings/webhooks", "Tried 2 times")]
)
def test_on_a_phone_a_log_says_what_came_of_it_without_moving_it(visit, path, said):
    page = visit(path, phone=True)
    outcome = page.locator("table.plain td", has_text=said).first.bounding_box()
    assert outcome["x"] >= 0
    assert outcome["x"] + outcome["width"] <= 390
    assert outcome["height"] < 100, "it is squeezed into a narrow column"


def test_a_file_is_dropped_mapped_mended_imported_and_taken_back(visit, work):
    page = drop(visit("/w/jana/imports/new"))
    look = page.locator("#look")
    expect(look).to_contain_text("3 rows of accounts. 1 cell cannot be read. 3 would be new.")

    page.get_by_label("Maandbedrag becomes").select_option("Minimum score")
    expect(look).to_contain_text("of “Maandbedrag” cannot be read as “Minimum score”")
    page.get_by_role("link", name="Say what this column is").click()
    page.get_by_label("Maandbedrag becomes").select_option("Left out")
    expect(look).to_contain_text("1 cell cannot be read")
    expect(page.get_by_role("columnheader", name="Maandbedrag")).to_have_count(0)
    page.get_by_label("Maandbedrag becomes").select_option("Trait")
    expect(page.get_by_role("columnheader", name="Maandbedrag")).to_be_visible()

    cell = page.get_by_label("Row 2, Klant sinds")
    expect(cell).to_have_value("31-02-2024")
    cell.fill("28-02-2024")
    cell.press("Enter")
    expect(look).to_contain_text("3 rows of accounts. 3 would be new.")
    expect(look).to_contain_text("1 mended cell")
    page.reload()
    expect(look).to_contain_text("1 mended cell")

    page.get_by_role("button", name="Import 3 rows").click()
    page.wait_for_url(re.compile(r"/imports/\d+$"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert_accessible(page)
    work()
    expect(page.locator("#import")).to_contain_text("All 3 rows went in.")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.get_by_role("link", name="See the accounts").click()
    expect(page.get_by_role("link", name="Hotel De Leeuw")).to_be_visible()
    page.go_back()

    page.get_by_text("Take it back", exact=True).click()
    page.get_by_role("button", name="Take it back whole").click()
    expect(page.locator("#import")).to_contain_text("It is being taken back for Owner.")
    work()
    expect(page.locator("#import")).to_contain_text("all of it. 3 records were removed")
    assert_accessible(page)
    page.goto("/w/jana/accounts")
    expect(page.locator("[data-row]")).to_have_text(["Bakkerij Smit"])

    again = drop(page)
    expect(again.locator("#look")).to_contain_text("1 mended cell")
    again.get_by_role("button", name="Discard the file").click()
    again.wait_for_url("**/w/jana/imports")


def test_another_kind_is_chosen_beside_the_columns(visit):
    page = drop(visit("/w/jana/imports/new"), KLANTEN.replace("K1", "K8"))
    page.get_by_label("Kind").select_option("Contracts")
    expect(page.locator("#look")).to_contain_text("a column for Starts on is missing")
    page.get_by_label("Klant sinds becomes").select_option("Starts on")
    expect(page.locator("#look")).to_contain_text("3 rows of contracts")
    page.get_by_text("Read it otherwise").click()
    page.get_by_label("Decimal sign").select_option("Point: 1,234.50")
    expect(page.locator("#look")).to_contain_text("(as set)")


def test_what_is_chosen_with_the_keyboard_is_sent_as_well(visit, tmp_path):
    (tmp_path / "gekozen.csv").write_text(KLANTEN)
    page = visit("/w/jana/imports/new")
    page.locator("#file").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(tmp_path / "gekozen.csv")
    page.wait_for_url("**/imports/new/*")
    expect(page.get_by_role("heading", name="gekozen.csv")).to_be_visible()


def send(base_url: str, key: str, name: str) -> None:
    """Send one event as a product does."""
    said = {"userId": "smit", "event": name, "timestamp": clock.now().isoformat()}
    token = b64encode(f"{key}:".encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {token}"}
    request = urllib.request.Request(f"{base_url}/v1/track", json.dumps(said).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200


def test_a_new_key_sends_events_that_show_as_they_arrive_unless_paused(visit, base_url, work):
    page = visit("/w/jana/settings/keys")
    page.get_by_label("What it is for").fill("Our app")
    page.get_by_role("button", name="Make the key").click()
    key = page.locator("#new-key").inner_text()
    assert key.startswith("tw_")
    assert_accessible(page)
    page.locator("label", has_text="curl").click()
    expect(page.locator("#snippet-curl")).to_be_visible()
    expect(page.locator("#snippet-curl")).to_contain_text(f'-u "{key}:" {base_url}/v1/track')
    expect(page.locator("#snippet-segment-python")).to_be_hidden()

    page.goto("/w/jana/events/live")
    rows = page.locator("#events > li")
    expect(page.get_by_role("status").filter(has_text="Live")).to_be_visible()
    page.mouse.move(5, 5)
    send(base_url, key, "Arrived by itself")
    work()
    expect(rows.first).to_contain_text("Arrived by itself")
    expect(rows.first).to_contain_text("Bakkerij Smit")
    expect(rows.first).to_contain_text("the id is its key")

    page.get_by_role("button", name="Pause").click()
    send(base_url, key, "While paused")
    work()
    expect(page.get_by_text("Paused; more have arrived")).to_be_visible()
    expect(rows.first).to_contain_text("Arrived by itself")
    page.get_by_role("button", name="Go on").click()
    expect(rows.first).to_contain_text("While paused")

    rows.nth(1).hover()
    send(base_url, key, "Under the pointer")
    work()
    expect(page.get_by_text("they come in when you move away")).to_be_visible()
    expect(rows.first).to_contain_text("While paused")
    page.mouse.move(5, 5)
    expect(rows.first).to_contain_text("Under the pointer")
    assert_accessible(page)


def test_an_actor_is_assigned_by_a_name_that_is_offered(visit):
    page = visit("/w/jana/events/unassigned")
    page.get_by_label("Account of piet").press_sequentially("smit")
    expect(page.locator("#offered option")).to_have_attribute("value", "smit")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("piet belongs to Bakkerij Smit now")).to_be_visible()
    expect(page.get_by_text("Every event reaches an account")).to_be_visible()


def test_of_two_columns_for_one_field_the_one_chosen_last_is_it(visit):
    page = drop(visit("/w/jana/imports/new"), KLANTEN.replace("K1", "K7"))  # a file that nobody read otherwise before
    page.get_by_label("Klantnummer becomes").focus()
    page.get_by_label("Klantnummer becomes").select_option("Name")
    expect(page.get_by_label("Bedrijfsnaam becomes")).to_have_value("+trait")
    expect(page.get_by_label("Klantnummer becomes")).to_have_value("name")
    expect(page.locator("#look")).to_contain_text("a column for Account key is missing")
    expect(page.get_by_label("Klantnummer becomes")).to_be_focused()
