"""Story 4: usage and traits fall into five groups, each with a sentence, a size, a health and a churn rate."""

import json
import random
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
import time_machine
from django.test import Client

from tenure.actions.personas import ask_personas
from tenure.actions.workspaces import create_workspace
from tenure.answers import process, rule_columns
from tenure.calc.persona import from_json, sentence
from tenure.eventlog import facts_log
from tenure.eventlog.tables import FACTS
from tenure.facts.catalogue import label
from tenure.records.models import Account, AccountHealth, Job, Segment
from tenure.rounds.personas import look_for_personas
from tenure.values.moment import day_key
from tests.factories import make_account, make_member

TODAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
# Name -> trade, weekend share, active days, orders, share that leaves.
PLANTED = {
    "weekend shopkeepers": ("Florist", 0.9, 9, 40, 0.05),
    "daily bakers": ("Baker", 0.25, 26, 90, 0.02),
    "silent owners": ("Garage", 0.3, 2, 3, 0.4),
    "seasonal hotels": ("Hotel", 0.5, 14, 220, 0.1),
    "trying dentists": ("Dentist", 0.1, 17, 12, 0.2),
}
EACH = 60


@pytest.fixture
def acme(db):
    return create_workspace(name="Acme", by="test")


@pytest.fixture
def world(settings, tmp_path, acme):
    """Five groups, what was known of them ninety days ago, and those of them that left since."""
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    rule_columns.forget()
    with time_machine.travel(TODAY, tick=False):
        plant(acme)
        client = Client()
        client.force_login(make_member(acme, "agent").user)
        yield client
    process.forget()
    rule_columns.forget()


def plant(acme):
    luck = random.Random(4)
    rows = []
    for name, (trade, weekend, days, orders, leaves) in PLANTED.items():
        for number in range(EACH):
            facts = {
                "trait.trade": trade,
                "trait.weekend": round(min(1.0, max(0.0, luck.gauss(weekend, 0.05))), 3),
                "active_days_28": max(0, round(luck.gauss(days, 1.5))),
                "events_90": max(0, round(luck.gauss(orders, orders * 0.15))),
            }
            account = make_account(acme, f"{name}-{number}".replace(" ", "-"), name, facts)
            rows.append((account, facts))
            if number < EACH * leaves:
                AccountHealth.objects.filter(account=account).update(band="former")
    day = day_key((TODAY - timedelta(days=91)).date())
    stored = [
        {"day": day, "account": account.pk, "key": account.key, "facts": json.dumps(facts), "health": "{}"}
        for account, facts in rows
    ]
    names = FACTS.names
    table = pa.Table.from_pylist([{name: row.get(name) for name in names} for row in stored], schema=FACTS)
    facts_log.store_day(process.home(), acme.slug, day, table)


def test_five_groups_are_found_and_one_becomes_a_segment(world, acme):
    world.post("/w/acme/segments/personas/look")
    assert look_for_personas(acme)
    found = from_json(Job.objects.get().result)
    assert len(found.personas) == len(PLANTED)
    for one in found.personas:
        assert one.precision > 0.9, one
        assert one.recall > 0.9, one
        assert sentence(one, label)
        assert sum(one.bands.values()) == one.size
        assert one.watched >= EACH * 0.9
    page = world.get("/w/acme/segments/personas").content.decode()
    assert "5 groups in " in page
    weekend = next(at for at, one in enumerate(found.personas) if any(mark.text == "Florist" for mark in one.marks))
    silent = next(one for one in found.personas if any(mark.text == "Garage" for mark in one.marks))
    assert 0.3 < silent.left / silent.watched < 0.5
    sent = {"persona": str(weekend), "name": "Weekend shopkeepers"}
    response = world.post(f"/w/acme/segments/personas/{Job.objects.get().pk}/kept", sent)
    made = Segment.objects.get()
    assert response.url == f"/w/acme/segments/{made.pk}"
    assert made.name == "Weekend shopkeepers"


def test_looking_twice_finds_the_same(world, acme):
    results = []
    for _ in range(2):
        ask_personas(workspace=acme, by="test")
        look_for_personas(acme)
        results.append(Job.objects.latest("pk").result)
    assert results[0] == results[1]


def test_too_few_accounts_are_told_so(world, acme):
    Account.objects.exclude(key__startswith="daily").delete()
    AccountHealth.objects.filter(account__key__in=["daily-bakers-0"]).delete()
    Account.objects.filter(pk__in=Account.objects.values_list("pk", flat=True)[20:]).delete()
    ask_personas(workspace=acme, by="test")
    look_for_personas(acme)
    assert Job.objects.get().state == Job.State.REFUSED
    assert "too few accounts" in world.get("/w/acme/segments/personas").content.decode()
