"""What was known on each day? The same that one day asked alone knows, and what was stored before all else."""

import json
from datetime import date

import pyarrow as pa
import pytest

from tenure.answers.backtest.beside import reach
from tenure.answers.backtest.days import known_days
from tenure.answers.backtest.past import Past
from tenure.answers.backtest.run import backtest
from tenure.answers.backtest.stays import stays_of
from tenure.answers.backtest.tried import tried_rule
from tenure.answers.process import home
from tenure.answers.rule_facts import rule_facts
from tenure.eventlog.facts_log import store_day
from tenure.records.models import Account
from tenure.rules.parse import parse
from tenure.values.moment import Moment, day_key, day_of
from tests.unit.answers.backtest.conftest import END, START

pytestmark = pytest.mark.django_db
EVERYTHING = {
    "all": [
        {"fact": "active_days_28", "op": "lt", "value": 9},
        {"fact": "first_contract_on", "op": "lt", "value": {"in_days": -30}},
        {"changed": "events_28", "way": "falls", "days": 14, "by": 0.5, "as": "share"},
        {"did": "export", "op": "ge", "times": 2, "days": 30},
        {"did": "open", "op": "lt", "times": 9, "since": {"date": "2025-12-10"}},
        {"did": "open", "op": "ge", "times": 1, "days": 20, "where": [{"property": "plan", "op": "unknown"}]},
        {"did": "open", "then": "export", "within": 7, "days": 30},
        {"watch": "stopped", "source": "usage"},
        {"watch": "falling", "source": "event", "of": "open"},
    ]
}
DAYS = range(day_key(date(2025, 12, 28)), day_key(date(2026, 1, 4)))


def test_many_days_at_once_know_what_each_day_alone_knows(past):
    rule = parse(EVERYTHING)
    tried, stays = tried_rule(rule), stays_of(past)
    found = known_days(Past(past, (), reach(tried.asked(Moment.end_of(END)))), tried.asked, DAYS, stays.present)
    for one in found:
        moment = Moment.end_of(day_of(one.day))
        alone = dict(rule_facts(past, moment, [rule], stays.present(one.day)))
        assert one.facts.keys() == alone.keys()
        for account, known in alone.items():  # beside them stand windows that begin on the same date as of other days
            assert {name: one.facts[account].get(name) for name in known} == known, moment
        assert one.known == "now"


def test_what_was_stored_of_a_day_goes_before_what_is_known_now(past):
    account = Account.objects.get(key="a30")
    facts = {"last_event_days": 8, "events_28": 1}
    day = day_key(date(2025, 12, 31))
    row = {"account": account.pk, "key": "a30", "score": None, "band": None, "facts": json.dumps(facts), "health": None}
    store_day(home(), past.slug, day, pa.Table.from_pylist([row]))
    store_day(home(), past.slug, day + 7, pa.Table.from_pylist([row | {"facts": json.dumps({"events_28": 1})}]))
    found = backtest(past, tried_rule(parse({"fact": "last_event_days", "op": "eq", "value": 8})), START, END)
    assert found.known == {"now": 207, "then": 1}  # a day that knew not all that is asked for is recomputed
    assert [one.first for one in found.alerts if one.account == "a30"] == ["2025-12-31"]
