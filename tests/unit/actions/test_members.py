"""Members: invited, changed, away, ended and let in again; and nobody is left without an owner."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.actions.invitations import InvitationRefused, accept, invite, invited, new_link
from tenure.actions.members import (
    MemberRefused,
    change_own,
    change_role,
    end_membership,
    join_team,
    resume_membership,
    set_absence,
)
from tenure.actions.teams import TeamRefused, create_team, dissolve_team, rename_team
from tenure.records.models import AuditEntry, Member, Team
from tests.factories import make_member

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(workspace):
    return make_member(workspace, "owner", "ada@example.com")


@pytest.fixture
def piet(workspace):
    return make_member(workspace, "agent", "piet@example.com")


def last(workspace):
    return AuditEntry.objects.filter(workspace=workspace).latest("pk")


def ask(workspace, email="jana@example.com", role="agent"):
    return invite(workspace=workspace, email=email, name="Jana", role=role, by="test")


def test_a_role_changes_and_the_audit_has_both(workspace, piet):
    assert change_role(workspace=workspace, member_id=piet.pk, role="manager", by="member 7")
    entry = last(workspace)
    assert (entry.by, entry.verb, entry.noun, entry.record) == ("member 7", "change", "member", piet.pk)
    assert (entry.before, entry.after) == ({"role": "agent"}, {"role": "manager"})
    assert not change_role(workspace=workspace, member_id=piet.pk, role="manager", by="test")


def test_the_last_owner_stays(workspace, ada, piet):
    for leave in (
        lambda: change_role(workspace=workspace, member_id=ada.pk, role="viewer", by="test"),
        lambda: end_membership(workspace=workspace, member_id=ada.pk, by="test"),
    ):
        with pytest.raises(MemberRefused, match="last owner"):
            leave()
    change_role(workspace=workspace, member_id=piet.pk, role="owner", by="test")
    end_membership(workspace=workspace, member_id=ada.pk, by="test")
    with pytest.raises(MemberRefused, match="last owner"):  # an owner who left does not count
        end_membership(workspace=workspace, member_id=piet.pk, by="test")


def test_who_left_may_come_back_in_the_role_they_had(workspace, ada, piet):
    end_membership(workspace=workspace, member_id=piet.pk, by="test")
    with pytest.raises(MemberRefused, match="not a member any more"):
        change_role(workspace=workspace, member_id=piet.pk, role="admin", by="test")
    assert resume_membership(workspace=workspace, member_id=piet.pk, by="test")
    piet.refresh_from_db()
    assert (piet.ended_at, piet.role) == (None, "agent")
    assert not resume_membership(workspace=workspace, member_id=piet.pk, by="test")


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ((date(2026, 3, 9), date(2026, 3, 1)), "cannot be before the first"),
        ((date(2026, 3, 1), None, "self"), "stands in for themselves"),
        ((date(2026, 3, 1), None, 987), "not a member any more"),
    ],
)
def test_an_absence_that_cannot_be_says_why(workspace, piet, days, sentence):
    begin, end, *cover = days
    by_whom = piet.pk if cover == ["self"] else (cover or [None])[0]
    with pytest.raises(MemberRefused, match=sentence):
        set_absence(
            workspace=workspace, member_id=piet.pk, away_from=begin, away_until=end, cover_id=by_whom, by="test"
        )


def test_an_absence_without_a_beginning_is_none(workspace, ada, piet):
    away = {"away_from": date(2026, 3, 1), "away_until": date(2026, 3, 9), "cover_id": ada.pk}
    assert set_absence(workspace=workspace, member_id=piet.pk, by="test", **away)
    assert last(workspace).after["cover_id"] == ada.pk
    assert set_absence(workspace=workspace, member_id=piet.pk, by="test", **away | {"away_from": None})
    piet.refresh_from_db()
    assert (piet.away_from, piet.away_until, piet.cover_id) == (None, None, None)


def test_nobody_joins_a_team_of_another_workspace(workspace, other_workspace, piet):
    theirs = create_team(workspace=other_workspace, name="Theirs", by="test")
    with pytest.raises(MemberRefused, match="not there any more"):
        join_team(workspace=workspace, member_id=piet.pk, team_id=theirs.pk, by="test")


def test_a_dissolved_team_leaves_its_members(workspace, piet):
    team = create_team(workspace=workspace, name="  Benelux  ", by="test")
    join_team(workspace=workspace, member_id=piet.pk, team_id=team.pk, by="test")
    with pytest.raises(TeamRefused, match="already"):
        create_team(workspace=workspace, name="Benelux", by="test")
    assert rename_team(workspace=workspace, team_id=team.pk, name="Low countries", by="test")
    assert dissolve_team(workspace=workspace, team_id=team.pk, by="test")
    assert last(workspace).before == {"name": "Low countries", "members": [piet.pk]}
    piet.refresh_from_db()
    assert (piet.team, Team.objects.count()) == (None, 0)


@pytest.mark.parametrize(("name", "language"), [("  ", "en"), ("Ada", "tlh")])
def test_nobody_is_without_a_name_or_reads_a_language_that_is_not_spoken(piet, name, language):
    with pytest.raises(MemberRefused):
        change_own(member=piet, by="test", name=name, language=language)


def test_an_invitation_lets_in_once(workspace):
    member, token = ask(workspace)
    assert invited(user_id=member.user_id, token=token) == member.user
    user = accept(user_id=member.user_id, token=token, password=PASSWORD)
    assert user.check_password(PASSWORD)
    assert (last(workspace).verb, last(workspace).by) == ("set_password", f"member {member.pk}")
    with pytest.raises(InvitationRefused, match="used already"):
        accept(user_id=member.user_id, token=token, password="another one entirely")


def test_an_invitation_holds_for_a_week(workspace):
    with time_machine.travel(NOW, tick=False) as clock:
        member, token = ask(workspace)
        clock.move_to(NOW + timedelta(days=6, hours=23))
        invited(user_id=member.user_id, token=token)
        clock.move_to(NOW + timedelta(days=7, hours=1))
        with pytest.raises(InvitationRefused, match="older than a week"):
            invited(user_id=member.user_id, token=token)


def test_an_invitation_of_somebody_who_was_ended_lets_nobody_in(workspace, ada):
    member, token = ask(workspace)
    end_membership(workspace=workspace, member_id=member.pk, by="test")
    with pytest.raises(InvitationRefused):
        invited(user_id=member.user_id, token=token)


def test_another_link_makes_the_one_before_worthless(workspace):
    member, token = ask(workspace)
    _, later = new_link(workspace=workspace, member_id=member.pk, by="test")
    with pytest.raises(InvitationRefused):
        invited(user_id=member.user_id, token=token)
    invited(user_id=member.user_id, token=later)


def test_a_link_is_for_one_person(workspace, ada):
    _, token = ask(workspace)
    with pytest.raises(InvitationRefused):
        invited(user_id=ada.user_id, token=token)


def test_nobody_gets_the_password_of_somebody_who_is_known_elsewhere(workspace, other_workspace):
    member, token = ask(workspace)
    accept(user_id=member.user_id, token=token, password=PASSWORD)
    theirs, token = ask(other_workspace)
    assert token == ""  # a password opens the second workspace, too, and nobody sets it again
    for where, who in ((workspace, member), (other_workspace, theirs)):
        with pytest.raises(InvitationRefused, match="only they can set their password"):
            new_link(workspace=where, member_id=who.pk, by="test")


def test_who_is_a_member_is_not_invited_again_and_who_was_is(workspace, ada):
    member, _ = ask(workspace)
    with pytest.raises(InvitationRefused, match="is a member already"):
        ask(workspace, "JANA@example.com")
    end_membership(workspace=workspace, member_id=member.pk, by="test")
    again, _ = ask(workspace, role="viewer")
    assert (again.pk, again.role, again.ended_at) == (member.pk, "viewer", None)


@pytest.mark.parametrize(("email", "role"), [("jana", "agent"), ("jana@example.com", "emperor")])
def test_an_invitation_that_cannot_be_makes_nobody(workspace, email, role):
    with pytest.raises(InvitationRefused):
        ask(workspace, email, role)
    assert not Member.objects.exists()
