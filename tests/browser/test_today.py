"""A day's work on Today, and the command palette, as a person with a keyboard or a phone does it."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT
from tests.browser.looks import assert_accessible, assert_looks_well

OFFICE = "/w/office/"
SHIFTS = """() => new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (sum += one.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 100);
})"""


def whole(page):
    """Today once its parts that come later have come."""
    page.wait_for_load_state("load")
    expect(page.locator("#portfolio .picture")).not_to_have_count(0)
    return page


def need(page, name):
    return page.locator(".need").filter(has=page.get_by_role("link", name=name, exact=True))


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_today_passes_axe_fits_its_width_and_nothing_shifts(visit, phone):
    page = whole(visit(OFFICE, phone=phone, dark=True))
    page.reload()  # with the letters at hand, which a first visit fetches
    whole(page)
    assert page.evaluate(SHIFTS) < 0.01
    assert_looks_well(page)


@pytest.mark.parametrize("path", ["/w/fresh/", "/w/office/portfolio", "/w/office/today/smit/snooze"])
def test_pages_around_it_pass_axe(visit, path):
    assert_accessible(visit(path, phone=True, dark=True))


def test_a_days_work(visit):
    page = whole(visit(OFFICE))
    lead = page.locator("#day-lead")
    expect(lead).to_have_text("2 accounts need you, €570 MRR at stake, 2 renewals within 30 days.")
    expect(page.locator(".need-name")).to_have_text(["Noord Advies", "Bakkerij Smit"])

    page.get_by_role("button", name="Number 1: why Noord Advies ranks here").click()
    expect(page.get_by_role("dialog")).to_contain_text("money 450 × severity 0.4 × nearness 1.8 = 324")
    assert_accessible(page)
    page.keyboard.press("Escape")

    smit = need(page, "Bakkerij Smit")
    smit.get_by_role("link", name="Log a call").click()
    smit.get_by_label("What came of it").fill("They are short of hands")
    assert_accessible(page)
    smit.get_by_role("button", name=re.compile("Log it")).click()
    expect(smit.locator(".doing")).to_be_empty()
    expect(page.locator("#undo")).to_contain_text("Bakkerij Smit")

    smit.get_by_role("link", name="Add a task").click()
    smit.get_by_label("What is to be done").fill("Send the price list")
    smit.get_by_label("Due").fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    smit.get_by_role("button", name="Add the task").click()
    mine = page.locator("#my-tasks")
    expect(mine).to_contain_text("Send the price list")
    expect(smit).to_contain_text("a task is due today")
    mine.get_by_role("button", name="Done: Send the price list").click()
    expect(mine).not_to_contain_text("Send the price list")
    page.keyboard.press("z")
    expect(mine).to_contain_text("Send the price list")
    mine.get_by_role("button", name="Done: Send the price list").click()
    expect(smit).not_to_contain_text("a task is due today")

    smit.get_by_role("link", name="Assign").click()
    smit.get_by_label("Owner").select_option("Agent")
    smit.get_by_role("button", name="Assign").click()
    expect(smit.get_by_role("link", name="Agent")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(smit.get_by_role("link", name="Assign")).to_be_visible()

    smit.get_by_role("link", name="Snooze").click()
    expect(smit.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("On holiday until then")
    page.keyboard.press("Enter")
    expect(page.locator(".need-name")).to_have_text(["Noord Advies"])
    expect(lead).to_have_text("1 account needs you, €450 MRR at stake, 2 renewals within 30 days.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".need-name")).to_have_text(["Noord Advies", "Bakkerij Smit"])


def test_forms_open_one_at_a_time_and_close_again(visit):
    page = whole(visit(OFFICE))
    smit, noord = need(page, "Bakkerij Smit"), need(page, "Noord Advies")
    smit.get_by_role("link", name="Snooze").click()
    expect(smit.locator(".doing form")).to_be_visible()
    noord.get_by_role("link", name="Assign").click()
    expect(noord.locator(".doing form")).to_be_visible()
    expect(smit.locator(".doing")).to_be_empty()
    page.keyboard.press("Escape")
    expect(noord.locator(".doing")).to_be_empty()
    smit.get_by_role("link", name="Snooze").click()
    smit.get_by_role("button", name="Snooze").click()  # a reason is asked for by the browser itself
    smit.get_by_role("link", name="Cancel").click()
    expect(smit.locator(".doing")).to_be_empty()


def test_the_list_is_walked_with_the_keyboard(visit):
    page = whole(visit(OFFICE))
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Noord Advies")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/w/office/accounts/smit")


def test_the_palette_goes_anywhere_by_a_few_letters(visit):
    page = whole(visit(OFFICE))
    page.keyboard.press("Control+k")
    letters = page.get_by_role("combobox", name="Go to an account, page or action")
    expect(letters).to_be_focused()
    expect(page.get_by_role("option", name="Log a call")).to_have_attribute("aria-selected", "true")
    assert_accessible(page)
    page.keyboard.type("von")
    found = page.get_by_role("option", name="Studio Vonk")
    expect(found).to_have_attribute("aria-selected", "true")
    expect(letters).to_have_attribute("aria-activedescendant", found.get_attribute("id"))
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/w/office/accounts/vonk")

    page.keyboard.press("Meta+k")
    page.keyboard.type("a")
    expect(page.get_by_role("option", name="Accounts", exact=True)).to_be_visible()
    page.keyboard.press("ArrowUp")  # from the first to the last
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_palette_opens_a_form_beside_any_page_and_switches_the_theme(visit):
    page = visit("/w/office/accounts")
    page.keyboard.press("Control+k")
    page.keyboard.type("add a ta")
    expect(page.get_by_role("option")).to_have_text(["Add a task"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("What is to be done")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("dark")
    expect(page.get_by_role("option")).to_have_text(["Switch between light and dark"])
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_phone_opens_the_palette_too(visit):
    page = visit(OFFICE, phone=True)
    expect(page.locator(".bar summary")).to_be_in_viewport(ratio=1)
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Go to…").click()
    page.get_by_role("combobox", name="Go to an account, page or action").fill("bakkerij")
    page.get_by_role("option", name="Bakkerij Smit").click()
    page.wait_for_url("**/w/office/accounts/smit")


def test_a_change_slips_in_but_never_under_the_pointer(visit, data):
    page, watched = whole(visit(OFFICE)), whole(visit(OFFICE))
    watched.locator(".need").first.hover()
    subprocess.run([sys.executable, "-m", "tests.browser.server", "fall", str(data)], cwd=ROOT, check=True)
    names = ["Studio Vonk", "Noord Advies", "Bakkerij Smit"]
    expect(page.locator(".need-name")).to_have_text(names)
    expect(page.locator(".need").first).to_have_class(re.compile("fresh"))
    expect(watched.get_by_role("button", name="Something changed. Show it")).to_be_visible()
    expect(watched.locator(".need-name")).to_have_text(names[1:])
    watched.get_by_role("button", name="Something changed. Show it").click()
    expect(watched.locator(".need-name")).to_have_text(names)
