"""Plays: written, published, paused, and taken off an account."""

from tenure import clock
from tenure.actions.assignments import add_assignment
from tenure.actions.plays.publishing import FINISH, publish, save_draft
from tenure.plays.parse import parse
from tenure.records.models import Account, Member, Play, PlayRun, PlayVersion
from tests.factories import make_account
from tests.pages.asking import Asking

CALLS = {
    "slug": "calls", "name": "Calls", "trigger": {"on": "hand"},
    "steps": [{"do": "task", "title": "Calls", "to": "owner", "due_in": 2}, {"do": "wait", "days": 7}],
}  # fmt: skip
FORM = {"name": "Calls", "t-on": "hand", "step": "0", "s0-do": "wait", "s0-in": "", "s0-days": "3"}


def a_play(workspace):
    """One that runs, with changes that are not published."""
    if not Play.objects.filter(workspace=workspace).exists():
        row = save_draft(workspace=workspace, play=parse(CALLS), by="test")
        publish(play=row, by="test", accounts_inside=FINISH)
        save_draft(workspace=workspace, play=parse(CALLS | {"steps": [{"do": "wait", "days": 9}]}), by="test")
    return ["calls"]


def a_run(workspace):
    """An account on it."""
    a_play(workspace)
    account = Account.objects.filter(workspace=workspace).first() or make_account(workspace, "hit", "Hit", {})
    version = PlayVersion.objects.get(workspace=workspace)
    run, _ = PlayRun.objects.get_or_create(
        workspace=workspace, play=version.play, version=version, account=account, cause="hand:1",
        defaults={"started_at": clock.now()},
    )  # fmt: skip
    return [run.pk]


def an_account_key(workspace):
    """An account on a play."""
    run = PlayRun.objects.get(pk=a_run(workspace)[0])
    return [run.account.key]


def an_account(workspace):
    """The number of one."""
    a_play(workspace)
    return {"id": Account.objects.get(workspace=workspace, key=an_account_key(workspace)[0]).pk}


def a_rule(workspace):
    """A rule of assignment."""
    return [add_assignment(workspace=workspace, how="load", members=[_somebody(workspace)], by="test").pk]


def a_member(workspace):
    """Who gets the accounts."""
    return {"members": _somebody(workspace).pk}


def _somebody(workspace):
    return Member.objects.filter(workspace=workspace).order_by("pk").first()


ADDRESSES = {
    "assignments": Asking(),
    "make-assignment": Asking(says={"how": "load"}, names=a_member),
    "follow-assignments": Asking(),
    "drop-assignment": Asking(a_rule),
    "plays": Asking(),
    "play-new": Asking(query="?playbook=onboarding"),
    "play-reshape": Asking(says=FORM, answers=200),
    "play-say": Asking(says=FORM, answers=200),
    "play-save": Asking(says=FORM),
    "play": Asking(a_play),
    "play-edit": Asking(a_play),
    "play-runs": Asking(a_play),
    "play-results": Asking(a_play),
    "play-answer": Asking(a_play),
    "play-versions": Asking(a_play),
    "play-ask": Asking(a_play),
    "play-publish": Asking(a_play, says={"inside": "finish"}),
    "play-turn": Asking(a_play, says={"do": "pause"}),
    "play-start": Asking(says={"play": "calls"}, names=an_account),
    "account-plays": Asking(an_account_key),
    "play-run": Asking(a_run),
    "play-stop": Asking(a_run, says={"reason": "They asked us to"}),
}
