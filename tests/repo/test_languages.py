"""Does every language say everything? And does the check that asks go red when one does not?"""

import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.repo.test_words import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import words

ONE = ("", "%(name)s is back.", "")
MANY = ("", "{n} day", "{n} days")
FOUND = {ONE: ["a.py"], MANY: ["a.py"]}


@pytest.mark.parametrize("language", [code for code in words.offered() if code != "en"])
def test_every_language_that_is_offered_says_everything_and_nothing_else(language):
    assert list(words.faults(language, words.strings())) == []


def test_four_languages_are_offered():
    assert words.offered() == ["en", "nl", "de", "ru"]


def catalogue(folder: Path, **said: object) -> Path:
    """A Russian catalogue of two strings; ``said`` says another thing in one of them."""
    russian = Catalog(locale="ru", domain="django")
    russian.add(ONE[1], str(said.get("one", "%(name)s снова здесь.")))
    russian.add(MANY[1:], said.get("many", ("{n} день", "{n} дня", "{n} дней")))
    if "left" in said:
        russian.add("Nobody says this any more.", "Этого больше нет.")
    words.write("ru", russian, folder)
    return folder


def test_a_complete_catalogue_has_no_faults(tmp_path):
    assert list(words.faults("ru", FOUND, catalogue(tmp_path))) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"one": ""}, "untranslated"),
        ({"many": ("{n} день", "", "{n} дней")}, "untranslated"),
        ({"one": "%(nam)s снова здесь."}, "places"),
        ({"one": "Снова здесь."}, "places"),
        ({"many": ("{n} день", "дни", "{n} дней")}, "places"),
        ({"left": True}, "unused"),
    ],
)
def test_the_check_goes_red(tmp_path, said, fault):
    faults = list(words.faults("ru", FOUND, catalogue(tmp_path, **said)))
    assert len(faults) == 1
    assert fault in faults[0]


def test_a_string_that_no_catalogue_has_is_a_fault(tmp_path):
    found = FOUND | {("", "Somebody new", ""): ["b.html"]}
    assert list(words.faults("ru", found, catalogue(tmp_path))) == ["ru: not in the catalogue: 'Somebody new' (b.html)"]


def test_bringing_a_catalogue_up_to_date_keeps_translations_and_drops_what_is_unused(tmp_path):
    folder = catalogue(tmp_path, left=True)
    words.write("ru", words.updated("ru", FOUND | {("", "New", ""): ["b.html"]}, folder), folder)
    said = {words.key_of(one): one.string for one in words.read("ru", folder) if one.id}
    assert said == {ONE: "%(name)s снова здесь.", MANY: ("{n} день", "{n} дня", "{n} дней"), ("", "New", ""): ""}


def test_strings_are_found_in_templates_and_in_python(tmp_path):
    (tmp_path / "a.html").write_text(
        "{% translate 'One' %}{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
    )
    (tmp_path / "b.py").write_text('_("Two")\nworded_for(3, "{n} ticket", "{n} tickets")\npgettext("list", "Next")\n')
    assert set(words.strings(tmp_path)) == {
        ("", "One", ""),
        ("", "%(n)s day", "%(n)s days"),
        ("", "Two", ""),
        ("", "{n} ticket", "{n} tickets"),
        ("list", "Next", ""),
    }
