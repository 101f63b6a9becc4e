"""Is 1.234 a thousand or one and a bit?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.sources.numbers import detect_decimal, parse_number
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
    ],
)
def test_numbers_are_read_under_their_decimal_sign(text, decimal, value):
    assert parse_number(text, decimal) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "decimal"), [("1.50", ","), ("1,50", "."), ("1.2.3", "."), ("12a", "."), ("--1", "."), ("1,23,456", ".")]
)
def test_a_number_written_the_other_way_round_is_refused_and_not_multiplied(text, decimal):
    with pytest.raises(CellError):
        parse_number(text, decimal)


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
