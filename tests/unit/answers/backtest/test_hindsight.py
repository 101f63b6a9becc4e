"""Is a fact that knows the future refused, and named? Planted ones, and those that records bring by themselves."""

import json
from datetime import date

import pyarrow as pa
import pytest
from ibis import _

from tenure.actions.accounts import record_history
from tenure.answers.backtest import past as past_module
from tenure.answers.backtest.hindsight import Hindsight
from tenure.answers.backtest.run import backtest
from tenure.answers.backtest.tried import tried_rule
from tenure.answers.process import home
from tenure.eventlog.facts_log import store_day
from tenure.facts import ask, custom
from tenure.facts.catalogue import CATALOGUE
from tenure.facts.declare import Fact
from tenure.facts.schemas import table
from tenure.records.models import Account, Contract, ContractPeriod, Invoice, Ticket, Touchpoint
from tenure.rules.parse import parse
from tenure.values.moment import day_key
from tests.unit.answers.backtest.conftest import LEFT, NOW, agree

pytestmark = pytest.mark.django_db
START, END = date(2026, 1, 1), date(2026, 3, 20)


def tried(workspace, *facts):
    rule = {"any": [{"fact": fact, "op": "known"} for fact in facts]}
    return backtest(workspace, tried_rule(parse(rule)), START, END)


def test_a_planted_fact_that_counts_what_is_yet_to_come_is_refused_by_name(past, monkeypatch):
    """As somebody would declare it who forgets the moment: how many periods an account has."""
    planted = Fact("periods_ever", "int", "periods", "Forgets the moment.", _.periods_ever, str, "None", "contract")
    for module in (ask, custom, past_module):
        monkeypatch.setattr(module, "CATALOGUE", dict(CATALOGUE) | {"periods_ever": planted})
    counted = table("periods").group_by("account").agg(periods_ever=_.count())
    monkeypatch.setitem(ask._ROWS, "contract", lambda _by_group: (counted,))
    assert tried(past, "periods_ever").cases > 20  # nothing comes later than these days yet
    agree(Account.objects.get(key="a30"), date(2026, 3, 22), None)
    with pytest.raises(Hindsight, match="“periods ever” knows the future") as refused:
        tried(past, "events_28", "periods_ever")
    assert refused.value.fact == "periods_ever"


def test_an_end_that_was_written_when_it_came_is_no_renewal_that_was_known(past):
    with pytest.raises(Hindsight) as refused:
        tried(past, "mrr", "days_to_renewal")
    assert refused.value.fact == "days_to_renewal"


@pytest.mark.parametrize("agreed", ["by its term", "by its notice", "for a year"])
def test_an_end_that_was_agreed_on_may_be_known(past, agreed):
    for number in LEFT:
        period = ContractPeriod.objects.get(contract__account__key=f"a{number}")
        if agreed == "by its term":
            period.term_months = round((period.ends_on - period.starts_on).days / 30.4375)
            period.ends_on = period.starts_on.replace(
                year=period.starts_on.year + (period.starts_on.month + period.term_months - 1) // 12,
                month=(period.starts_on.month + period.term_months - 1) % 12 + 1,
            )
        elif agreed == "by its notice":
            Contract.objects.filter(pk=period.contract_id).update(notice_given_on=date(2025, 12, 1))
        else:
            period.ends_on = date(2026, 3, 1)
        period.save()
    assert tried(past, "days_to_renewal").cases > 20


def test_what_was_dated_keeps_its_day(past):
    """Whatever came later changes no fact of a day before it: every fact but those of contracts' ends."""
    for number, account in enumerate(Account.objects.order_by("key")[:20]):
        mine = {"workspace": past, "account": account, "key": str(number), "created_at": NOW}
        opened, held = NOW.replace(month=1, day=1 + number), NOW.replace(month=2, day=1 + number)
        Ticket.objects.create(**mine, opened_at=opened, closed_at=NOW)
        Touchpoint.objects.create(**mine, at=held, channel="call")
        Invoice.objects.create(
            **mine, issued_on=date(2026, 1, 1), due_on=date(2026, 1, 15), amount=100, currency="EUR", paid_on=held.date()
        )  # fmt: skip
        record_history(account=account, name="sentiment", value=3, by="ada", at=NOW.replace(month=2, day=20))
    ends = {"days_to_renewal", "renews_on", "term_months"}
    assert tried(past, *(CATALOGUE.keys() - ends)).cases > 20


def test_what_was_first_said_on_an_unknown_day_is_named(past):
    for account in Account.objects.all():
        record_history(account=account, name="trait.Status", value="cancelled" if account.key == "a3" else "", by="ada")
    found = tried(past, "trait.Status")
    assert found.undated == ("trait.Status",)


def test_what_was_stored_then_is_trusted_and_what_is_recomputed_beside_it_is_not(past):
    """The ends of contracts are refused, but not where each day was stored with what was known of them then."""
    rows = [
        {"account": account.pk, "key": account.key, "score": None, "band": None, "health": None}
        | {"facts": json.dumps({"days_to_renewal": None, "events_28": 3})}
        for account in Account.objects.all()
    ]
    for day in range(day_key(START), day_key(END) + 1):
        store_day(home(), past.slug, day, pa.Table.from_pylist(rows))
    found = tried(past, "days_to_renewal")
    assert (found.known, found.caught.fired) == ({"now": 0, "then": 79}, 0)
    forgetful = [row | {"facts": "{}"} for row in rows]
    store_day(home(), past.slug, day_key(START), pa.Table.from_pylist(forgetful))
    with pytest.raises(Hindsight):
        tried(past, "days_to_renewal")
