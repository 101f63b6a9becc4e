"""Each question has a name of its own, because engines keep what they compiled under it."""

import pytest

from tenure.facts import ask


def test_no_two_questions_for_traits_share_a_name():
    asked = [["trait.a,b"], ["trait.a", "trait.b"], ["trait.a"], None, []]
    assert len({ask.trait_question(names)[0] for names in asked}) == len(asked)


def test_a_name_that_no_fact_has_is_refused():
    with pytest.raises(ask.UnknownFact, match="__class__"):
        ask.question(["events_7", "__class__"])
