"""Which value does a cell hold, be it text or typed?"""

import datetime
from decimal import Decimal

import pytest

from tenure.sources import cells
from tenure.sources.cells import Amount, Style
from tenure.sources.problems import CellError

STYLE = Style()


def test_a_key_is_one_line_of_at_most_255_characters():
    assert cells.key(" ../../etc/passwd ", STYLE) == "../../etc/passwd"
    assert cells.key(12.0, STYLE) == "12"
    assert cells.key("x" * 255, STYLE) == "x" * 255
    for bad in ("x" * 256, "x" * 10_000, "two\nlines", "bell\a", "nil\0"):
        with pytest.raises(CellError):
            cells.key(bad, STYLE)


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("10", "10", None),
        ("€ 1,200.50", "1200.50", "EUR"),
        ("1,200.50 €", "1200.50", "EUR"),
        ("$10", "10", "USD"),
        ("USD 10", "10", "USD"),
        ("10 GBP", "10", "GBP"),
        ("CHF 1’200.50", "1200.50", "CHF"),
        ("5.- €", "5", "EUR"),
        ("€ 5.--", "5", "EUR"),
        ("CHF 1'234.—", "1234", "CHF"),
        ("1 234 ₽", "1234", "RUB"),
        ("1\u00a0234 руб.", "1234", "RUB"),
        ("руб. 5", "5", "RUB"),
        ("Fr. 5", "5", "CHF"),
        ("10 euro", "10", "EUR"),
        ("10 долларов", "10", "USD"),
        ("€ 10 EUR", "10", "EUR"),
        ("usd 10", "10", "USD"),
    ],
)
def test_an_amount_may_name_its_currency(text, number, currency):
    assert cells.amount(text, STYLE) == Amount(Decimal(number), currency)


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [("€ 1.234,56", "1234.56", "EUR"), ("5,- €", "5", "EUR"), ("€5,-", "5", "EUR"), ("1.234,—", "1234", None)],
)
def test_an_amount_with_a_decimal_comma_may_name_its_currency(text, number, currency):
    assert cells.amount(text, Style(decimal=",")) == Amount(Decimal(number), currency)


def test_whole_numbers_have_no_decimals_so_that_a_sign_between_thousands_is_no_doubt():
    doubtful = Style(is_set=False, doubt="nothing tells")
    assert cells.whole(0, 10_000)("1.234", doubtful) == 1234
    assert cells.whole(0, 10_000)("1,234", doubtful) == 1234
    with pytest.raises(CellError, match=r"could be 1234 or 1\.234"):
        cells.amount("1.234", doubtful)


@pytest.mark.parametrize("bad", ["ten", "10 apples", "10 pcs", "€" + " " * 9_000 + "x", "€ 10 $", "-5", "$", "", True])
def test_what_is_no_amount_is_refused(bad):
    with pytest.raises(CellError):
        cells.amount(bad, STYLE)


def test_typed_cells_give_the_same_values_as_text():
    assert cells.day(datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC), STYLE) == cells.day("2026-03-01", STYLE)
    assert cells.whole(1, 5)(3.0, STYLE) == cells.whole(1, 5)("3", STYLE) == 3
    assert cells.amount(10.5, STYLE) == cells.amount("10.5", STYLE)
    assert cells.yes_or_no(True, STYLE) is cells.yes_or_no("yes", STYLE) is True


def test_a_number_is_not_taken_for_a_date():
    with pytest.raises(CellError, match="format the column as a date"):
        cells.day(46_000, STYLE)


def test_options_are_parted_and_each_counts_once():
    assert cells.options("push; app | push;;", STYLE) == ("push", "app")


@pytest.mark.parametrize("bad", ["6", "0", "4.5", "good", float("nan"), float("inf")])
def test_a_sentiment_is_a_whole_number_from_1_to_5(bad):
    with pytest.raises(CellError):
        cells.whole(1, 5)(bad, STYLE)
