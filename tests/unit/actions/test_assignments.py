"""Does each account get the owner that the rules name: by segment, in turn, by load?"""

import pytest

from tenure import clock
from tenure.actions.assignments import (
    AssignmentRefused,
    add_assignment,
    assign_by_rules,
    choose,
    remove_assignment,
)
from tenure.records.models import Account, AuditEntry, Segment, SegmentMember
from tests.factories import make_account, make_member
from tests.plays_for_tests import fire, published, rounds, segment_of


@pytest.fixture
def ada(workspace):
    return make_member(workspace, "agent", "ada@example.com")


@pytest.fixture
def bo(workspace):
    return make_member(workspace, "agent", "bo@example.com")


def accounts(workspace, count, name="a"):
    return [make_account(workspace, f"{name}{number}", facts={}) for number in range(count)]


def owners(workspace):
    return list(Account.objects.filter(workspace=workspace).order_by("pk").values_list("owner__user__email", flat=True))


def test_the_first_rule_whose_segment_holds_the_account_decides(workspace, ada, bo):
    large = segment_of(workspace, "large")
    add_assignment(workspace=workspace, how="member", members=[ada], segment=large, by="test")
    add_assignment(workspace=workspace, how="member", members=[bo], by="test")
    one, two = accounts(workspace, 2)
    SegmentMember.objects.create(workspace=workspace, segment=large, account=one, since=clock.now())
    assert assign_by_rules(workspace=workspace, accounts=[one.pk, two.pk], by="test") == 2
    assert owners(workspace) == ["ada@example.com", "bo@example.com"]
    assert assign_by_rules(workspace=workspace, accounts=[one.pk, two.pk], by="test") == 0


def test_turns_go_round_and_whoever_left_is_passed_over(workspace, ada, bo):
    cy = make_member(workspace, "agent", "cy@example.com")
    add_assignment(workspace=workspace, how="round robin", members=[ada, bo, cy], by="test")
    some = accounts(workspace, 4)
    assign_by_rules(workspace=workspace, accounts=[one.pk for one in some], by="test")
    assert owners(workspace) == ["ada@example.com", "bo@example.com", "cy@example.com", "ada@example.com"]
    bo.ended_at = clock.now()
    bo.save()
    (more,) = accounts(workspace, 1, "b")
    assign_by_rules(workspace=workspace, accounts=[more.pk], by="test")
    assert owners(workspace)[-1] == "cy@example.com"


def test_by_load_it_is_whoever_has_the_fewest_accounts(workspace, ada, bo):
    held = accounts(workspace, 2, "held")
    Account.objects.filter(pk__in=[one.pk for one in held]).update(owner=ada)
    add_assignment(workspace=workspace, how="load", members=[ada, bo], by="test")
    some = accounts(workspace, 4)
    assign_by_rules(workspace=workspace, accounts=[one.pk for one in some], by="test")
    assert sorted(owners(workspace)) == ["ada@example.com"] * 3 + ["bo@example.com"] * 3


def test_without_a_rule_for_it_an_account_stays_whose_it_is(workspace, ada):
    large = segment_of(workspace, "large")
    add_assignment(workspace=workspace, how="member", members=[ada], segment=large, by="test")
    (one,) = accounts(workspace, 1)
    assert choose(workspace=workspace, account=one) is None
    assert assign_by_rules(workspace=workspace, accounts=[one.pk], by="test") == 0


def test_a_play_assigns_by_the_rules(workspace, ada, bo):
    add_assignment(workspace=workspace, how="round robin", members=[ada, bo], by="test")
    published(workspace, {"do": "owner", "to": "rules"})
    fire(accounts(workspace, 3))
    rounds(workspace)
    assert owners(workspace) == ["ada@example.com", "bo@example.com", "ada@example.com"]


def test_a_rule_that_cannot_be_is_refused(workspace, other_workspace, ada, bo):
    elsewhere = make_member(other_workspace, "agent", "else@example.com")
    people = Segment.objects.create(
        workspace=workspace,
        slug="people",
        name="People",
        of="contacts",
        rule={},
        created_at=clock.now(),
        created_by="t",
    )
    for wrong in (
        {"how": "by luck", "members": [ada]},
        {"how": "member", "members": [ada, bo]},
        {"how": "load", "members": []},
        {"how": "load", "members": [elsewhere]},
        {"how": "load", "members": [ada], "segment": people},
        {"how": "load", "members": [ada], "segment": segment_of(other_workspace, "theirs")},
    ):
        with pytest.raises(AssignmentRefused):
            add_assignment(workspace=workspace, by="test", **wrong)


def test_rules_come_and_go_in_the_audit(workspace, ada):
    row = add_assignment(workspace=workspace, how="member", members=[ada], by="test")
    assert remove_assignment(workspace=workspace, number=row.pk, by="test")
    assert not remove_assignment(workspace=workspace, number=row.pk, by="test")
    said = AuditEntry.objects.filter(noun="assignment").order_by("pk")
    assert [one.verb for one in said] == ["create", "remove"]
    assert said[1].before == {"how": "member", "members": [ada.pk], "segment": None}
