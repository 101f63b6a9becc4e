"""What a printer gets of a page: dark on white, no wider than a sheet of A4, without what is pressed."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import too_wide

SHEET = {"width": 725, "height": 1050}  # A4 in pixels, less the margins of print.css


@pytest.mark.parametrize(
    "where", ["/w/demo/", "/w/demo/accounts", "/w/demo/accounts/bakkerij-smit", "/w/demo/health", "/w/demo/renewals"]
)
def test_a_page_that_is_dark_on_the_screen_is_white_on_paper(visit, where):
    page = visit(where, dark=True)
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for pressed in (".rail", ".bar", ".tabs", ".button"):
        assert page.locator(f"{pressed}:visible").count() == 0, pressed
    assert not too_wide(page, "a sheet")
