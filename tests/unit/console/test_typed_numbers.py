"""Numbers as people of four languages type them; a sign of another language never makes one ten times too large."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale

import tenure.console
from tenure.console.locale import NumberError, plain, typed_number


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "12.5", "12.5"),
        ("en", "1,234.56", "1234.56"),
        ("en", " -1 234 ", "-1234"),
        ("en", "−.5", "-0.5"),
        ("en_IN", "1,00,000", "100000"),
        ("nl", "12,5", "12.5"),
        ("nl", "1.234,5", "1234.5"),
        ("de", "1.234", "1234"),
        ("de_CH", "1'234.5", "1234.5"),
        ("ru", "12 345,6", "12345.6"),
        ("ru", "1\xa0234", "1234"),
    ],
)
def test_a_number_is_read_as_its_reader_writes_it(language, text, number):
    assert typed_number(text, Locale.parse(language)) == Decimal(number)


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "12,5", "write 12.5 or 125."),
        ("en", "1,23", "write 1.23 or 123."),
        ("nl", "1.5", "write 1,5 or 15."),
        ("de", "12.50", "write 12,5 or 1250."),
        ("ru", "12.5", "write 12,5 or 125."),
        ("en", "1.234,56", "such as 1234.5."),
        ("nl", "1.2.3", "such as 1234,5."),
        *(("en", text, "such as 1234.5.") for text in ("", ".", "-", "many", "nan", "1e5", "1_0", "Infinity")),
    ],
)
def test_what_could_be_two_numbers_or_is_none_is_refused_and_shown_how(language, text, shown):
    with pytest.raises(NumberError, match=re.escape(shown)):
        typed_number(text, Locale.parse(language))


@pytest.mark.parametrize("language", ["en", "nl", "de", "ru", "de_CH", "fr", "en_IN"])
@pytest.mark.parametrize("number", ["0", "-3", "1234567.25", "0.000001"])
def test_what_stands_in_a_field_is_read_as_it_was(language, number):
    locale = Locale.parse(language)
    assert typed_number(plain(Decimal(number), locale), locale) == Decimal(number)


def test_no_form_reads_numbers_in_a_way_of_its_own():
    others = re.compile(r"DecimalField\(|FloatField\(\s*label|NumberInput|parse_decimal|parse_number")
    sources = Path(tenure.console.__file__).parent.rglob("*.py")
    assert [path.name for path in sources if others.search(path.read_text(encoding="utf-8"))] == []
