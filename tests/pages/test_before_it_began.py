"""What is said of a day before an account was there? Nothing that was learnt later, and no score."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tenure import clock
from tenure.actions.ratings import rate
from tenure.answers.draft_health import draft_health
from tenure.answers.health import health, scorecards
from tenure.records.models import AccountHealth, Asset, AssetHistory
from tenure.values.moment import Moment
from tests.business_rows import make_asset, make_order
from tests.factories import store
from tests.pages.said.renewals import contract_of

TODAY = date(2026, 5, 12)
PAGE = "/w/acme/accounts/smit"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 5, 12, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def smit(own_data, acme):
    """A contract since June 2025, a rating that was said now, and the certificate of an app."""
    account = contract_of(acme, days=20).account
    asset = make_asset(account, certificate_ends_on="2027-01-01")
    Asset.objects.filter(pk=asset.pk).update(created_at=clock.now())
    rate(account=account, rating=4, at=datetime(1990, 6, 1, tzinfo=UTC), by="test")
    return account


def shown(response):
    return " ".join(response.content.decode().split())


def as_of(account, day):
    (found,) = health(account.workspace, Moment.end_of(day), [account.pk])
    return found


def test_before_its_first_contract_an_account_has_no_score_and_says_so(visit, smit):
    early = as_of(smit, date(1990, 6, 20))
    assert early.facts["sentiment"] == 4, "a measure that is known would make a score"
    assert (early.health.score, early.health.band) == (None, "none")
    agent = visit("agent")
    page = shown(agent.get(PAGE, {"as_of": "1990-06-20"}))
    assert "Its first contract had not begun, so it has no score." in page
    assert "Nothing is known yet that would make a score." in page
    assert "Its first contract" not in shown(agent.get(PAGE))


def test_who_orders_before_the_first_contract_is_scored(smit):
    make_order(smit, "1990-06-02 09:00")
    assert as_of(smit, date(1990, 6, 20)).health.score == 100


def test_a_certificate_is_known_from_when_anything_of_its_asset_is(smit):
    assert as_of(smit, date(1999, 1, 1)).facts["certificate_days_left"] is None
    assert as_of(smit, date(2025, 5, 31)).facts["certificate_days_left"] is None
    assert as_of(smit, date(2025, 6, 1)).facts["certificate_days_left"] == 579
    AssetHistory.objects.create(
        workspace=smit.workspace, asset=smit.assets.get(), name="published_on", value="2024-03-01",
        since=datetime(2024, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    assert as_of(smit, date(2024, 3, 1)).facts["certificate_days_left"] == 1036


def test_a_draft_scores_nobody_before_its_first_contract(smit, acme):
    smit.contracts.get().periods.update(starts_on=date(2026, 8, 1))
    store(smit, {"sentiment": 4}, clock.now())
    AccountHealth.objects.update(score=None, band="none", scorecard="")
    for card in scorecards(acme):
        assert draft_health(acme, card).crossings == ()
