"""Are the ready-made scorecards what the practitioners' tables say?"""

import json
import math
import re
from pathlib import Path

import pytest

from tenure.calc.health import score
from tenure.calc.scorecard import choose, parse
from tenure.calc.scorecards import READY_MADE
from tenure.facts.catalogue import CATALOGUE

CARDS = [card for cards in READY_MADE.values() for card in cards]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.slug)
def test_it_can_be_published_as_it_is(card):
    assert parse(card.as_json()) == card
    assert math.fsum(measure.weight for measure in card.measures) == 100


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.slug)
def test_revenue_and_the_nearness_of_a_renewal_are_no_part_of_it(card):
    assert not {measure.fact for measure in card.measures} & {"mrr", "arr", "days_to_renewal"}


@pytest.mark.parametrize("kind", READY_MADE)
def test_in_the_first_90_days_milestones_take_the_place_of_the_trend(kind):
    new, usual = READY_MADE[kind]
    facts, usual_facts = {m.fact for m in new.measures}, {m.fact for m in usual.measures}
    assert facts - usual_facts == {"milestone_progress"}
    compares_with_the_past = ("trend", "spend_365_ratio")
    assert all(fact.find("trend") >= 0 or fact in compares_with_the_past for fact in usual_facts - facts)
    assert not any("trend" in fact or fact in compares_with_the_past for fact in facts)


@pytest.mark.parametrize("kind", READY_MADE)
@pytest.mark.parametrize(("days", "new"), [(0, True), (89, True), (90, False), (None, False)])
def test_the_first_90_days_are_counted_from_when_the_relationship_began(kind, days, new):
    facts = {"relationship_days": days, "tenure_days": None, "orders_365": 1, "active_days_28": 3}
    assert choose(READY_MADE[kind], facts).slug == (f"{kind}-first-90-days" if new else kind)


# Facts that no version computes yet: they count as unknown until one does.
TO_COME = {"milestone_progress"}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.slug)
def test_it_reads_facts_that_there_are(card):
    read = set(re.findall(r'"fact": "([^"]+)"', json.dumps(card.as_json())))
    assert read - set(CATALOGUE) <= TO_COME


TABLES = Path(__file__).parents[4] / "shared" / "scorecards.md"


@pytest.mark.skipif(not TABLES.exists(), reason="the practitioners' tables are not here")
@pytest.mark.parametrize("kind", READY_MADE)
def test_every_measure_of_the_practitioners_table_is_there_with_its_bounds_and_weight(kind):
    part = TABLES.read_text().split(f"**{kind}**")[1].split("\n\n")[0]
    lines = [
        line.strip("| \n").split(" | ") for line in part.splitlines() if "->" in line and "poor -> good" not in line
    ]
    told = [(*map(float, bounds.split("->")), float(weight)) for _, bounds, weight in lines]
    usual = READY_MADE[kind][1]
    assert [(m.poor, m.good, m.weight) for m in usual.measures] == told
    named = {words.split()[0] for words, _, _ in lines} & set(CATALOGUE)
    assert named <= {m.fact for m in usual.measures}


def test_a_downloads_trend_on_few_downloads_does_not_count():
    card = READY_MADE["reseller"][1]
    facts = {"downloads_trend_28": 0.1, "overdue_days": 0}
    assert score(card, {**facts, "downloads_before_28": 19}).score == 100
    assert score(card, {**facts, "downloads_before_28": 20}).score == 50


def test_a_usage_trend_on_few_events_does_not_count():
    card = READY_MADE["saas"][1]
    facts = {"active_days_28": 10, "usage_trend_28": 0.1}
    assert score(card, {**facts, "events_before_28": 19}).score == 50
    assert score(card, {**facts, "events_before_28": 20}).score == pytest.approx(100 / 3, abs=0.001)


@pytest.mark.parametrize(
    ("facts", "band"),
    [
        ({}, "good"),
        ({"notice_given": True}, "poor"),
        ({"notice_given": False}, "good"),
        ({"has_contract": True, "events_28": 0}, "poor"),
        ({"has_contract": True, "events_28": 1}, "good"),
        ({"has_contract": True, "events_28": None}, "good"),
        ({"events_28": 0}, "good"),
        ({"nps_latest": 6, "nps_latest_days": 90}, "average"),
        ({"nps_latest": 6, "nps_latest_days": 91}, "good"),
        ({"overdue_days": 61}, "average"),
        ({"overdue_days": 60}, "good"),
        ({"has_champion": False}, "average"),
        ({"has_champion": True}, "good"),
    ],
)
def test_the_hard_rules_cap_the_band(facts, band):
    card = choose(READY_MADE["saas"], facts)
    best = {m.fact: m.good for m in card.measures} | {"events_before_28": 20}
    assert score(card, best | facts).band == band
