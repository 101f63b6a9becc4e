"""Are sentences that were kept in English said again in the language of the page, and is everything else let be?"""

import pytest
from django.utils import translation

from tenure.console.stored_words import again


@pytest.fixture(params=["nl", "de", "ru"])
def language(request):
    with translation.override(request.param):
        yield request.param


def test_in_english_a_sentence_is_what_was_kept():
    assert again("there is no account “Smit”") == "there is no account “Smit”"


def test_a_sentence_is_said_again_with_what_stood_in_its_places(language):
    told = translation.gettext("there is no account “{name}”").format(name="Smit")
    assert again("there is no account “Smit”") == told != "there is no account “Smit”"


def test_what_a_cell_holds_stands_as_it_is_and_what_is_wrong_is_said_again():
    with translation.override("de"):
        said = again("“30-02-2025” is no day of the calendar: February 2025 has 28 days")
        assert said == "„30-02-2025“ ist kein Tag des Kalenders: Februar 2025 hat 28 Tage"
        assert again("“is too large” is not a number") == "„is too large“ ist keine Zahl"


def test_counts_take_the_form_of_number_and_the_figures_of_the_language():
    with translation.override("ru"):
        assert again("1 row was left out: remarks at the end.") == "Пропущена 1 строка: примечания в конце."
        assert again("2 rows were left out: remarks at the end.") == "Пропущены 2 строки: примечания в конце."
        assert again("1,200 rows were left out: remarks at the end.").startswith("Пропущено 1\xa0200 строк")


def test_scores_take_the_decimal_sign_of_the_language():
    with translation.override("de"):
        assert "58,3" in again("The score of 58.3 is below this account's minimum of 60.")


def test_what_a_known_product_wrote_is_named():
    with translation.override("nl"):
        assert again("This is a Shopify orders export.") == "Dit is: Shopify-export (orders)."


def test_a_field_is_called_as_on_the_pages():
    with translation.override("de"):
        said = again("minimum score was changed since by import 7: take that back first")
        assert said == "„Mindestscore“ wurde seither geändert von Import 7: Nehmen Sie den zuerst zurück"


def test_every_reason_that_the_readers_of_files_give_is_known(language):
    for reason in ("is not a number", "is needed, but the cell is blank", "is not between 1 and 5", "is too large"):
        assert again(f"“x” {reason}") != f"“x” {reason}"


def test_a_sentence_without_places_is_looked_up(language):
    assert again("the answer is empty") == translation.gettext("the answer is empty") != "the answer is empty"


@pytest.mark.parametrize("text", ["", "HTTP 418", "Jana wrote this"])
def test_what_no_catalogue_knows_stands_as_it_is(language, text):
    assert again(text) == text
