"""The pages of a workspace that holds nothing yet, each with its picture: on a phone in the dark, and on a desk."""

import pytest

from tests.browser.looks import assert_looks_well


@pytest.mark.parametrize(
    "page",
    ["tasks", "touchpoints", "retention", "renewals", "renewals/left", "renewals/open", "health", "duplicates"],
)
def test_an_empty_page_looks_well(visit, page):
    opened = visit(f"/w/fresh/{page}", phone=True, dark=True)
    assert opened.locator("svg.sketch").bounding_box()["height"] > 80
    assert_looks_well(opened)
