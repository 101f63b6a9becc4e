"""What only a browser can tell: keys, parts that swap, live changes, themes, width, and what axe says."""

import re
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import expect

from tenure import clock
from tenure.calc.health import score
from tenure.calc.measure import Measure
from tenure.calc.moved import moved
from tenure.calc.scorecard import Scorecard
from tenure.console import waterfall
from tests.browser.conftest import ROOT
from tests.browser.looks import assert_accessible, assert_looks_well

CARD = Scorecard("card", "Card", (Measure("Days of use", "Usage", "active_days_28", 0, 20, 100),))
BAKERY = "/w/demo/accounts/bakkerij-smit"


def settled(page):
    """The page once its parts that come later have come."""
    page.wait_for_load_state("load")
    expect(page.get_by_text("Comparing the two days")).to_have_count(0)
    return page


@pytest.mark.parametrize(
    "path", ["/w/demo/accounts", BAKERY, "/w/fresh/accounts", "/w/demo/accounts?q=nobody", f"{BAKERY}?as_of=2026-01-05"]
)
def test_every_page_passes_axe_and_fits_its_width(visit, path):
    assert_looks_well(settled(visit(path, phone=True, dark=True)))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_door_passes_axe(visit, dark):
    page = visit("/account/login/", dark=dark, signed_in=False)
    assert_accessible(page)


def test_the_list_is_walked_with_the_keyboard(visit):
    page = visit("/w/demo/accounts")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Bakkerij Smit")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Noord Advies")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{BAKERY}")


def test_the_search_refreshes_the_list_and_stands_in_the_address(visit):
    page = visit("/w/demo/accounts")
    page.get_by_role("searchbox").press_sequentially("vonk", delay=20)
    expect(page.locator("[data-row]")).to_have_text(["Studio Vonk"])
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page).to_have_url(re.compile("[?]q=vonk"))
    page.reload()
    expect(page.locator("[data-row]")).to_have_text(["Studio Vonk"])


def test_a_phone_sorts_and_shows_renewal_and_last_use_beside_each_other(visit):
    page = visit("/w/demo/accounts", phone=True)
    bakery = page.get_by_role("row").filter(has_text="Bakkerij Smit")
    expect(bakery.get_by_text("Renewal in 12 days")).to_be_visible()
    expect(bakery.get_by_text("Seen 16 days ago")).to_be_visible()
    page.get_by_label("Sort by").select_option("Name, Z to A")
    expect(page.locator("[data-row]").first).to_have_text("Studio Vonk")
    expect(page).to_have_url(re.compile("sort=-account"))
    expect(page.get_by_label("Sort by")).to_have_value("-account")
    page.get_by_role("link", name="Good").click()
    expect(page.locator("[data-row]")).to_have_text(["Studio Vonk"])
    page.get_by_label("Sort by").select_option("MRR, highest first")
    expect(page).to_have_url(re.compile("band=good"))
    wide = visit("/w/demo/accounts")
    expect(wide.get_by_label("Sort by")).to_be_hidden()


def test_figures_of_what_changed_stand_in_one_line_on_a_phone(visit):
    then, now = score(CARD, {"active_days_28": 19}), score(CARD, {"active_days_28": 2})
    told = {
        "request": RequestFactory().get("/"),
        "since": date(2026, 3, 1),
        "until": None,
        "before": then,
        "after": now,
        "bars": waterfall.changes(then, now, moved(then, now)),
        "difference": waterfall.difference(then, now),
    }
    page = settled(visit(BAKERY, phone=True))
    page.evaluate(
        "html => { document.querySelector('#changed').innerHTML = html }",
        render_to_string("console/accounts/_changed.html", told),
    )
    boxes = [one.bounding_box() for one in page.locator("#changed .fall > .points").all()]
    assert len(boxes) == 2
    assert len({round(box["x"] + box["width"]) for box in boxes}) == 1
    says = page.locator("#changed .total > .says").bounding_box()
    assert says["y"] <= boxes[-1]["y"] + boxes[-1]["height"] / 2 <= says["y"] + says["height"]


def test_sorting_and_filtering_survive_back_and_forth(visit):
    page = visit("/w/demo/accounts")
    page.get_by_role("link", name="Account", exact=True).click()
    expect(page.get_by_role("columnheader", name="Account")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("link", name="Good").click()
    expect(page.locator("[data-row]")).to_have_text(["Studio Vonk"])
    expect(page).to_have_url(re.compile("band=good"))
    assert "sort=account" in page.url
    page.go_back()
    expect(page.locator("[data-row]")).to_have_count(5)


def test_why_opens_beside_the_page_and_escape_closes_it(visit):
    page = settled(visit(BAKERY))
    page.get_by_role("button", name="Active on 2 of the last 28 days").first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("poor at 4, good at 16")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)


def test_an_override_is_made_and_ended_in_place(visit):
    page = settled(visit("/w/demo/accounts/noord-advies"))
    page.get_by_text("Set another band").click()
    page.locator("label", has_text="Good").click()
    page.get_by_role("button", name="Set the band").click()
    page.get_by_label("Reason").fill("They renewed by phone")
    until = clock.now().date() + timedelta(days=9)
    page.get_by_label("Until the end of").fill(until.isoformat())
    page.get_by_role("button", name="Set the band").click()
    expect(page.locator("#summary")).to_contain_text("Owner set the band: They renewed by phone")
    expect(page.locator("#band-card")).to_contain_text("in 9 days")
    assert_accessible(page)
    page.get_by_role("button", name="End the override").click()
    expect(page.locator("#band-card")).not_to_contain_text("They renewed by phone")


def test_a_change_of_health_slips_in_by_itself(visit, data):
    page = settled(visit("/w/demo/accounts/bakkerij-smit"))
    expect(page.locator("#summary")).to_contain_text("Poor")
    page.get_by_text("Set a minimum score").click()
    page.get_by_label("Poor below").fill("55")
    subprocess.run([sys.executable, "-m", "tests.browser.server", "recover", str(data)], cwd=ROOT, check=True)
    expect(page.locator("#summary")).to_contain_text("Good")
    expect(page.locator("#reasons")).to_contain_text("Active on 20 of the last 28 days")
    expect(page.get_by_label("Poor below")).to_have_value("55")  # what somebody is writing is left alone


def test_a_chosen_theme_stays(visit):
    page = visit("/w/demo/accounts")
    page.locator(".rail-foot summary").click()
    page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_another_day_and_another_comparison_stand_one_click_away(visit):
    page = settled(visit(BAKERY))
    page.get_by_label("As of the end of").fill("2026-01-05")
    expect(page).to_have_url(re.compile("as_of=2026-01-05"))
    expect(page.get_by_text("This is the end of 5 Jan 2026")).to_be_visible()
    page.get_by_role("link", name="Back to now").click()
    page.wait_for_url(f"**{BAKERY}")


def test_the_workspace_is_switched_from_the_rail(visit):
    page = visit("/w/demo/accounts")
    page.locator(".rail > .menu summary").click()
    page.locator(".rail").get_by_role("link", name="Fresh").click()
    page.wait_for_url("**/w/fresh/")
    expect(page.get_by_role("heading", name="Bring a spreadsheet")).to_be_visible()
