"""Does everything that a page says of a fact follow the locale of the page?"""

from datetime import date

import pytest
from babel import Locale

from tenure.calc.health import score
from tenure.calc.measure import Measure
from tenure.calc.scorecard import Scorecard
from tenure.console import fact_words
from tenure.console.locale import LocaleVoice
from tenure.facts.catalogue import CATALOGUE, say
from tenure.values.money import Money
from tenure.values.voice import speaking, voice

BRITISH, GERMAN = Locale.parse("en_GB"), Locale.parse("de_DE")
MRR = Money(123_450, "EUR")


@pytest.mark.parametrize(
    ("name", "value", "british", "german"),
    [
        ("mrr", MRR, "€1,234.50 a month", "1.234,50\xa0€ a month"),
        ("mrr", {"amount": 6_300, "currency": "EUR"}, "€63 a month", "63\xa0€ a month"),
        ("renews_on", date(2026, 3, 1), "Renews on 1 Mar 2026", "Renews on 01.03.2026"),
        ("renews_on", "2026-03-01", "Renews on 1 Mar 2026", "Renews on 01.03.2026"),
        ("events_28", 12_345, "12,345 events in the last 28 days", "12.345 events in the last 28 days"),
        ("usage_trend_28", 0.84, "16% fewer events in the last 28 days than in the 28 before", "16\xa0% fewer events"),
        ("seat_utilisation", 0.25, "25% of the seats", "25\xa0% of the seats"),
    ],
)
def test_sentences_have_money_dates_and_shares_as_the_reader_writes_them(name, value, british, german):
    assert fact_words.sentence(name, value, BRITISH).startswith(british)
    assert fact_words.sentence(name, value, GERMAN).startswith(german)


def test_a_line_says_a_value_in_one_form_only():
    money, trend = fact_words.line("mrr", MRR, GERMAN), fact_words.line("usage_trend_28", 0.84, GERMAN)
    assert money.value == "1.234,50\xa0€"
    assert money.value in money.sentence
    assert trend.value == "84\xa0%"


def test_every_group_of_facts_stands_on_the_page():
    words = {group.word for group in fact_words.grouped({}, BRITISH)}
    assert words == {fact.group.capitalize() for fact in CATALOGUE.values()}


def test_reasons_are_said_again_in_the_readers_locale():
    card = Scorecard("card", "Card", (Measure("Trend", "Usage", "usage_trend_28", 0.5, 1, 100),))
    facts = {"usage_trend_28": 0.84}
    (reason,) = fact_words.restated(score(card, facts, say=say), facts, GERMAN).reasons
    assert reason.sentence.startswith("16\xa0% fewer events")
    (kept,) = fact_words.restated(score(card, facts, say=lambda *_: "As it was stored"), {}, GERMAN).reasons
    assert kept.sentence == "As it was stored", "the facts no longer tell what it was"


def test_outside_of_a_page_everything_is_plain_english():
    with speaking(LocaleVoice(GERMAN)):
        assert str(MRR) == "1.234,50\xa0€"
    assert str(MRR) == "1,234.50 EUR"
    assert (voice().number(1_234.5, 2), voice().percent(0.384)) == ("1,234.5", "38 %")
    assert voice().day(date(2026, 3, 1)) == "1 March 2026"
