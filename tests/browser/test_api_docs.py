"""Does the page about the API stand on its own: without another host, on a phone, in the dark, and for everybody?"""

import pytest

from tests.browser.test_console import assert_accessible

PATH = "/api/v1/docs"


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)], ids=["desktop-light", "phone-dark"])
def test_the_page_passes_axe_and_fits_its_width(visit, phone, dark):
    page = visit(PATH, phone=phone, dark=dark, signed_in=False)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


def test_an_operation_is_found_by_its_link(visit):
    page = visit(PATH, signed_in=False)
    page.get_by_role("navigation", name="API").get_by_role("link", name="Create an order").click()
    page.wait_for_url(f"**{PATH}#create_order")
    assert page.locator("#create_order h3").inner_text() == "Create an order"
