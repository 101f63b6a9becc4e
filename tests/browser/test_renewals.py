"""A contract is ended in the browser, with why, and taken back; renewals and the register pass axe and fit a phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tenure import clock
from tests.browser.looks import assert_looks_well

HERE = "/w/renewing/renewals"


@pytest.mark.parametrize("path", [HERE, f"{HERE}/left", f"{HERE}?forecast=at_risk", "/w/fresh/renewals"])
def test_renewals_pass_axe_and_fit_their_width(visit, path):
    page = visit(path, phone=True, dark=True)
    if path != "/w/fresh/renewals":
        page.locator("[data-row]").first.click()
        page.get_by_role("button", name="Close").wait_for()
        for summary in page.locator(".renewal-more > summary").all():
            summary.click()
    assert_looks_well(page)


def test_a_contract_is_ended_with_why_and_taken_back(visit):
    page = visit(HERE)
    page.get_by_role("link", name="Bakker").click()
    page.get_by_text("It ends", exact=True).click()
    end = page.locator("form[action$='/ended']")
    end.get_by_label("First day without it").fill((clock.now().date() + timedelta(9)).isoformat())
    end.get_by_label("Why it leaves").select_option(label="Too dear for what it brings")
    end.get_by_label("Went to which competitor").fill("Rival")
    end.get_by_role("button", name="End the contract").click()
    expect(page.locator("#undo")).to_contain_text("The contract of Bakker ends on")
    expect(page.get_by_role("link", name="Bakker")).to_have_count(0)
    other = visit(f"{HERE}/left")
    expect(other.get_by_text("1 more is announced.")).to_be_visible()
    expect(other.get_by_text("Price · Too dear for what it brings · to Rival")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_role("link", name="Bakker")).to_be_visible()
    expect(page.locator("#undo")).to_contain_text("Taken back")


def test_a_word_is_given_with_the_keyboard_alone(visit):
    page = visit(HERE)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Commit").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_contain_text("Bakker: Commit, because you said so.")
    expect(page.locator(".renewal").first).to_contain_text("Owner said so on")
    page.keyboard.press("z")
    expect(page.locator(".renewal").first).to_contain_text("Health is poor")


def test_the_picture_chooses_a_month_and_the_address_keeps_it(visit):
    page = visit(HERE)
    page.locator(".due-bar").last.click()
    expect(page.get_by_text("Only what is due in")).to_be_visible()
    assert "month=" in page.url
    page.reload()
    expect(page.locator(".renewal")).to_have_count(1)
