"""What only a browser can tell of tasks and touchpoints: keys, rows that open, what is taken back, widths and axe."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import assert_accessible, assert_looks_well
from tests.browser.test_console import BAKERY

TASKS, TOUCHPOINTS = "/w/demo/tasks", "/w/demo/touchpoints"


def add(page, title, due=""):
    """A task of one's own, by keyboard."""
    page.keyboard.press("n")
    expect(page.get_by_label("What is to be done")).to_be_focused()
    page.keyboard.type(title)
    if due:
        page.get_by_label("Due", exact=True).fill(due)
    page.get_by_label("What is to be done").press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-row]", has_text=title).first).to_be_visible()


def test_a_call_is_logged_by_keyboard_alone_and_taken_back(visit):
    page = visit("/w/demo/accounts")
    page.keyboard.press("l")
    expect(page.get_by_role("combobox", name="Account")).to_be_focused()
    page.keyboard.type("smit")
    page.keyboard.press("Tab")  # to the way: a call
    page.keyboard.press("Tab")  # to whom
    expect(page.get_by_text("At Bakkerij Smit")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_label("What came of it")).to_be_focused()
    page.keyboard.type("Reached")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#undo")).to_contain_text("Logged: Call with Bakkerij Smit.")
    page.goto(TOUCHPOINTS)
    expect(page.locator("[data-row]")).to_have_text(["Call with Bakkerij Smit"])


def test_on_an_accounts_page_it_is_about_that_account_and_z_takes_it_back(visit):
    page = visit(BAKERY)
    page.keyboard.press("l")
    expect(page.get_by_role("heading", name="Log a touchpoint with Bakkerij Smit")).to_be_visible()
    expect(page.get_by_label("What came of it")).to_be_focused()
    page.keyboard.type("No answer")
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_contain_text("Logged: Call with Bakkerij Smit.")
    page.keyboard.press("z")
    expect(page.locator("#undo")).to_contain_text("Taken back")


def test_tasks_are_added_ticked_moved_finished_and_taken_back_with_the_keyboard(visit):
    page = visit(TASKS)
    add(page, "Write the offer", "2026-01-05")
    add(page, "Call the sponsor", "2026-01-06")
    rows = page.locator("[data-row]")
    expect(rows).to_have_text(["Write the offer", "Call the sponsor"])
    rows.first.focus()
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    expect(page.locator("#together")).to_contain_text("2 selected")
    page.get_by_role("button", name="Move by days").click()
    expect(page.locator("#undo")).to_contain_text("2 tasks were moved.")
    expect(page.locator("#together")).to_be_hidden()
    rows.first.focus()
    page.keyboard.press("d")
    expect(rows).to_have_text(["Call the sponsor"])
    expect(rows.first).to_be_focused()
    page.keyboard.press("z")
    expect(rows).to_have_text(["Write the offer", "Call the sponsor"])


def test_a_row_opens_beneath_itself_and_closes_again(visit):
    page = visit(f"{TASKS}?scope=all")
    add(page, "Send the story")
    row = page.locator("[data-row]", has_text="Send the story")
    row.focus()
    page.keyboard.press("Enter")
    title = page.get_by_label("What is to be done")
    expect(title).to_be_focused()
    title.fill("Send the success story")
    title.press("Enter")
    expect(page.locator("[data-row]", has_text="Send the success story")).to_be_visible()
    expect(title).to_have_count(0)
    page.locator("[data-row]", has_text="Send the success story").focus()
    page.keyboard.press("Enter")
    expect(title).to_be_focused()
    page.keyboard.press("Escape")
    expect(title).to_have_count(0)
    expect(page.locator("[data-row]", has_text="Send the success story")).to_be_focused()


@pytest.mark.parametrize(
    "path",
    [
        TASKS, f"{TASKS}?scope=all", f"{TASKS}/calendar?scope=all", f"{TASKS}/new", TOUCHPOINTS, f"{TOUCHPOINTS}/new",
        f"{TOUCHPOINTS}/plan?account=bakkerij-smit",
    ],
)  # fmt: skip
def test_every_page_passes_axe_and_fits_its_width(visit, path):
    page = visit(path, phone=True, dark=True)
    page.wait_for_load_state("load")
    assert_looks_well(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_opens_passes_axe_too(visit, dark):
    page = visit(f"{TASKS}?scope=all", dark=dark)
    add(page, "Look at the numbers")
    page.locator("[data-row]", has_text="Look at the numbers").first.click()
    expect(page.get_by_label("What is to be done")).to_be_visible()
    page.locator("[data-select]").first.check()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("l")
    expect(page.get_by_role("heading", name="Log a touchpoint")).to_be_visible()
    assert_accessible(page)
