"""Health of all accounts: how scores lie, what changed bands, whose accounts, and why a figure is what it is."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tenure import clock
from tenure.records.models import HealthChange, Member
from tests.factories import make_account
from tests.pages.conftest import DOING_WELL, IN_TROUBLE

PAGE = "/w/acme/health"


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def changed(account, before: str, band: str, *, days: int = 1, cause: str = "Seen 16 days ago") -> HealthChange:
    at = clock.now() - timedelta(days=days)
    return HealthChange.objects.create(
        workspace=account.workspace, account=account, at=at, band_before=before, band=band, score_before=80, score=30,
        cause=cause,
    )  # fmt: skip


@pytest.fixture
def reader(visit, own_data):
    return visit("viewer")


def test_one_sentence_says_how_all_accounts_do(reader, bakery, studio):
    changed(bakery, "good", "poor")
    changed(studio, "", "good")
    told = text(reader.get(PAGE))
    assert "1 account is poor and brings €120 a month; 0 are average and 1 good." in told
    assert "In the last seven days 1 changed band for the worse and 0 for the better." in told


def test_scores_lie_in_columns_of_five_points_with_the_figures_as_a_table(reader, bakery, studio):
    page = reader.get(PAGE).content.decode()
    assert page.count('<rect class="stack-good"') == 2, "accounts, and what they bring"
    rows = re.findall(r'<th scope="row">(\d+)–(\d+)</th>(.*?)</tr>', page)
    assert len(rows) == 20
    assert [int(start) for start, _, cells in rows if re.search(r">1<", cells)] == [0, 95]


def test_a_score_of_100_stands_in_the_last_column(reader, acme):
    make_account(acme, "top", "", DOING_WELL | {"overdue_days": 0})
    assert "0 accounts score below 50" in text(reader.get(PAGE))


def test_changes_are_told_with_their_cause_and_can_be_narrowed(reader, bakery, studio):
    changed(bakery, "good", "poor", cause="Active on 2 of the last 28 days")
    changed(studio, "poor", "good", cause="Seats were taken up")
    assert "Active on 2 of the last 28 days" in text(reader.get(PAGE))
    worse, better = (text(reader.get(PAGE, {"way": way})) for way in ("worse", "better"))
    assert "Active on 2 of the last 28 days" in worse
    assert "Seats were taken up" not in worse
    assert "Seats were taken up" in better


def test_earlier_changes_are_a_page_further_and_none_is_lost(reader, acme, bakery):
    for number in range(30):
        changed(bakery, "good", "poor", cause=f"Cause {number:02}.")
    seen, address = [], PAGE
    for _ in range(3):
        response = reader.get(address)
        seen += re.findall(r"Cause \d\d", response.content.decode())
        link = re.search(r'href="(\?[^"]*before=\d+)', response.content.decode())
        address = PAGE + link[1].replace("&amp;", "&") if link else ""
    assert seen == [f"Cause {number:02}" for number in reversed(range(30))]
    assert address == ""


def test_a_cause_of_how_the_relationship_was_rated_is_not_for_sellers(visit, own_data, bakery):
    changed(bakery, "good", "poor", cause="The relationship is rated 2 of 5")
    told = text(visit("sales").get(PAGE))
    assert "Bakkerij Smit" in told


def test_mine_are_those_that_i_own(visit, own_data, bakery, studio):
    client = visit("agent")
    studio.owner = Member.objects.get(role="agent", workspace=studio.workspace)
    studio.save()
    changed(bakery, "good", "poor", cause="Not mine")
    told = text(client.get(PAGE, {"scope": "mine"}))
    assert "0 accounts are poor" in told
    assert "1 good" in told
    assert "Not mine" not in told


def test_thin_scores_and_accounts_without_data_are_named(reader, acme, bakery):
    make_account(acme, "thin", "Thin one", {"last_event_days": 3})
    make_account(acme, "blank", "Blank one", {"mrr": {"amount": 5, "currency": "EUR"}})
    make_account(acme, "new", "New one")
    told = text(reader.get(PAGE))
    assert "1 thin score" in told
    assert "Thin one" in told
    assert "2 accounts without data" in told
    assert "Blank one" in told
    assert "New one" in told


def test_an_empty_workspace_says_what_belongs_here(reader, acme):
    assert "Here you will see how all accounts do" in text(reader.get(PAGE))


@pytest.mark.parametrize("figure", ["score", "good", "poor", "none", "former"])
def test_every_figure_can_be_asked_why(reader, bakery, studio, figure):
    told = text(reader.get(reverse("health-why", args=["acme"]), {"figure": figure}))
    assert "How it is worked out" in told
    assert "What it means" in told


def test_the_average_is_the_sum_shared_out(reader, bakery, studio):
    told = text(reader.get(reverse("health-why", args=["acme"]), {"figure": "score"}))
    assert "points ÷ 2 accounts =" in told


def test_a_figure_that_there_is_not_is_not_found(reader, bakery):
    assert reader.get(reverse("health-why", args=["acme"]), {"figure": "password"}).status_code == 404


def test_nonsense_in_the_address_shows_the_usual_page(reader, bakery):
    assert reader.get(PAGE, {"scope": "x", "way": "y", "before": "-1"}).status_code == 200


def test_the_page_asks_the_database_a_fixed_number_of_times(reader, acme, django_assert_max_num_queries):
    for number in range(40):
        account = make_account(acme, f"k{number}", "", DOING_WELL if number % 2 else IN_TROUBLE)
        changed(account, "good", "poor")
        make_account(acme, f"n{number}", "", {"last_event_days": 3} if number % 2 else {})
    with django_assert_max_num_queries(11):
        reader.get(PAGE)
