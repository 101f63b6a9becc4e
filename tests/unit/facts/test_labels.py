"""Is every fact called by a word that people use, also those that no version declares yet?"""

import json
import re

import pytest

from tenure.calc.scorecards import READY_MADE
from tenure.facts import labels
from tenure.facts.catalogue import CATALOGUE, label, say
from tenure.facts.changes import say_change
from tenure.facts.labels import LABELS

# A programmer's word: an underscore, a bare window, an abbreviation in small letters.
RAW = re.compile(r"_|(?<!last )\b\d+$|\b(?:nps|mrr|arr)\b|(?:ratio|progress|latest|trend)$")


MEASURED = {  # by ready-made scorecards, in measures and rules
    fact
    for cards in READY_MADE.values()
    for card in cards
    for fact in re.findall(r'"fact": "([^"]+)"', json.dumps(card.as_json()))
}


@pytest.mark.parametrize("name", sorted({*MEASURED, *CATALOGUE}))
def test_what_scorecards_read_and_facts_say_is_called_as_people_call_it(name):
    assert not RAW.search(label(name)), label(name)


@pytest.mark.parametrize("name", ["milestone_progress", "a_fact_to_come"])
def test_a_fact_that_nobody_declared_yet_is_said_by_its_label(name):
    subject = f"{label(name)[:1].upper()}{label(name)[1:]}"
    assert say(name, None) == f"{subject} is not known"
    assert name not in say(name, None)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("nps_latest", "latest NPS answer"),
        ("mrr", "MRR"),
        ("active_days_28", "active days in the last 28 days"),
        ("actors_90", "active people in the last 90 days"),
        ("nps_answers", "NPS answers"),
        ("trait.shoe_size", "shoe_size"),
    ],
)
def test_labels(name, called):
    assert label(name) == called


def test_a_label_is_for_a_name_and_has_no_underscore_itself():
    assert not [text for text in LABELS.values() if "_" in text]
    assert labels.of("shoe_size") == "shoe size"


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("usage_trend_28", 0.84, 0, "Usage against the 28 days before went from 84 % to 0 %"),
        ("seat_utilisation", 0.8, 0.25, "Share of the seats in use went from 80 % to 25 %"),
        ("active_days_28", 1_200, 3, "Active days in the last 28 days went from 1,200 to 3"),
        ("sentiment", 4, 2, "Rating of the relationship went from 4 of 5 to 2 of 5"),
        ("has_champion", 1, 0, "Its champion is gone"),
        ("nps_latest", None, 9, "Latest NPS answer became known: 9"),
        ("nps_latest", 9, None, "Latest NPS answer is no longer known; it was 9"),
        ("nps_latest", 9, 9, "Latest NPS answer is 9 as before"),
    ],
)
def test_a_change_is_said_by_the_label_and_in_the_facts_unit(name, before, after, said):
    assert say_change(name, before, after) == said
