"""One account through time: how it stood two months ago, what changed since, what happened; what is noted and agreed."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tenure import clock
from tests.browser.looks import assert_accessible
from tests.browser.test_console import settled

LEEUW = "/w/past/accounts/leeuw"


@pytest.fixture
def leeuw(visit):
    return settled(visit(LEEUW))


def test_a_day_two_months_back_shows_how_it_stood_then(leeuw):
    page, day = leeuw, clock.now().date() - timedelta(61)
    score = page.locator("#summary .figure", has_text="Score").locator(".value")
    now = float(score.inner_text())
    page.get_by_label("As of").fill(f"{day}")
    page.wait_for_url(re.compile(f"as_of={day}"))
    settled(page)
    expect(page.locator(".as-of-note")).to_contain_text("This is the end of")
    assert float(score.inner_text()) > now
    assert_accessible(page)
    page.get_by_role("link", name="Back to now").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{LEEUW}$"))
    assert float(score.inner_text()) == now


def test_the_trend_is_read_out_day_by_day_under_the_pointer_and_with_the_keyboard(leeuw):
    page, today = leeuw, clock.now().date()
    line, tip = page.locator(".spark"), page.locator(".tip")
    expect(line).to_have_attribute("aria-label", re.compile("The score fell"))
    line.hover(position={"x": 75, "y": 10})
    expect(tip).to_have_text(re.compile(rf"^{(today - timedelta(8)).day} \w+ \d{{4}}: \d+$"))
    page.get_by_role("heading", level=1).hover()
    expect(tip).to_be_hidden()
    line.focus()
    expect(tip).to_have_text(re.compile(rf"^{today.day} \w+ \d{{4}}: \d+$"))
    page.keyboard.press("ArrowLeft")
    expect(tip).to_have_text(re.compile(rf"^{(today - timedelta(1)).day} "))
    assert_accessible(page)
    page.keyboard.press("Tab")
    expect(tip).to_be_hidden()


def test_on_a_phone_the_tab_that_is_open_is_in_sight(visit):
    page = visit(f"{LEEUW}/assets", phone=True)
    expect(page.locator(".account-tabs [aria-current]")).to_be_in_viewport(ratio=1)


def test_what_changed_is_asked_for_another_day_without_leaving_the_page(leeuw):
    page = leeuw
    changed = page.locator("#changed")
    expect(changed.get_by_role("heading")).to_contain_text("Down from")
    page.get_by_label("since").fill(f"{clock.now().date() - timedelta(5)}")
    expect(changed.get_by_role("heading")).to_have_text("Nothing moved the score")
    assert page.url.endswith(LEEUW)


def test_the_timeline_is_filtered_and_keeps_a_note_by_keyboard(leeuw):
    page = leeuw
    page.get_by_role("link", name="Timeline").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Write a note").focus()
    page.keyboard.type("They are moving house in spring")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    entries = page.locator(".entry")
    expect(entries.filter(has_text="They are moving house")).to_have_count(1)
    expect(entries.filter(has_text="They miss their reports")).to_have_count(1)

    page.get_by_role("link", name="Notes", exact=True).focus()
    page.keyboard.press("Enter")
    expect(entries.filter(has_text="They miss their reports")).to_have_count(0)
    expect(entries.filter(has_text="They are moving house")).to_have_count(1)
    page.get_by_role("link", name="Everything").focus()
    page.keyboard.press("Enter")
    expect(entries.filter(has_text="They miss their reports")).to_have_count(1)


def test_an_objective_is_agreed_from_a_template(leeuw):
    page = leeuw
    page.goto(f"{LEEUW}/objectives")
    page.get_by_role("link", name="Service: More bookings").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**template=bookings*")
    agree = page.locator("form[action$='/objectives/new']")
    expect(agree.get_by_label("What is to be reached")).to_have_value("More bookings")
    agree.get_by_label("From", exact=True).fill("10")
    agree.get_by_label("To", exact=True).fill("40")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(page.locator(".objective")).to_contain_text("More bookings")
    expect(page.locator(".objective")).to_contain_text("From 10 to 40")


def test_a_contact_is_made_the_champion_and_stands_in_the_head(leeuw):
    page = leeuw
    page.goto(f"{LEEUW}/contacts")
    piet = page.locator(".contact", has_text="Piet")
    piet.locator("summary").focus()
    page.keyboard.press("Enter")
    piet.get_by_label("Champion: speaks for us").focus()
    page.keyboard.press("Space")
    piet.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".contact").first).to_contain_text("Piet champion")
    expect(page.locator(".head-facts")).to_contain_text("Piet champion")
