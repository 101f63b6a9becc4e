"""A scorecard is changed: who would change band stands there before it is published, and every version after."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import assert_looks_well

CARDS = "/w/demo/health/scorecards"
EDIT = f"{CARDS}/saas/edit"
PAGES = ["/w/demo/health", CARDS, EDIT, f"{CARDS}/new", f"{CARDS}/saas/versions"]


def weigh(page, measure: str, weight: str) -> None:
    """Type a weight as a person does."""
    page.get_by_role("listitem").filter(
        has=page.get_by_label("Measure", exact=True).and_(page.locator(f'[value="{measure}"]'))
    ).get_by_label("Weight").fill(weight)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_passes_axe_and_fits_its_width(visit, path):
    page = visit(path, phone=True, dark=True)
    page.wait_for_load_state("load")
    expect(page.get_by_text("Scoring the accounts under this draft")).to_have_count(0)
    assert_looks_well(page)


def test_a_weight_is_changed_who_changes_band_is_seen_and_a_version_is_published(visit):
    page = visit(CARDS)
    page.get_by_role("region", name="Software as a service").last.get_by_role("link", name="Change it").click()
    preview = page.locator("#preview")
    expect(preview.get_by_role("heading", level=2)).to_have_text("No account would change band.")
    weigh(page, "Days of use", "2000")
    expect(page.locator("#weights-total")).to_contain_text("Weights add up to 2,080")
    expect(preview.get_by_role("heading", level=2)).to_have_text(re.compile("of 4 accounts would change band"))
    expect(preview.get_by_role("link", name="Noord Advies")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("they must add up to 100")).to_be_visible()
    page.get_by_role("button", name="Make it 100").click()
    expect(page.locator("#weights-total")).to_contain_text("Weights add up to 100")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(f"**{CARDS}/saas/versions")
    expect(page.get_by_role("status").filter(has_text="is published as version 2")).to_be_visible()
    expect(page.get_by_text("“Days of use” weighs 96.16 instead of 20.")).to_be_visible()
    expect(page.get_by_text("Version 2 is in use. All 2 versions are kept.")).to_be_visible()


def test_lines_come_and_go_by_keyboard_and_what_is_wrong_stands_at_its_field(visit):
    page = visit(EDIT)
    page.get_by_label("Measure something else").fill("MRR")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    added = page.get_by_role("listitem").filter(has=page.locator('input[value="MRR"]')).first
    expect(added.get_by_label("Poor at")).to_be_focused()
    page.keyboard.type("nothing")
    expect(page.locator("#preview")).to_contain_text("Write a number here.")
    page.get_by_role("button", name="Publish").click()
    expect(added.get_by_text("Write a number here.")).to_be_visible()
    expect(added.get_by_label("Poor at")).to_have_attribute("aria-invalid", "true")
    added.get_by_role("button", name="Remove MRR").press("Enter")
    expect(page.locator('input[value="MRR"]')).to_have_count(0)


def test_leaving_a_draft_asks_first(visit):
    page = visit(EDIT)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Scorecards").first.click()
    page.wait_for_url(f"**{CARDS}")
    assert asked == [], "nothing was changed"
    page.go_back()
    page.get_by_label("Good from").fill("75")
    page.get_by_role("link", name="Scorecards").first.click()
    page.wait_for_url(f"**{CARDS}")
    assert asked == ["beforeunload"]


def test_a_figure_of_the_page_is_asked_why(visit):
    page = visit("/w/demo/health")
    page.get_by_role("button", name=re.compile("Average score")).click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("The lowest scores")).to_be_visible()
    expect(sheet.get_by_text("accounts =")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
