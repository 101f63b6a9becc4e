"""Everything by keyboard: every control is reached in its order, the focus is seen, and what opens gives the focus back."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_console import settled

STOPS = """() => {
  const reached = (one) => one.checkVisibility() && one.tabIndex >= 0 && !one.disabled && !one.closest("[inert]")
    && !(one.matches("input[type=radio]") && one.form && one.name && (one.form.querySelector(`[name="${one.name}"]:checked`) ?? one) !== one);
  window.stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(reached);
  return window.stops.length;
}"""
WHERE = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const label = one.labels?.[0] && getComputedStyle(one.labels[0]);
  const seen = [style, label, getComputedStyle(one, "::after"), getComputedStyle(one.parentElement)].some((of) => of
    && ((of.outlineStyle !== "none" && parseFloat(of.outlineWidth) > 0) || of.boxShadow !== "none"));
  return [window.stops.indexOf(one), seen, one.outerHTML.slice(0, 120), one.matches("input[type=date]")];
}"""
INSIDE = "() => document.querySelector('dialog[open]').contains(document.activeElement)"
MOST = 140  # stops of a page; a longer one is walked so far


def walked(page) -> list[str]:
    """What is wrong on the way through the page with the tabulator."""
    count = min(page.evaluate(STOPS), MOST)
    at, wrong = -1, []
    while at < count - 1:
        page.keyboard.press("Tab")
        next_one, seen, what, has_parts = page.evaluate(WHERE)
        if next_one == at and has_parts:  # day, month and year are stops of one field
            continue
        if next_one <= at:
            return [*wrong, f"after stop {at} of {count} comes {next_one}: {what}"]
        wrong += [
            f"left out: {page.evaluate(f'window.stops[{one}].outerHTML.slice(0, 120)')}"
            for one in range(at + 1, next_one)
        ]
        wrong += [] if seen else [f"its focus is not seen: {what}"]
        at = next_one
    return wrong


@pytest.mark.parametrize(
    "path",
    [
        "/w/office/", "/w/demo/accounts", "/w/demo/accounts/bakkerij-smit", "/w/renewing/tasks", "/w/renewing/renewals",
        "/w/renewing/retention", "/w/renewing/health",
    ],
)  # fmt: skip
def test_every_control_is_reached_in_its_order_and_the_focus_is_seen(visit, path):
    page = settled(visit(path))
    expect(page.locator(".htmx-request")).to_have_count(0)
    assert not (wrong := walked(page)), "\n".join(wrong)


@pytest.mark.parametrize(
    ("path", "opener"),
    [
        ("/w/demo/accounts", "[data-log]"),
        ("/w/demo/accounts/bakkerij-smit", "#summary button.figure"),
        ("/w/demo/tasks", "[data-new]"),
        ("/w/demo/accounts", ".rail [data-open-palette]"),
        ("/w/renewing/retention", "main [hx-target='#sheet-body']"),
    ],
)
def test_a_sheet_keeps_the_focus_until_escape_gives_it_back(visit, path, opener):
    page = settled(visit(path))
    place = page.locator(opener).first
    place.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    expect(dialog.locator("input, button, a[href]").first).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
        inside = page.evaluate(INSIDE) or page.evaluate("document.activeElement === document.body")
        assert inside, page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(place).to_be_focused()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(visit):
    page = visit("/w/demo/accounts")
    menu = page.locator(".list-menu summary").first
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".list-menu[open]")).to_have_count(1)
    expect(page.locator("#filter-by")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".list-menu[open]")).to_have_count(0)
    expect(menu).to_be_focused()
