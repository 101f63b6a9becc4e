"""Do typed values survive being written as JSON?"""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.facts import ask
from tenure.facts.catalogue import CATALOGUE
from tenure.facts.values import from_json, stored, to_json
from tenure.values.money import Money

OF_TYPE = {
    "int": st.integers(-(2**60), 2**60),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "text": st.text(),
    "bool": st.booleans(),
    "date": st.dates(),
    "money": st.builds(Money, st.integers(-(2**60), 2**60), st.sampled_from(["EUR", "JPY", "KWD"])),
}


@given(st.data())
def test_every_fact_comes_back_as_it_went(data):
    fact = data.draw(st.sampled_from(list(CATALOGUE.values())))
    value = data.draw(st.none() | OF_TYPE[fact.type])
    assert from_json(fact.name, json.loads(json.dumps(to_json(value)))) == value


@pytest.mark.parametrize(
    "value", [40, 0.5, True, "bakery", None, date(2019, 5, 4), "2019-05-04T10:00", "", "2019-02-30"]
)
def test_a_trait_comes_back_as_it_went(value):
    back = from_json("trait.any", to_json(value))
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("events_28", "3"),
        ("events_28", True),
        ("mrr", 12),
        ("renews_on", "soon"),
        ("plan", 3),
        ("nobody", 3),
        ("trait.a", [1]),
    ],
)
def test_what_is_not_of_the_type_is_unknown(name, value):
    assert from_json(name, value) is None


def test_what_is_not_finite_is_null():
    assert to_json(float("nan")) is None
    assert to_json(float("inf")) is None


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("owner", '"mira"', "mira"), ("owner", "null", None), ("owner", '""', None), ("owner", "7", "7"),
        ("owner", "[1]", None), ("sentiment", "4", 4), ("sentiment", "4.0", 4), ("sentiment", "4.5", None),
        ("sentiment", "true", None), ("sentiment", "0", None), ("sentiment", None, None),
    ],
)  # fmt: skip
def test_a_dated_scalar_is_read_as_its_fact_is_typed(name, text, value):
    assert stored(name, text) == value


def test_an_amount_without_a_currency_is_unknown():
    assert ask.typed({"account": 1, "mrr": 1200, "currency": None}) == {"mrr": None}
    assert ask.typed({"account": 1, "mrr": 0, "currency": "EUR"}) == {"mrr": Money(0, "EUR")}
