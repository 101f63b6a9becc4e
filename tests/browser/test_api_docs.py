"""Does the page about the API stand on its own: without another host, on a phone, in the dark, and for everybody?"""

from tests.browser.looks import assert_looks_well

PATH = "/api/v1/docs"


def test_the_page_passes_axe_and_fits_its_width(visit):
    assert_looks_well(visit(PATH, phone=True, dark=True, signed_in=False))


def test_an_operation_is_found_by_its_link(visit):
    page = visit(PATH, signed_in=False)
    page.get_by_role("navigation", name="API").get_by_role("link", name="Create an order").click()
    page.wait_for_url(f"**{PATH}#create_order")
    assert page.locator("#create_order h3").inner_text() == "Create an order"
