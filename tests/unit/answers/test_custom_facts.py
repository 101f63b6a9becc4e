"""Are facts that a workspace declared itself computed from the log and the records, as far back as they ask?"""

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from tenure.actions.custom_facts import create_custom_fact
from tenure.actions.scorecards import publish
from tenure.answers import process
from tenure.answers.custom_facts import CountedDay, counted_days
from tenure.answers.facts import facts
from tenure.answers.health import health
from tenure.answers.known import facts_known_then
from tenure.calc.measure import Measure
from tenure.calc.scorecard import Scorecard
from tenure.eventlog.days import close_days
from tenure.eventlog.imports import append_import
from tenure.eventlog.schema import EVENTS
from tenure.facts.ask import UnknownFact
from tenure.facts.custom import parse
from tenure.records.models import Account, AccountHealth
from tenure.rounds.facts import FactsRound
from tenure.values.moment import Moment, day_key
from tests.business_rows import EPOCH_TIME, measure
from tests.unit.eventlog.events_for_tests import event

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
NOW = Moment(NOON)
YEAR = parse(name="paid_365", source="event", of="Paid", how="sum", days=365)
WEEK = parse(name="paid_7", source="event", of="Paid", how="count", days=7)
VISITS = parse(name="visits", source="measurement", of="visitors", how="sum", days=400)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path, time_machine):
    time_machine.move_to(NOON, tick=False)
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    yield process.home()
    process.forget()


@pytest.fixture
def acme(workspace) -> Account:
    """An account with closed days up to ten months back, and an open one."""
    account = Account.objects.create(workspace=workspace, key="ann", created_at=EPOCH_TIME)
    ago = {300: 5.0, 100: 2.5, 3: 1.0, 0: 0.25}
    rows = [
        event(f"m{days}", NOON - timedelta(days=days, hours=1), event="Paid", value=value)
        for days, value in ago.items()
    ]
    append_import(process.home(), process.spool(), workspace.slug, 1, 0, pa.Table.from_pylist(rows, EVENTS))
    opened = process.spool().open_days(workspace.slug)
    today = day_key(NOON.date())
    close_days(
        process.home(), process.spool(), workspace.slug, {day: mark for day, mark in opened.items() if day < today}
    )
    for days, value in {399: 7.0, 401: 100.0, 1: 3.0}.items():
        measure(account, "visitors", (NOON.date() - timedelta(days=days)).isoformat(), value)
    for custom in (YEAR, WEEK, VISITS):
        create_custom_fact(workspace=workspace, custom=custom, by="test")
    return account


def known(account: Account, **how) -> dict:
    return dict(facts(account.workspace, NOW, [account.pk], **how))[account.pk]


def test_a_window_longer_than_every_other_reads_as_far_back_as_it_reaches(acme):
    mine = known(acme)
    assert (mine["paid_365"], mine["paid_7"], mine["visits"]) == (8.75, 2, 10)
    assert mine["events_90"] == 2, "the facts of everybody keep their windows"


def test_some_accounts_alone_are_what_everybody_together_is(acme, workspace):
    other = Account.objects.create(workspace=workspace, key="bob", created_at=EPOCH_TIME)
    everybody = dict(facts(workspace, NOW))
    assert everybody[acme.pk] == known(acme)
    assert everybody[other.pk]["paid_365"] is None


def test_a_fact_can_be_asked_for_by_its_name_alone(acme):
    assert known(acme, names=["paid_365"]) == {"paid_365": 8.75}
    assert known(acme, names=["paid_7", "mrr", "trait.x"]) == {"paid_7": 2, "mrr": None, "trait.x": None}
    with pytest.raises(UnknownFact):
        known(acme, names=["paid_8"])


def test_who_was_seen_and_did_not_send_it_has_none_of_it(acme, workspace):
    create_custom_fact(
        workspace=workspace, custom=parse(name="saved", source="event", of="Saved", how="count", days=7), by="test"
    )
    assert known(acme, names=["saved"]) == {"saved": 0}
    seen = known(acme, names=["first_event_days", "saved"])
    assert seen == {"first_event_days": 300, "saved": 0}


def test_a_scorecard_may_measure_it_and_says_its_sentence(acme, workspace):
    card = Scorecard("own", "Own", (Measure("Payments", "Usage", "paid_7", 0, 4, 100),))
    publish(workspace=workspace, card=card, by="test")
    (scored,) = health(workspace, NOW, [acme.pk])
    assert scored.health.score == 50
    assert scored.health.reasons[0].sentence == "“Paid”: 2 times in the last 7 days"


def test_the_round_stores_it_with_the_others(acme, workspace):
    FactsRound().run(workspace)
    assert AccountHealth.objects.get(account=acme).facts["paid_365"] == 8.75


def test_a_name_that_was_never_stored_is_refused_but_the_workspaces_own_are_not(acme, workspace):
    assert facts_known_then(workspace, NOW, None, ["paid_7"]).day is None
    with pytest.raises(UnknownFact):
        facts_known_then(workspace, NOW, None, ["paid_8"])


def test_the_days_beneath_it_are_told_the_latest_first(acme):
    days = counted_days(acme, YEAR, NOW)
    assert days == [
        CountedDay(date(2026, 3, 28), 1, 0.25),
        CountedDay(date(2026, 3, 25), 1, 1.0),
        CountedDay(date(2025, 12, 18), 1, 2.5),
        CountedDay(date(2025, 6, 1), 1, 5.0),
    ]
    assert [one.total for one in counted_days(acme, VISITS, NOW)] == [3.0, 7.0]
