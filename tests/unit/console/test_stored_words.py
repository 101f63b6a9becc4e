"""Are sentences that were kept in English said again in the language of the page, and is everything else let be?"""

import pytest
from django.utils import translation

from tenure.console.stored_words import again


@pytest.fixture(params=["nl", "de", "ru"])
def language(request):
    with translation.override(request.param):
        yield request.param


def test_in_english_a_sentence_is_what_was_kept():
    assert again("a feed (7)") == "a feed (7)"


def test_a_sentence_is_said_again_with_what_stood_in_its_places(language):
    assert again("a feed (7)") == translation.gettext("a feed ({number})").format(number="7") != "a feed (7)"


def test_a_sentence_without_places_is_looked_up(language):
    assert again("the answer is empty") == translation.gettext("the answer is empty") != "the answer is empty"


@pytest.mark.parametrize("text", ["", "HTTP 418", "Jana wrote this"])
def test_what_no_catalogue_knows_stands_as_it_is(language, text):
    assert again(text) == text
