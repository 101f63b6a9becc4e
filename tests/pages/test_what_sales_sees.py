"""What do sellers see of an account? Health, reasons and points; never how the relationship was rated."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from tenure import clock
from tenure.actions.ratings import rate
from tenure.actions.scorecards import publish
from tenure.calc.health import poor_alone
from tenure.calc.scorecard import parse
from tenure.console.eyes import cause_seen, is_hidden, seeing, told_by_rules, unseen
from tenure.console.locale import LocaleVoice, negotiate
from tenure.facts.catalogue import say
from tenure.facts.changes import say_change
from tenure.records.models import HealthChange, Scorecard
from tenure.values.voice import PLAIN, speaking
from tests.factories import make_account
from tests.pages.conftest import DOING_WELL

RATED = "Rated 2 of 5"
PLAIN_RATED = "Rated 2 of 5: unhappy"
HIDDEN = "Your role does not see this"
UNTOLD = "The score also counts what your role does not see, so no points are shown."


@pytest.fixture(autouse=True)
def _in_english():
    """Whatever language the page before was asked for in."""
    with translation.override("en"):
        yield


@pytest.fixture
def vonk(acme):
    """An account that does well but for how its owner rates it."""
    return make_account(acme, "vonk", "Studio Vonk", DOING_WELL | {"sentiment": 2, "days_to_renewal": 200})


@pytest.fixture
def souring(own_data, acme, vonk):
    """The same account, rated well in June and badly on the last day of October: that took all its points."""
    for rating, month, day in ((4, 6, 1), (1, 10, 31)):
        rate(account=vonk, rating=rating, at=datetime(2026, month, day, tzinfo=UTC), by="test")
    card = Scorecard.objects.get(workspace=acme, slug="saas").definition
    for one in card["measures"]:
        one["weight"] += {"sentiment": -5, "last_event_days": 5}.get(one["fact"], 0)
    publish(workspace=acme, card=parse(card), by="test")
    return vonk


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=["acme", *args]), query)
    assert response.status_code == 200
    return response.content.decode()


def test_others_see_how_the_relationship_was_rated(visit, vonk):
    for role in ("owner", "viewer"):
        assert RATED in page(visit(role), "account", "vonk")


def test_sellers_see_the_score_and_its_measures_without_the_rating(visit, vonk):
    shown = page(visit("sales"), "account", "vonk")
    assert RATED not in shown
    assert "unhappy" not in shown
    assert UNTOLD in shown
    assert "Studio Vonk" in shown


@pytest.mark.parametrize(
    ("name", "query", "figures"),
    [
        ("account", {}, '<span class="points">−'),
        ("why", {"fact": "score"}, "score = points"),
        ("why", {"fact": "last_event_days"}, "points ="),
        ("changed", {"since": "2026-07-01", "as_of": "2026-11-01"}, "<span>Sentiment"),
        ("scorecards", {}, "good from"),
        ("scorecard-versions", {}, "instead of"),
    ],
)
def test_no_points_weights_or_bounds_tell_sellers_what_the_rating_won(visit, souring, name, query, figures):
    """The score is known: with what the others won, the rest is what the rating did."""
    key = "saas" if name == "scorecard-versions" else souring.key
    address = (name,) if name == "scorecards" else (name, key)
    assert figures in page(visit("agent"), *address, **query)
    shown = page(visit("sales"), *address, **query)
    assert figures not in shown
    assert "entiment" not in shown


def test_a_scorecard_that_rates_no_relationship_shows_sellers_its_points(visit, acme):
    for card in Scorecard.objects.filter(workspace=acme):
        kept = [one for one in card.definition["measures"] if one["fact"] != "sentiment"]
        kept[0]["weight"] += 100 - sum(one["weight"] for one in kept)
        card.definition["measures"] = kept
        card.save()
    make_account(acme, "vonk", "Studio Vonk", DOING_WELL)
    client = visit("sales")
    assert page(client, "account", "vonk").count('<span class="points">') > 1
    assert "good from" in page(client, "scorecards")


@pytest.mark.parametrize("fact", ["sentiment", "score"])
def test_no_why_sheet_tells_it(visit, vonk, fact):
    client = visit("sales")
    shown = page(client, "why", "vonk", fact=fact)
    assert RATED not in shown
    assert "2 of 5" not in shown
    assert RATED in page(visit("agent"), "why", "vonk", fact="sentiment")


def test_no_list_tells_it(visit, acme):
    make_account(acme, "mol", "Mol", {"sentiment": 1})  # the only measure that is known, so it is the reason
    assert "Rated 1 of 5" in page(visit("agent"), "accounts")
    assert "Rated 1 of 5" not in page(visit("sales"), "accounts")


def test_what_moved_the_score_does_not_tell_it(visit, vonk):
    assert "Rated" not in page(visit("sales"), "changed", "vonk")


def test_a_stored_cause_tells_it_to_nobody_who_may_not_see_it():
    told = say("sentiment", 2)
    assert cause_seen(told) == told
    with seeing(frozenset({"sentiment"})):
        assert cause_seen(told) == HIDDEN
        assert cause_seen("Last event 16 days ago") == "Last event 16 days ago"
    assert not is_hidden("sentiment")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_moved_it_is_said_in_any_language_but_to_nobody_who_may_not_see_it(language):
    stored = say_change("sentiment", 4, 2)
    with translation.override(language), speaking(LocaleVoice(negotiate("", language))):
        assert ("2 of 5" in cause_seen(stored)) is (language == "en")
        assert cause_seen(say_change("mrr", 4, 2))
        with seeing(frozenset({"sentiment"})):
            assert cause_seen(stored) == cause_seen(PLAIN_RATED) == str(unseen())


def test_a_hard_rule_does_not_tell_it_in_its_own_words(visit, acme):
    said = "We are on bad terms"
    rule = {"fact": "sentiment", "op": "le", "value": 2}
    for card in Scorecard.objects.filter(workspace=acme):
        card.definition["hard_rules"] = [{"name": "Bad terms", "rule": rule, "band": "poor", "reason": said}]
        card.save()
    account = make_account(acme, "vonk", "Studio Vonk", DOING_WELL | {"sentiment": 1, "days_to_renewal": 200})
    HealthChange.objects.create(
        workspace=acme, account=account, at=clock.now(), band_before="good", band="poor", cause=said, score_before=80
    )
    pages = [("account", "vonk"), ("why", "vonk"), ("accounts",), ("today",), ("health",), ("account-timeline", "vonk")]
    for role, sees in (("agent", True), ("sales", False)):
        client = visit(role)
        shown = [page(client, *address, **({"fact": "score"} if address[0] == "why" else {})) for address in pages]
        assert any(said in one for one in shown) is sees, role
        assert [said in one for one in shown[:3]] == [sees] * 3


def test_a_measure_that_makes_poor_by_itself_does_not_tell_it():
    with speaking(PLAIN):
        told = poor_alone("How they rate us")
    measure = {
        "name": "How they rate us",
        "group": "Relationship",
        "fact": "sentiment",
        "poor": 1,
        "good": 5,
        "weight": 100,
    }
    stored = {"slug": "a", "name": "A", "measures": [measure]}
    hidden = frozenset({"sentiment"})
    assert cause_seen(told) == told
    with seeing(hidden, told_by_rules([stored], hidden)):
        assert cause_seen(told) == HIDDEN
