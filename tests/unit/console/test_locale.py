"""Numbers, dates and money as the browser's language writes them."""

from datetime import UTC, date, datetime

import pytest
from babel import Locale

from tenure.console import locale


@pytest.mark.parametrize(
    ("header", "language", "tag"),
    [
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl", "nl_BE"),
        ("fr-FR,nl-NL;q=0.9", "nl", "nl_NL"),
        ("en-US", "nl", "nl"),
        ("en-US,nl;q=0.5", "en", "en_US"),
        ("xx, fr-CA;q=0.5", "en", "fr_CA"),
        ("", "en", "en_GB"),
        ("*", "en", "en_GB"),
        ("!!" * 900, "en", "en_GB"),
        ("zh-tw", "en", "zh_Hant_TW"),
    ],
)
def test_the_region_is_the_browser_s_where_it_agrees_with_the_language(header, language, tag):
    assert str(locale.negotiate(header, language)) == tag


def test_english_that_somebody_chose_is_english_in_figures_too():
    assert str(locale.negotiate("nl-NL", "en", is_chosen=True)) == "en_GB"


@pytest.mark.parametrize(
    ("amount", "currency", "tag", "text"),
    [
        (120_000, "EUR", "en_GB", "€1,200"),
        (120_050, "EUR", "en_GB", "€1,200.50"),
        (120_000, "EUR", "de", "1.200\xa0€"),
        (120_050, "EUR", "nl", "€\xa01.200,50"),
        (1_200, "JPY", "en_US", "¥1,200"),
        (1_500, "KWD", "en_GB", "KWD1.500"),
        (-5_000, "EUR", "en_GB", "-€50"),
    ],
)
def test_money_shows_minor_units_only_when_there_are_any(amount, currency, tag, text):
    assert locale.money(amount, currency, Locale.parse(tag)) == text


def test_dates_and_shares():
    british = Locale.parse("en_GB")
    assert locale.day(date(2026, 3, 1), british) == "1 Mar 2026"
    assert locale.moment(datetime(2026, 3, 1, 14, 5, tzinfo=UTC), british).startswith("1 Mar 2026, 14:05")
    assert locale.percent(0.383, Locale.parse("de")) == "38\xa0%"
    assert locale.number(1234.567, Locale.parse("nl"), 2) == "1.234,57"
