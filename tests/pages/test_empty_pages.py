"""What does somebody meet whose workspace holds nothing yet? What belongs there, a picture of it, and one thing to do."""

import re

import pytest
from django.urls import reverse

SKETCHED = ("tasks", "touchpoints", "retention", "renewals", "departures", "health", "merging", "feeds")


@pytest.mark.parametrize("name", SKETCHED)
def test_an_empty_page_says_what_belongs_there_with_a_picture_that_is_read_to_nobody(visit, acme, name):
    page = visit("owner").get(reverse(name, args=[acme.slug])).content.decode()
    (nothing,) = re.findall(r'<div class="nothing">(.*?)</div>', page, re.DOTALL)
    (sketch,) = re.findall(r"<svg class=\"sketch\"[^>]*>(.*?)</svg>", nothing, re.DOTALL)
    assert sketch.strip(), "the picture is of a name that is drawn"
    assert 'aria-hidden="true"' in nothing
    assert "<h2>" in nothing
    assert re.search(r"<p>\w", nothing)


@pytest.mark.parametrize("name", sorted({*SKETCHED} - {"departures"}))
def test_an_empty_page_offers_one_thing_to_do(visit, acme, name):
    page = visit("owner").get(reverse(name, args=[acme.slug])).content.decode()
    (nothing,) = re.findall(r'<div class="nothing">(.*?)</div>', page, re.DOTALL)
    assert nothing.count('class="button') == 1


@pytest.mark.parametrize("name", ["today", "accounts"])
def test_a_new_workspace_shows_three_ways_in_and_how_it_will_look(visit, acme, name):
    page = visit("owner").get(reverse(name, args=[acme.slug])).content.decode()
    assert page.count('class="way"') == 3
    assert '<div class="preview" aria-hidden="true">' in page
