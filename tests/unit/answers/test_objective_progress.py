"""How far is an account with its objectives, as of any day, and what does it cost to ask?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.actions.custom_facts import create_custom_fact
from tenure.actions.objectives import Said, add_objective, change_objective, end_objective
from tenure.actions.scorecards import publish
from tenure.answers import process
from tenure.answers.facts import facts
from tenure.answers.health import health
from tenure.calc.scorecards import READY_MADE
from tenure.facts.custom import parse
from tenure.facts.objectives import PROGRESS
from tenure.records.models import Account, Objective, Touchpoint
from tenure.values.moment import Moment
from tests.business_rows import EPOCH_TIME, measure

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path, time_machine):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    time_machine.move_to(NOON, tick=False)
    yield time_machine
    process.forget()


@pytest.fixture
def account(workspace) -> Account:
    return Account.objects.create(workspace=workspace, key="smit", created_at=EPOCH_TIME)


def touch(account: Account, at: datetime) -> None:
    Touchpoint.objects.create(
        workspace=account.workspace, account=account, key=at.isoformat(), at=at, channel="call", created_at=at
    )


def far(account: Account, at: datetime, *names: str) -> dict[str, object]:
    """The facts of the account at a moment, or those of these names."""
    ((_, known),) = facts(account.workspace, Moment(at), [account.pk], names=names or None)
    return known


def test_it_reads_a_fact_at_the_same_moment_and_what_was_said_by_hand_from_then_on(account, home):
    touch(account, NOON - 5 * DAY)
    add_objective(account=account, said=Said("Talk more", 1, 5, fact="touchpoints_90"), by="test")
    add_objective(account=account, said=Said("Open a shop", 0, 10), by="test")
    by_hand = Objective.objects.get(title="Open a shop")
    home.move_to(NOON + 2 * DAY, tick=False)
    touch(account, NOON + DAY)
    change_objective(objective=by_hand, said=Said("Open a shop", 0, 10, actual=10), by="test")
    home.move_to(NOON + 9 * DAY, tick=False)
    end_objective(objective=Objective.objects.get(fact="touchpoints_90"), by="test")
    said = [far(account, NOON + after)[PROGRESS] for after in (-DAY, DAY, 2 * DAY, 3 * DAY, 10 * DAY)]
    assert said == [None, 0.0, 0.25, 0.625, 1.0]


def test_asked_alone_it_is_the_same_and_what_it_reads_is_not_handed_out(account):
    workspace = account.workspace
    create_custom_fact(
        workspace=workspace, custom=parse(name="visits", source="measurement", of="visitors", how="sum", days=7), by="t"
    )
    measure(account, "visitors", "2026-03-27", 30.0)
    touch(account, NOON - DAY)
    add_objective(account=account, said=Said("More visits", 0, 100, fact="visits"), by="test")
    add_objective(account=account, said=Said("Talk more", 0, 10, fact="touchpoints_90"), by="test")
    add_objective(account=account, said=Said("Gone", 0, 10, fact="no_such_fact"), by="test")
    add_objective(account=account, said=Said("Itself", 0, 10, fact=PROGRESS), by="test")
    whole = far(account, NOON + timedelta(hours=1))
    assert whole[PROGRESS] == pytest.approx((0.3 + 0.1) / 2)
    assert far(account, NOON + timedelta(hours=1), PROGRESS) == {PROGRESS: whole[PROGRESS]}
    assert far(account, NOON + timedelta(hours=1), PROGRESS, "touchpoints_90") == {
        PROGRESS: whole[PROGRESS], "touchpoints_90": 1,
    }  # fmt: skip


def test_other_facts_ask_nothing_of_objectives_and_it_asks_once_for_any_number(workspace, account):
    def asked(*names: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            list(facts(workspace, Moment(NOON), names=names))
        return sum('"records_objective"' in one["sql"] for one in seen.captured_queries)

    assert asked("tickets_open") == 0
    for number in range(20):
        other = Account.objects.create(workspace=workspace, key=f"a{number}", created_at=EPOCH_TIME)
        add_objective(account=other, said=Said("Talk", 0, 10, fact="tickets_open"), by="test")
    assert asked(PROGRESS) == 1


def test_the_resellers_scorecard_counts_it(workspace, account, home):
    for card in READY_MADE["reseller"]:
        publish(workspace=workspace, card=card, by="test")
    add_objective(account=account, said=Said("Open a shop", 0, 10, actual=9), by="test")
    (scored,) = health(workspace, Moment(NOON + timedelta(hours=1)), [account.pk])
    (reason,) = [one for one in scored.health.reasons if one.fact == PROGRESS]
    assert reason.value == 0.9
    assert reason.lost == 0
    assert reason.sentence == "Objectives are 90 % of the way"
