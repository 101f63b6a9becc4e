"""One account's page: what it shows, what can be asked of it, what a member can change."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tenure import clock
from tenure.console.accounts import trends
from tenure.records.models import AuditEntry, HealthOverride, Member, StaleAccount
from tests.factories import make_account, store
from tests.pages.conftest import IN_TROUBLE

PAGE = "/w/acme/accounts/bakery"
HTMX = {"HX-Request": "true"}


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def agent(visit, bakery):
    return visit("agent")


def test_the_page_says_how_it_stands_and_why(agent):
    page = text(agent.get(PAGE))
    for said in (
        "Bakkerij Smit",
        "Poor",
        "€120",
        "in 12 days",
        "Active on 2 of the last 28 days",
        "16 days ago",
        "Ada",
    ):
        assert said in page


def test_what_each_measure_lost_and_the_score_add_up_to_100_as_shown(agent, bakery):
    page = agent.get(PAGE)
    lost = sum(round(float(bar.points.replace("−", "")) * 10) for bar in page.context["bars"])
    score = int(bakery.health.score * 10)
    assert lost + score == 1000


def test_an_account_never_scored_has_a_page(agent, acme):
    make_account(acme, "new", "New one")
    assert "has not been scored yet" in text(agent.get("/w/acme/accounts/new"))


def test_a_past_day_is_computed_and_cannot_be_changed(agent):
    page = text(agent.get(PAGE, {"as_of": "2024-03-01"}))
    assert "This is the end of 1 Mar 2024" in page
    assert "Set another band" not in page
    assert "data-live" not in page


@pytest.mark.parametrize("day", ["tomorrow", "2999-01-01", "", "2024-13-45", "0001-01-01"])
def test_a_day_that_cannot_be_shown_shows_now(agent, day):
    assert "This is the end of" not in text(agent.get(PAGE, {"as_of": day}))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("garbage", "“garbage” is not a day; write it as 2026-03-04. This is how it stands now."),
        ("2024-13-45", "“2024-13-45” is not a day"),
        ("2999-01-01", "That day is still to come. This is how it stands now."),
        ("0001-01-01", "Nothing can be shown of days before 1990."),
        ("<b>", "“&lt;b&gt;” is not a day"),
        ("", None),
        ("2026-03-04", None),
        ("2026-03-03", None),
    ],
)
def test_a_day_that_cannot_be_shown_says_what_is_shown_instead(agent, day, said, time_machine):
    time_machine.move_to(datetime(2026, 3, 4, 12, tzinfo=UTC), tick=False)
    page = text(agent.get(PAGE, {"as_of": day}))
    assert ("This is how it stands now." in page) == (said is not None)
    assert said is None or said in page


def test_what_changed_says_that_a_day_is_none(agent):
    assert "Choose a day before the one you look at" in text(agent.get(f"{PAGE}/changed", {"since": "garbage"}))
    assert "Choose a day before" not in text(agent.get(f"{PAGE}/changed"))


def test_the_page_is_written_as_its_reader_writes(agent):
    german = text(agent.get(PAGE, headers={"Accept-Language": "de"}))
    assert "120 € im Monat" in german
    assert "20 % der gekauften Plätze wurden" in german
    assert "EUR" not in german
    sheet = text(agent.get(f"{PAGE}/why", {"fact": "seat_utilisation"}, headers={"Accept-Language": "de"}))
    assert sheet.count("20 %") == 2


def test_an_unknown_account_is_not_found(agent):
    assert agent.get("/w/acme/accounts/nobody").status_code == 404


def test_every_fact_tells_why(agent):
    from tenure.facts.catalogue import CATALOGUE

    for name in CATALOGUE:
        assert agent.get(f"{PAGE}/why", {"fact": name}).status_code == 200, name
    assert agent.get(f"{PAGE}/why", {"fact": "score"}).status_code == 200
    assert agent.get(f"{PAGE}/why", {"fact": "password"}).status_code == 404


def test_why_fills_the_formula_in(agent):
    sheet = text(agent.get(f"{PAGE}/why", {"fact": "active_days_28"}))
    assert "poor at 4, good at 16" in sheet
    assert "(2 − 4) ÷ (16 − 4)" in sheet
    assert "Software as a service" in sheet


def test_an_override_shows_at_once_beside_what_was_computed(agent, bakery):
    response = agent.post(f"{PAGE}/override", {"band": "good", "reason": "They told me so"}, headers=HTMX)
    page = text(response)
    assert response.status_code == 200
    assert "<html" not in page
    assert "Agent set the band: They told me so" in page
    assert "End the override" in page
    made = HealthOverride.objects.get(account=bakery)
    assert made.by == f"member {Member.objects.get(role='agent').pk}"
    assert StaleAccount.objects.filter(account=bakery).exists()
    assert AuditEntry.objects.filter(noun="override", verb="create").exists()
    assert "They told me so" in text(agent.get(PAGE))


def test_an_override_holds_to_the_end_of_its_day(agent, bakery, time_machine):
    time_machine.move_to(datetime(2026, 3, 4, 12, tzinfo=UTC), tick=False)
    agent.post(f"{PAGE}/override", {"band": "average", "reason": "Until Friday", "until": "2026-03-06"})
    assert HealthOverride.objects.get(account=bakery).until == datetime(2026, 3, 7, tzinfo=UTC)
    assert "in 2 days" in text(agent.get(PAGE))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"band": "good", "reason": ""}, "Say why"),
        ({"band": "", "reason": "x"}, "Choose a band"),
        ({"band": "purple", "reason": "x"}, "purple is not one of the available choices"),
        ({"band": "good", "reason": "x", "until": "2001-01-01"}, "That day is over"),
        ({"band": "good", "reason": "x", "until": "soon"}, "Choose a day, or leave it empty"),
        ({"band": "good", "reason": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_an_override_that_cannot_be_made_says_what_to_change(agent, bakery, sent, said):
    response = agent.post(f"{PAGE}/override", sent, headers=HTMX)
    assert response.status_code == 422
    assert said in text(response)
    assert not HealthOverride.objects.filter(account=bakery).exists()


def test_ending_an_override_brings_the_computed_band_back(agent, bakery):
    agent.post(f"{PAGE}/override", {"band": "good", "reason": "They told me so"})
    response = agent.post(f"{PAGE}/override/end", headers=HTMX)
    assert "They told me so" not in text(response)
    assert HealthOverride.objects.get(account=bakery).ended_at is not None
    assert agent.post(f"{PAGE}/override/end", headers=HTMX).status_code == 200


def test_a_minimum_can_be_set_and_taken_away(agent, bakery):
    assert "Minimum score: 60" in text(agent.post(f"{PAGE}/minimum", {"minimum": "60"}, headers=HTMX))
    bakery.refresh_from_db()
    assert bakery.minimum_score == 60
    agent.post(f"{PAGE}/minimum", {"minimum": ""})
    bakery.refresh_from_db()
    assert bakery.minimum_score is None


@pytest.mark.parametrize("wrong", ["-1", "101", "many", "5.5"])
def test_a_minimum_that_is_none_says_so(agent, bakery, wrong):
    response = agent.post(f"{PAGE}/minimum", {"minimum": wrong}, headers=HTMX)
    assert response.status_code == 422
    assert "whole number from 0 to 100" in text(response)


def test_without_scripts_a_form_leads_back_to_the_page(agent):
    response = agent.post(f"{PAGE}/minimum", {"minimum": "60"})
    assert response.status_code == 302
    assert response.url == PAGE
    refused = agent.post(f"{PAGE}/minimum", {"minimum": "x"})
    assert b"<html" in refused.content


def test_viewers_see_no_forms(visit, bakery):
    page = text(visit("viewer").get(PAGE))
    assert "Set another band" not in page
    assert "Set a minimum score" not in page


def test_what_changed_asks_for_a_day_before(agent):
    late = agent.get(f"{PAGE}/changed", {"since": (clock.now() + timedelta(days=3)).date().isoformat()})
    assert late.status_code == 200
    wrong = agent.get(f"{PAGE}/changed", {"since": "2026-03-05", "as_of": "2026-03-01"})
    assert "Choose a day before the one you look at" in text(wrong)


def test_live_news_brings_the_changed_parts_only(agent, acme, bakery):
    store(bakery, IN_TROUBLE | {"active_days_28": 16}, clock.now())
    response = agent.get(PAGE, headers={"HX-Request": "true", "HX-Target": "live"})
    page = text(response)
    assert "<html" not in page
    assert "Active on 16 of the last 28 days" in page
    assert page.count("hx-swap-oob") == 4


def test_the_page_asks_the_database_a_fixed_number_of_times(agent, django_assert_max_num_queries):
    agent.get(PAGE)
    with django_assert_max_num_queries(32):
        agent.get(PAGE)


def test_trends_come_for_ones_own_accounts_only(visit, bakery):
    assert visit("owner").get(reverse("trends", args=["acme"]), {"id": [bakery.pk, 10**30, "x"]}).status_code == 200


@pytest.mark.parametrize(
    ("bands", "zones"),
    [({}, ("60", "30")), ({"good_from": 80, "average_from": 50}, ("50", "20")), (None, ("60", "30"))],
)
def test_a_trend_lies_before_the_bands_of_the_account_s_own_card(agent, bakery, monkeypatch, bands, zones):
    monkeypatch.setattr(trends, "score_history", lambda *_: {bakery.pk: [60.0] * 12})
    bakery.health.detail = {"score": "high"} if bands is None else bakery.health.detail | bands
    bakery.health.save()
    line = text(agent.get(reverse("trends", args=["acme"]), {"id": bakery.pk}))
    for zone, height in zip(("average", "good"), zones, strict=True):
        assert f'class="zone-{zone}" height="{height}"' in line
    assert 'tabindex="0"' in line, "one alone is read with the keyboard, too"


def test_stored_health_that_cannot_be_read_breaks_no_page(agent, bakery):
    bakery.health.detail = json.loads('{"score": "high"}')
    bakery.health.save()
    assert agent.get("/w/acme/accounts").status_code == 200
    assert agent.get(PAGE).status_code == 200
