"""Is a fact that a workspace declares itself read, said and typed as it should be?"""

import pytest

from tenure.facts.catalogue import CATALOGUE, say
from tenure.facts.custom import HOWS, CustomFactError, catalogue_with, parse
from tenure.facts.values import from_json

PAID = {"name": "paid_30", "source": "event", "of": "Paid", "how": "count", "days": 30}


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("source", ["event", "measurement"])
def test_every_way_of_counting_explains_itself(source, how):
    fact = parse(**PAID | {"source": source, "how": how}).declared
    assert fact.sentence.endswith(".")
    assert "“Paid”" in fact.sentence
    assert "30 complete UTC days" in fact.sentence
    assert fact.group == "custom"
    for value in (None, 3, 1200):
        said = fact.say(value)
        assert said
        assert not said.endswith(".")
        assert "None" not in said


@pytest.mark.parametrize(
    ("how", "source", "value", "said"),
    [
        ("count", "event", 1, "“Paid”: 1 time in the last 30 days"),
        ("count", "event", None, "No usage seen yet"),
        ("count", "measurement", 1200, "“Paid”: 1,200 figures in the last 30 days"),
        ("days", "event", 5, "“Paid” on 5 days of the last 30"),
        ("sum", "event", 1234.5, "“Paid” adds up to 1,234.5 in the last 30 days"),
        ("sum", "event", None, "No value of “Paid” in the last 30 days"),
        ("last", "measurement", 3.0, "“Paid” was last 3"),
        ("last", "measurement", None, "No figure of “Paid” in the last 30 days"),
    ],
)
def test_a_value_is_said_in_a_plain_sentence(how, source, value, said):
    catalogue = catalogue_with([parse(**PAID | {"how": how, "source": source})])
    assert say("paid_30", value, catalogue) == said


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": "Paid"}, "lower case letters"),
        ({"name": "1paid"}, "a letter first"),
        ({"name": "a" * 65}, "at most 64"),
        ({"name": "naïve"}, "cannot be a fact's name"),
        ({"name": "paid\n"}, "cannot be a fact's name"),
        ({"name": None}, "cannot be a fact's name"),
        ({"name": "mrr"}, "There is a fact “mrr” already"),
        ({"name": "trait.size"}, "cannot be a fact's name"),
        ({"source": "trait"}, "choose an event or a measurement"),
        ({"how": "mean"}, "choose one of count, days, sum, last"),
        ({"of": ""}, "in one line of at most 500"),
        ({"of": "x" * 501}, "in one line of at most 500"),
        ({"of": "two\nlines"}, "in one line"),
        ({"of": " Paid"}, "as it is sent"),
        ({"of": "x" * 101, "source": "measurement"}, "at most 100"),
        ({"days": 0}, "1 to 3,650"),
        ({"days": 3_651}, "1 to 3,650"),
        ({"days": True}, "1 to 3,650"),
        ({"days": "30"}, "1 to 3,650"),
    ],
)
def test_what_cannot_be_a_fact_is_refused_with_what_to_change(wrong, told):
    with pytest.raises(CustomFactError, match=told):
        parse(**PAID | wrong)


def test_the_catalogue_of_a_workspace_has_everybodys_facts_and_its_own():
    catalogue = catalogue_with([parse(**PAID)])
    assert set(catalogue) == {*CATALOGUE, "paid_30"}
    assert from_json("paid_30", 3, catalogue) == 3
    assert from_json("paid_30", "3", catalogue) is None
    assert from_json("paid_30", 3) is None


def test_sums_that_engines_add_up_in_another_order_are_the_same_number():
    total = parse(**PAID | {"how": "sum"})
    assert total.typed(0.1 + 0.2) == total.typed(0.3) == 0.3
    assert parse(**PAID).typed(3.0) == 3
    assert isinstance(parse(**PAID).typed(3.0), int)
