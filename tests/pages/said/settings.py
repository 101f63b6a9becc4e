"""How the workspace works, and who may do what in it."""

from tenure import clock
from tenure.actions.churn_reasons import create_reason, retire_reason
from tenure.actions.invitations import invite
from tenure.actions.keys import create_key
from tenure.actions.options import add_option, retire_option
from tenure.actions.teams import create_team
from tenure.actions.webhooks import create_webhook
from tenure.records.models import ApiKey, Member
from tests.pages.asking import Asking


def a_key(workspace):
    create_key(workspace=workspace, kind="write", by="test")
    return [ApiKey.objects.get(workspace=workspace).pk]


def a_webhook(workspace):
    return [create_webhook(workspace=workspace, url="https://example.com/", topics=["import.done"], by="test")[0].pk]


def jana(workspace):
    email = f"jana@{workspace.slug}.example.com"
    return invite(workspace=workspace, email=email, name="Jana", role="agent", by="test")[0].pk


def a_member(workspace):
    return [jana(workspace)]


def an_ended_member(workspace):
    number = jana(workspace)
    Member.objects.filter(pk=number).update(ended_at=clock.now())
    return [number]


def a_team(workspace):
    return [create_team(workspace=workspace, name="Benelux", by="test").pk]


def an_option(workspace):
    return [add_option(workspace=workspace, name="Push", by="test").pk]


def an_option_of_old(workspace):
    number = an_option(workspace)[0]
    retire_option(workspace=workspace, option_id=number, by="test")
    return [number]


def a_reason(workspace):
    return [create_reason(workspace=workspace, title="Moved abroad", by="test").pk]


def a_reason_of_old(workspace):
    number = a_reason(workspace)[0]
    retire_reason(workspace=workspace, number=number, by="test")
    return [number]


def a_role_and_a_team(workspace):
    member = Member.objects.filter(workspace=workspace, name="Jana").first() or Member(pk=0)
    team = create_team(workspace=workspace, name="Nordics", by="test")
    return {f"member-{member.pk}-role": "manager", f"member-{member.pk}-team": team.pk}


def a_cover(workspace):
    member = Member.objects.filter(workspace=workspace, name="Jana").first() or Member(pk=0)
    cover = Member.objects.filter(workspace=workspace).exclude(pk=member.pk).first() or Member(pk=0)
    days = {"away_from": "2026-03-01", "away_until": "2026-03-09", "cover": cover.pk}
    return {f"absence-{member.pk}-{name}": value for name, value in days.items()}


SETTINGS = {
    "name": "Acme Group", "currency": "EUR", "time_zone": "Europe/Amsterdam", "stages": "new\nold", "work_days": ["1", "2"],
    "work_from": "09:00", "work_until": "17:00", "retention_window": "month", "reactivation": "apart",
    "commit_share": "90", "likely_share": "60", "at_risk_share": "25", "tasks_a_day": "5",
}  # fmt: skip
TOLD = {
    "scope": "mine", "by_email": "daily", "by_chat": "never", "days": ["1", "2"], "starts_at": "8", "ends_at": "16",
}  # fmt: skip
INVITED = {"invite-email": "piet@example.com", "invite-name": "Piet", "invite-role": "agent"}

ADDRESSES = {
    "invitation": Asking(told_in="test_members_page.py"),
    "me": Asking(),
    "change-me": Asking(says={"name": "Ada", "language": "nl"}, is_own=True),
    "my-absence": Asking(is_own=True),
    "my-notices": Asking(says=TOLD, is_own=True),
    "try-my-chat": Asking(says=TOLD | {"chat": "slack://half"}, answers=422, is_own=True),
    "forget-my-chat": Asking(is_own=True),
    "settings": Asking(),
    "change-settings": Asking(says=SETTINGS),
    "members": Asking(),
    "invite-member": Asking(says=INVITED, answers=200),
    "change-member": Asking(a_member, names=a_role_and_a_team),
    "absence-of-member": Asking(a_member, names=a_cover),
    "link-member": Asking(a_member, answers=200),
    "end-member": Asking(a_member),
    "resume-member": Asking(an_ended_member),
    "make-team": Asking(says={"name": "DACH"}),
    "change-team": Asking(a_team, says={"name": "DACH"}),
    "drop-team": Asking(a_team),
    "options": Asking(),
    "make-option": Asking(says={"new-name": "Push", "new-kind": "option"}),
    "edit-option": Asking(an_option, answers=422),
    "drop-option": Asking(an_option),
    "bring-option-back": Asking(an_option_of_old),
    "reasons": Asking(),
    "make-reason": Asking(says={"title": "Too far away"}),
    "change-reason": Asking(a_reason, says={"title": "Too far away"}),
    "drop-reason": Asking(a_reason),
    "bring-reason-back": Asking(a_reason_of_old),
    "audit": Asking(),
    "data": Asking(),
    "export": Asking(),
    "export-download": Asking(told_in="test_data_page.py"),
    "erase": Asking(says={"kind": "account", "key": "bakery", "again": "bäckerei"}, answers=422),
    "keys": Asking(),
    "make-key": Asking(says={"kind": "write", "name": "Ours"}, answers=200),
    "drop-key": Asking(a_key),
    "webhooks": Asking(),
    "make-webhook": Asking(says={"url": "https://example.com/hook", "topics": ["import.done"]}, answers=200),
    "drop-webhook": Asking(a_webhook),
}
