"""The list of accounts by hand: cells opened with the keyboard, rows chosen, rows pasted, and what axe says of its menus."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import assert_accessible, assert_looks_well
from tests.browser.test_console import settled

LIST = "/w/demo/accounts"


def test_a_cell_is_opened_changed_and_taken_back_with_the_keyboard(visit):
    page = settled(visit(LIST))
    link = page.locator("[data-rows] a[data-row]").first
    name = link.inner_text()
    row = page.locator("[data-rows] tr").first
    before = row.locator('button.cell[data-cell="owner"]').inner_text()
    link.focus()
    page.keyboard.press("ArrowRight")
    expect(row.locator('button.cell[data-cell="owner"]')).to_be_focused()
    page.keyboard.press("Enter")
    choice = row.locator(".cell-form select")
    expect(choice).to_be_focused()
    page.keyboard.press("Escape")
    expect(row.locator('button.cell[data-cell="owner"]')).to_be_focused()
    expect(row.locator('button.cell[data-cell="owner"]')).to_have_text(before)

    page.keyboard.press("Enter")
    expect(choice).to_be_focused()
    other = next(one for one in choice.locator("option").all_inner_texts() if one not in (before, "Nobody"))
    choice.select_option(label=other)
    expect(row.locator('button.cell[data-cell="owner"]')).to_have_text(other)
    expect(row.locator('button.cell[data-cell="owner"]')).to_be_focused()
    expect(page.locator("#undo")).to_contain_text(f"{name}: owner changed.")
    page.locator("#undo [data-undo]").click()
    expect(page.locator("[data-rows] tr").first.locator('button.cell[data-cell="owner"]')).to_have_text(before)


def test_the_name_is_edited_where_it_stands(visit):
    page = settled(visit(LIST))
    link = page.locator("[data-rows] a[data-row]").first
    name = link.inner_text()
    link.focus()
    page.keyboard.press("e")
    field = page.locator("[data-rows] .cell-form input[name=value]")
    expect(field).to_have_value(name)
    field.fill(f"{name} and sons")
    page.keyboard.press("Enter")
    expect(page.locator("[data-rows] a[data-row]").first).to_have_text(f"{name} and sons")
    page.locator("#undo [data-undo]").click()
    expect(page.locator("[data-rows] a[data-row]").first).to_have_text(name)


def test_x_chooses_rows_and_the_bar_says_how_many(visit):
    page = settled(visit(LIST))
    page.locator("[data-rows] a[data-row]").first.focus()
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    expect(page.locator("[data-ticked]")).to_have_text("2")
    page.locator(".bulk summary", has_text="Stage").click()
    page.locator("#bulk-stage").select_option("adopting")
    page.get_by_role("button", name="Set the stage").click()
    expect(page.locator("#undo")).to_contain_text("2 accounts changed.")
    page.locator("#undo [data-undo]").click()
    expect(page.locator("#undo")).to_contain_text("Taken back: 2 are as they were.")


def test_a_filter_is_filled_in_and_read_back(visit):
    page = settled(visit(LIST))
    page.locator(".list-menu summary", has_text="Filter").click()
    page.locator("#filter-by").select_option("mrr")
    page.locator("#filter-op").select_option("gte")
    page.locator("#filter-value").fill("300")
    page.keyboard.press("Enter")
    expect(page.locator(".filter-chip")).to_have_text("MRR is at least €300")
    assert page.url.endswith("?f=mrr.gte.30000")
    page.locator(".filter-chip").click()
    expect(page.locator(".filter-chip")).to_have_count(0)


def test_rows_that_are_pasted_lead_to_the_preview(visit):
    page = settled(visit(LIST))
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "Account ID\\tName\\nK1\\tBakkerij Een\\nK2\\tBakkerij Twee");
            document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    page.wait_for_url("**/imports/new/**")
    expect(page.locator("main")).to_contain_text("2 rows of accounts")


@pytest.mark.parametrize(
    ("phone", "dark"), [(False, False), (False, True), (True, True)], ids=["light", "dark", "phone"]
)
def test_menus_of_the_list_pass_axe_and_fit(visit, phone, dark):
    page = settled(visit(f"{LIST}?f=mrr.gte.10000&f=renewal.known", phone=phone, dark=dark))
    for menu in ("Filter", "Columns", "More"):
        summary = page.locator(".list-menu summary", has_text=menu)
        summary.click()
        expect(page.locator(".list-menu[open] .menu-list").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), menu
        assert_accessible(page)
        summary.click()
    if not phone:
        page.locator("[data-tick]").first.check()
        expect(page.locator(".bulk")).to_be_visible()
        assert_accessible(page)


def test_on_a_phone_every_chosen_column_is_a_line_that_a_tap_opens(visit):
    page = settled(visit(LIST, phone=True, dark=True))
    row = page.locator("[data-rows] tr").first
    cell = row.locator('button.cell[data-cell="owner"]')
    expect(cell).to_be_visible()
    label = row.locator("td.extra").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"Owner"'
    expect(row.locator("[data-tick]")).to_be_hidden()
    before = cell.inner_text()
    cell.click()
    choice = row.locator(".cell-form select")
    expect(choice).to_be_focused()
    other = next(one for one in choice.locator("option").all_inner_texts() if one not in (before, "Nobody"))
    choice.select_option(label=other)
    expect(cell).to_have_text(other)
    page.locator("#undo [data-undo]").click()
    expect(page.locator("[data-rows] tr").first.locator('button.cell[data-cell="owner"]')).to_have_text(before)
    assert_looks_well(page)


def test_on_a_phone_accounts_are_chosen_in_a_mode_of_its_own(visit):
    page = settled(visit(LIST, phone=True, dark=True))
    page.get_by_role("button", name="Choose", exact=True).click()
    rows = page.locator("[data-rows] tr")
    rows.nth(0).locator("a[data-row]").click()
    rows.nth(1).click()
    expect(page.locator("[data-bulk]")).to_contain_text("2 chosen")
    assert page.url.endswith("/accounts"), "a tap chose the account and did not open it"
    page.locator("[data-bulk] summary", has_text="Task").click()
    page.get_by_label("What is to be done").fill("Call them")
    page.get_by_role("button", name="Add the tasks").click()
    expect(page.locator("#undo")).to_contain_text("2 tasks added.")
    page.locator("#undo [data-undo]").click()
    expect(page.locator("#undo")).to_contain_text("2 tasks are as they were.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    page.get_by_role("button", name="Choose", exact=True).click()
    expect(page.locator("[data-bulk]")).to_be_hidden()
