"""What only a browser can tell of taking things back: notes that come and go in place, forms that empty, widths and axe."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import assert_accessible, assert_looks_well
from tests.browser.test_console import BAKERY


def test_a_note_is_kept_edited_removed_and_brought_back_in_place(visit):
    page = visit(f"{BAKERY}/timeline")
    note, first = page.locator("#undo"), page.locator(".entry-note").first
    page.get_by_label("Write a note").fill("They want a second till.")
    page.get_by_role("button", name="Keep the note").click()
    expect(first).to_contain_text("They want a second till.")
    expect(page.get_by_label("Write a note")).to_have_value("")
    first.get_by_text("Change").click()
    first.get_by_label("The note").fill("They want two tills.")
    assert_accessible(page)
    first.get_by_role("button", name="Save").click()
    expect(first).to_contain_text(", edited")
    first.get_by_text("Change").click()
    first.get_by_role("button", name="Remove the note").click()
    expect(note).to_contain_text("The note is removed.")
    expect(page.get_by_text("They want two tills.")).to_have_count(0)
    page.keyboard.press("z")
    expect(first).to_contain_text("They want two tills.")


def test_a_contact_and_an_objective_are_changed_and_taken_back_where_they_stand(visit):
    page = visit(f"{BAKERY}/objectives")
    page.get_by_text("Write it").click()
    for label, value in (("What is to be reached", "A second shop"), ("From", "1"), ("To", "2")):
        page.locator("#objectives").get_by_label(label, exact=True).last.fill(value)
    page.get_by_role("button", name="Agree on it").click()
    expect(page.get_by_role("heading", name="A second shop")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_role("heading", name="A second shop")).to_have_count(0)


def test_a_minimum_score_shows_at_once_and_is_taken_back_at_once(visit):
    page = visit(BAKERY)
    page.get_by_text("Set a minimum score").click()
    page.get_by_label("Poor below").fill("90")
    page.get_by_role("button", name="Save the minimum").click()
    expect(page.locator("#summary")).to_contain_text("minimum 90")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#summary")).not_to_contain_text("minimum 90")


def test_a_view_that_was_removed_comes_back_among_the_views(visit):
    page = visit("/w/demo/accounts?band=poor")
    page.get_by_text("Keep as a view").click()
    page.get_by_label("Name of the view").fill("Poor ones")
    page.get_by_role("button", name="Keep", exact=True).click()
    mine = page.get_by_role("navigation", name="Views").get_by_role("link", name="Poor ones")
    expect(mine).to_be_visible()
    page.get_by_text("This view", exact=True).click()
    page.get_by_role("button", name="Remove this view").click()
    expect(page.locator("#undo")).to_contain_text("The view “Poor ones” is gone")
    expect(mine).to_have_count(0)
    assert page.url.endswith("accounts") or "/accounts?" in page.url
    page.get_by_role("button", name="Undo").click()
    expect(mine).to_be_visible()


@pytest.mark.parametrize("looks", [{}, {"phone": True}, {"dark": True}], ids=["wide", "phone", "dark"])
def test_the_note_s_form_fits_and_passes_axe(visit, looks):
    page = visit(f"{BAKERY}/timeline?kind=notes", **looks)
    page.get_by_label("Write a note").fill("A note that is long enough to need two lines on the screen of a phone.")
    page.get_by_role("button", name="Keep the note").click()
    page.locator(".entry-note").first.get_by_text("Change").click()
    assert_looks_well(page)
    assert_accessible(page)
