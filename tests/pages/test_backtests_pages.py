"""Does the page of a back-test say what it found, wait while it is made, and say why it came to nothing?"""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from tenure import clock
from tenure.actions.jobs import do_job, to_do
from tenure.actions.scorecards import publish
from tenure.answers import process
from tenure.calc.scorecards import READY_MADE
from tenure.records.models import Account, Backtest, Contract, ContractPeriod, Job, Scorecard, Workspace
from tests.factories import EPOCH_TIME, make_member

pytestmark = pytest.mark.django_db
TODAY = clock.now().date()


@pytest.fixture
def member(workspace, client, settings, tmp_path):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    found = make_member(workspace, "agent")
    client.force_login(found.user)
    yield found
    process.forget()


def page_of(response) -> str:
    return html.unescape(" ".join(response.content.decode().split()))


def contract(workspace, key: str, days_ago: int, left_days_ago: int | None = None) -> None:
    """An account with a contract that began so long ago, and ended or runs; who left paid less."""
    account = Account.objects.create(workspace=workspace, key=key, name=key, created_at=EPOCH_TIME)
    made = Contract.objects.create(workspace=workspace, account=account, key=key, product="App", created_at=EPOCH_TIME)
    ends = None if left_days_ago is None else TODAY - timedelta(days=left_days_ago)
    ContractPeriod.objects.create(
        workspace=workspace, contract=made, starts_on=TODAY - timedelta(days=days_ago), ends_on=ends,
        mrr=90_000 if ends is None else 5_000, currency="EUR", term_months=12,
    )  # fmt: skip


def ask(client, member, **more) -> str:
    said = {
        "what": "rule", "name": "Small", "rule": '{"fact": "mrr", "op": "lt", "value": {"amount": 9000, "currency": "EUR"}}',
        "start": TODAY - timedelta(days=200), "end": TODAY - timedelta(days=1), "within": 30,
    } | more  # fmt: skip
    answer = client.post(reverse("new-backtest", args=[member.workspace.slug]), said)
    assert answer.status_code == 302, page_of(answer)
    return answer.url


def work(member) -> None:
    for number in to_do(member.workspace):
        assert do_job(workspace=member.workspace, number=number, home=process.home(), spool=process.spool())


def test_the_page_waits_and_then_says_who_would_have_been_flagged(client, member, django_assert_max_num_queries):
    for number in range(3):
        contract(member.workspace, f"left{number}", 400, 50 + number)
        contract(member.workspace, f"here{number}", 400)
    address = ask(client, member)
    assert "It waits for its turn." in page_of(client.get(address))
    work(member)
    with django_assert_max_num_queries(30):
        page = page_of(client.get(address))
    assert "3 of 3 who left were flagged" in page
    assert "Nobody." in page  # missed
    assert "left0" in page
    listed = page_of(client.get(reverse("backtests", args=[member.workspace.slug])))
    assert "Small" in listed


def test_a_stretch_in_which_nobody_was_there_says_so(client, member):
    address = ask(client, member, start="2001-01-01", end="2001-02-01")
    work(member)
    assert Job.objects.get().state == "refused"
    assert "there is nothing to look at" in page_of(client.get(address))


def test_days_that_are_the_wrong_way_round_are_refused_at_their_field(client, member):
    said = {"what": "scorecard saas", "start": "2026-03-01", "end": "2026-01-01", "within": "30"}
    answer = client.post(reverse("new-backtest", args=[member.workspace.slug]), said)
    assert answer.status_code == 422
    assert "swap them" in page_of(answer)
    assert not Backtest.objects.exists()


@pytest.mark.parametrize("what", ["signal nothing", "rule", "nonsense", ""])
def test_what_is_not_there_is_refused_at_its_field(client, member, what):
    said = {"what": what, "rule": "{", "start": "2026-01-01", "end": "2026-03-01", "within": "30"}
    answer = client.post(reverse("new-backtest", args=[member.workspace.slug]), said)
    assert answer.status_code == 422
    assert not Backtest.objects.exists()


def test_a_card_shows_how_each_of_its_measures_goes_with_leaving(client, member):
    publish(workspace=member.workspace, card=READY_MADE[Workspace.Kind.SAAS][-1], by="test")
    cards = reverse("scorecards", args=[member.workspace.slug])
    assert "to see how each measure goes with leaving" in page_of(client.get(cards))
    for number in range(3):
        contract(member.workspace, f"left{number}", 400, 50 + number)
        contract(member.workspace, f"here{number}", 400)
    slug = Scorecard.objects.filter(workspace=member.workspace).first().slug
    address = ask(client, member, what=f"scorecard {slug}")
    work(member)
    assert "How each measure goes with leaving" in page_of(client.get(address))
    page = page_of(client.get(cards))
    assert "Too few cases to say how it goes with leaving" in page
    assert address in page
