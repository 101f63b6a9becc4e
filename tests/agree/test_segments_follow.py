"""Are members kept pass by pass those that counting everybody afresh would find? Random accounts, events and rules."""

import random
from datetime import UTC, datetime

import pytest
import time_machine

from tenure.actions.segments import create_segment
from tenure.answers import process, rule_columns
from tenure.answers.rule_facts import rule_facts
from tenure.records.models import Segment, SegmentMember
from tenure.rules.match import matches
from tenure.rules.parse import parse
from tenure.rules.today import at
from tenure.values.moment import MICROSECOND, Moment
from tests.depth import STORIES
from tests.unit.rounds.days import Days

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
EVENTS = ("Opened", "Invited", "Paid")


@pytest.mark.parametrize("seed", range(STORIES))
def test_kept_members_counted_members_and_typed_rules_agree(settings, tmp_path, workspace, seed):
    luck = random.Random(seed)
    print(f"seed {seed}")
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    rule_columns.forget()
    with time_machine.travel(START, tick=False) as clock:
        days = Days(workspace, clock)
        rules = {}
        for number in range(8):
            rule = parse(some_rule(luck))
            rules[create_segment(workspace=workspace, name=f"S{number}", rule=rule, by="x").pk] = rule
        for _ in range(6):
            for account in luck.sample("abcdef", luck.randrange(1, 5)):
                days.send(account, luck.randrange(1, 5), event=luck.choice(EVENTS), plan=luck.choice(["basic", "pro"]))
            days.pass_days(luck.randrange(1, 5))
            agree(workspace, rules, datetime.now(UTC))
    process.forget()
    rule_columns.forget()


def agree(workspace, rules, now):
    moment = Moment(now + MICROSECOND)
    fresh = dict(rule_facts(workspace, moment, rules.values()))
    for number, rule in rules.items():
        kept = set(SegmentMember.objects.filter(segment=number).values_list("account", flat=True))
        counted = {account for account, facts in fresh.items() if matches(at(rule, moment), facts)}
        assert kept == counted, Segment.objects.get(pk=number).rule
        rule_columns.forget()  # what the log answers is kept for a minute of a clock that this test does not move
        assert set(rule_columns.found(workspace, rule).numbers.tolist()) == counted, rule.as_json()


def some_rule(luck, depth=2):
    """A rule of any shape over what these accounts do."""
    kind = luck.randrange(8 if depth else 5)
    if kind == 0:
        return {"fact": luck.choice(["events_7", "active_days_28"]), "op": luck.choice(["ge", "lt", "eq"]), "value": luck.randrange(6)}  # fmt: skip
    if kind == 1:
        return {"did": luck.choice(EVENTS), "op": luck.choice(["ge", "eq", "le"]), "times": luck.randrange(4), "days": luck.randrange(1, 10)}  # fmt: skip
    if kind == 2:
        where = [{"property": "plan", "op": "eq", "value": luck.choice(["basic", "pro"])}]
        return {"did": luck.choice(EVENTS), "op": "ge", "times": 1, "days": luck.randrange(1, 10), "where": where}
    if kind == 3:
        return {"changed": "events_7", "way": luck.choice(["rises", "falls", "changes"]), "by": luck.randrange(1, 4), "days": 7}  # fmt: skip
    if kind == 4:
        return {"did": "Opened", "then": "Paid", "within": luck.randrange(5), "days": luck.randrange(5, 20)}
    if kind == 5:
        return {"not": some_rule(luck, depth - 1)}
    return {"all" if kind == 6 else "any": [some_rule(luck, depth - 1) for _ in range(luck.randrange(1, 4))]}
