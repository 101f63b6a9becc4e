"""Is 1.234 a thousand or one and a bit?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.sources.numbers import detect_decimal, parse_number, proof, tally
from tenure.sources.problems import CellError


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1 234,5", ",", "1234.5"),
        ("1’234.50", ".", "1234.50"),
        ("1\u00a0234\u00a0567", ".", "1234567"),
        ("-12", ",", "-12"),
        (".5", ".", "0.5"),
        ("1e3", ".", "1000"),
        ("1,234", ".", "1234"),
        ("1.234", ",", "1234"),
        ("12.", ".", "12"),
        ("1\u202f234,5", ",", "1234.5"),
        ("1'234'567.5", ".", "1234567.5"),
        ("−5", ".", "-5"),
        ("0,123", ",", "0.123"),
    ],
)
def test_numbers_are_read_under_their_decimal_sign(text, decimal, value):
    assert parse_number(text, decimal) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1.50", ","),
        ("1,50", "."),
        ("1.2.3", "."),
        ("12a", "."),
        ("--1", "."),
        ("1,23,456", "."),
        ("12 34", "."),
        ("1 234 56", "."),
        ("0,123", "."),
        ("1 234.567,8", ","),
        ("1,5" * 30, "."),
    ],
)
def test_a_number_written_the_other_way_round_is_refused_and_not_multiplied(text, decimal):
    with pytest.raises(CellError):
        parse_number(text, decimal)


@pytest.mark.parametrize(
    ("text", "sign"),
    [("1.234,56", ","), ("1,234.56", "."), ("1 234,56", ","), ("1'234.56", "."), ("1,5", ","), ("1.50", "."),
     ("1.234.567", ","), ("1,234,567", "."), ("1234.567", "."), ("0.123", "."), ("1 234,567", ","), ("1.234", ""),
     ("1,234", ""), ("1234", ""), ("1 234", ""), ("12.", ""), ("1.2.3", "")],
)  # fmt: skip
def test_a_number_proves_its_decimal_sign_when_it_can_be_read_in_one_way_only(text, sign):
    assert proof(text) == sign


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1 234,56", "1234.56"), ("1'234.56", "1234.56")],
)
def test_a_number_that_proves_its_sign_is_read_so_among_others(text, value):
    for decimal in (".", ","):
        assert parse_number(text, decimal, by_itself=True, doubt="mixed") == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12,345"])
def test_a_number_that_can_be_read_in_two_ways_is_not_guessed_where_there_is_doubt(text):
    with pytest.raises(CellError, match="could be"):
        parse_number(text, ".", by_itself=True, doubt="mixed")


def test_a_column_that_is_sure_of_its_sign_says_so():
    assert tally(["1,5", "2,25", "1.234,5", 7]).sign == ","
    assert tally(["1,5", "2,25", "1.5"]).sign == ""
    assert tally(["1.234", "12.500", "900"]).thousands == "."
    assert tally(["1.234", "900"]).thousands == ""
    assert tally(["1.234", "2.345", "1,234"]).thousands == ""
    assert tally(["1.234", "2.345", "0.5"]).thousands == ""


def test_the_decimal_sign_is_told_by_numbers_that_can_be_read_one_way_only():
    assert detect_decimal(["1,5", "2,75", "1.000"], "")[0] == ","
    assert detect_decimal(["1.5", "2.75", "1,000"], "")[0] == "."
    assert detect_decimal(["1.000.000", "1.000"], "")[0] == ","
    assert detect_decimal(["€ 1.200,50"], "")[0] == ","
    assert detect_decimal(["12", 3.5, None], "")[0] == "."


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_number_survives_being_written_and_read_in_both_styles(value):
    point = f"{value:,.2f}"
    comma = point.translate(str.maketrans(",.", ".,"))
    assert parse_number(point, ".") == value == parse_number(comma, ",")
