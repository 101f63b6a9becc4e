"""Is a number of the editor of scorecards read as it was meant, with a point or a comma, and refused where it could be two?"""

import pytest

from tenure.console.rules.field import Field, plain


@pytest.mark.parametrize(
    ("text", "number"), [("12,5", 12.5), ("12.5", 12.5), ("−3", -3), ("1.125", 1.125), ("0,250", 0.25), ("1000", 1000)]
)
def test_a_number_is_read_with_either_sign(text, number):
    field = Field("poor", text)
    assert field.number == number
    assert not field.error


@pytest.mark.parametrize("text", ["1,000", "1.000", "2.500", "12,345"])
def test_what_could_be_a_thousand_or_one_is_refused(text):
    field = Field("poor", text)
    assert field.number is None
    assert "could be two numbers" in field.error


@pytest.mark.parametrize("number", [0.25, 1.125, 20, 1234.5, -12.375])
def test_what_a_field_shows_is_read_again(number):
    assert Field("poor", plain(number)).number == number
