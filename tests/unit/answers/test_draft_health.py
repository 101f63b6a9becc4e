"""Does the look at a draft say what would come of publishing it?"""

import random
from dataclasses import replace

import pytest

from tenure import clock
from tenure.actions.overrides import override
from tenure.actions.scorecards import publish
from tenure.actions.workspaces import create_workspace
from tenure.answers.draft_health import draft_health, with_draft
from tenure.answers.health import scorecards
from tenure.answers.measured import measured
from tenure.answers.scored_accounts import sample_of
from tenure.calc.band import Bands
from tenure.calc.scorecards import READY_MADE
from tenure.console.scoring.standing import standing
from tenure.records.models import Account, AccountHealth
from tenure.rules.comparison import Comparison, Op
from tests.factories import make_account, some_facts, store

NEW, USUAL = READY_MADE["saas"]
STRICT = replace(USUAL, bands=Bands(good=90, average=60))
pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(db):
    return create_workspace(name="Acme", by="test")


def test_what_is_foretold_is_what_comes_of_publishing(acme):
    seed = random.randrange(10**9)
    print("seed", seed)
    luck = random.Random(seed)
    accounts = [make_account(acme, f"k{at}", "", some_facts(luck)) for at in range(60)]
    draft = replace(STRICT, measures=tuple(replace(one, poor=one.poor + 0.05) for one in USUAL.measures))
    before = dict(AccountHealth.objects.values_list("account", "band"))
    found = draft_health(acme, draft)
    publish(workspace=acme, card=draft, by="test")
    for account in accounts:
        store(account, account.health.facts, clock.now())
    after = dict(AccountHealth.objects.values_list("account", "band"))
    foretold = {one.account: (one.band_before, one.band) for one in found.crossings}
    assert foretold == {one: (before[one], after[one]) for one in before if before[one] != after[one]}
    scores = [score for score in AccountHealth.objects.values_list("score", flat=True) if score is not None]
    assert found.after.average == pytest.approx(sum(scores) / len(scores))
    assert sum(found.moves.values()) == found.sample.all == 60


def test_nothing_is_stored_and_the_card_in_use_changes_nobody(acme):
    make_account(acme, "studio", "", {"active_days_28": 20, "events_28": 90})
    before = list(AccountHealth.objects.values())
    found = draft_health(acme, scorecards(acme)[1])
    assert found.crossings == ()
    assert found.before == found.after
    assert list(AccountHealth.objects.values()) == before


def test_the_largest_mrr_comes_first(acme):
    for key, mrr in (("small", 10), ("large", 900), ("middle", 50)):
        facts = {"active_days_28": 10, "events_28": 90, "mrr": {"amount": mrr, "currency": "EUR"}}
        make_account(acme, key, "", facts)
    assert [one.mrr for one in draft_health(acme, STRICT).crossings] == [900, 50, 10]


def test_an_override_and_a_minimum_hold_under_the_draft(acme):
    fine = {"active_days_28": 12, "events_28": 90}
    held, bound = make_account(acme, "held", "", fine), make_account(acme, "bound", "", fine)
    override(account=held, band="good", reason="They told me", until=None, by="test")
    AccountHealth.objects.filter(account=held).update(band="good")
    bound.minimum_score = 99
    bound.save()
    found = {one.account: one.band for one in draft_health(acme, STRICT).crossings}
    assert found == {bound.pk: "poor"}


def test_a_card_tried_earlier_takes_accounts_from_those_after_it(acme):
    make_account(acme, "studio", "", {"active_days_28": 20, "events_28": 90, "plan": "Basic"})
    basic = replace(STRICT, slug="basic", rule=Comparison("plan", Op.EQ, "Basic"))
    assert draft_health(acme, basic, 0).measured.accounts == 1
    assert draft_health(acme, basic, 2).measured.accounts == 0, "the usual card, tried before it, takes everybody"


def test_a_draft_takes_the_place_of_its_card_unless_told_otherwise():
    cards = [NEW, USUAL]
    assert [one.slug for one in with_draft(cards, STRICT, None)] == [NEW.slug, USUAL.slug]
    assert [one.slug for one in with_draft(cards, STRICT, 0)] == [USUAL.slug, NEW.slug]
    assert [one.slug for one in with_draft(cards, replace(STRICT, slug="other"), None)][-1] == "other"


def test_of_very_many_a_sample_is_looked_at_that_stays_the_same_and_says_so(acme):
    for at in range(40):
        make_account(acme, f"k{at}", "", {"active_days_28": at % 20, "events_28": 90})
    sample = sample_of(acme, 15)
    assert (sample.looked_at, sample.all, sample.is_whole) == (15, 40, False)
    assert sample_of(acme, 15) == sample
    keys = sorted(AccountHealth.objects.values_list("account", flat=True))
    assert set(sample.accounts) < set(keys)
    assert sample.accounts != keys[:15], "not simply the oldest"
    found = draft_health(acme, STRICT, most=15)
    assert sum(found.moves.values()) == 15
    _, by_card = measured(acme, scorecards(acme), 15)
    assert by_card["saas"].accounts == 15


def test_former_accounts_are_no_part_of_it(acme):
    make_account(acme, "gone", "", {"active_days_28": 1, "is_former": True})
    assert draft_health(acme, STRICT).sample.all == 0


def test_a_measure_knows_only_what_its_guard_lets_count(acme):
    make_account(acme, "studio", "", {"usage_trend_28": 0.4, "events_before_28": 5, "active_days_28": 9})
    _, by_card = measured(acme, scorecards(acme))
    known = {one.fact: spread.known for one, spread in zip(USUAL.measures, by_card["saas"].spreads, strict=True)}
    assert (known["usage_trend_28"], known["active_days_28"]) == (0, 1)


def test_on_postgresql_too_a_sample_is_looked_at_and_scores_are_counted(on_postgres):
    for card in (NEW, USUAL):
        publish(workspace=on_postgres, card=card, by="test")
    for at in range(20):
        facts = {"active_days_28": 10, "events_28": 90, "mrr": {"amount": at, "currency": "EUR"}, "plan": "Basic"}
        make_account(on_postgres, f"k{at}", "", facts)
    assert sample_of(on_postgres, 5).looked_at == len(sample_of(on_postgres, 5).accounts) == 5
    found = draft_health(on_postgres, STRICT)
    assert [one.mrr for one in found.crossings] == [*reversed(range(20))]
    _, by_card = measured(on_postgres, scorecards(on_postgres), 5)
    assert by_card["saas"].accounts == 5
    stand = standing(Account.objects.filter(workspace=on_postgres))
    assert (stand.bands["average"], stand.money["average"], stand.average) == (20, 190, 50)
    assert stand.bins[10]["average"] == 20
