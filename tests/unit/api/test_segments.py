"""Segments over the API."""

import pytest

from tenure.records.models import Account, Segment, SegmentMember
from tests.unit.api.asking import problem

RULE = {"fact": "active_days_28", "op": "le", "value": 5}
SENT = {"name": "Quiet ones", "rule": RULE}


def test_a_segment_is_made_read_changed_and_retired(program):
    made = program.made("/segments", SENT)
    assert {**SENT, "slug": "quiet-ones", "of": "accounts", "counted": False, "size": 0}.items() <= made.items()
    assert made["says"] == "active days in the last 28 days is at most 5"
    assert program.read("/segments/quiet-ones") == made
    assert program.read("/segments")["items"] == [made]
    changed = program.patch("/segments/quiet-ones", {"name": "Silent ones", "rule": RULE | {"value": 2}}).json()
    assert (changed["name"], changed["version"], changed["slug"]) == ("Silent ones", 2, "quiet-ones")
    program.post("/segments/quiet-ones/retire")
    assert program.read("/segments")["items"] == []
    problem(program.get("/segments/quiet-ones"), 404)


def test_who_is_in_it_is_listed(program, acme):
    program.made("/accounts", {"key": "bakery"})
    program.made("/segments", SENT)
    row = Segment.objects.get()
    SegmentMember.objects.create(workspace=acme, segment=row, account=Account.objects.get(), since=row.created_at)
    (member,) = program.read("/segments/quiet-ones/members")["items"]
    assert (member["account"], member["contact"]) == ("bakery", None)
    assert program.read("/segments/quiet-ones/members?account=other")["items"] == []
    assert program.read("/segments/quiet-ones")["bands"] == {"none": 1}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rule": {"fact": "Luck!", "op": "le", "value": 5}}, "rule.fact"),
        ({"rule": {"fact": "mrr", "op": "nearly", "value": 5}}, "rule.op"),
        ({"name": "   "}, "name"),
        ({"of": "people"}, "of"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(program, wrong, field):
    told = problem(program.post("/segments", SENT | wrong), 422)
    assert told["errors"][0]["field"] == field
    assert not Segment.objects.exists()


def test_a_request_that_is_sent_again_makes_one_segment(program):
    first, second = (program.post("/segments", SENT, Idempotency_Key="once") for _ in range(2))
    assert first.json() == second.json()
    assert Segment.objects.count() == 1
