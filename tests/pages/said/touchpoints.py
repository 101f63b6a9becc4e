"""Who of us was in touch with whom, and when it is planned again."""

from datetime import timedelta

from tenure import clock
from tenure.actions.touchpoints import Said, log_touchpoint, plan_touchpoint
from tests.factories import make_account
from tests.pages.asking import Asking


def a_plan(workspace):
    account = make_account(workspace, "bakery", "Bakkerij Smit")
    planned = plan_touchpoint(account=account, said=Said("video", clock.now()), invited=[], by="test")
    return [planned.touchpoint.pk]


def a_call(workspace):
    account = make_account(workspace, "bakery", "Bakkerij Smit")
    return [log_touchpoint(account=account, said=Said("call", clock.now()), by="test").touchpoint.pk]


def an_account(workspace):
    return {"account": make_account(workspace, "bakery", "Bakkerij Smit").key}


HELD = {"at": "2026-03-02T14:00"}
AHEAD = {"at": f"{clock.now() + timedelta(days=3):%Y-%m-%dT%H:%M}"}  # nobody plans what has gone by

ADDRESSES = {
    "touchpoints": Asking(),
    "touchpoint-new": Asking(query="?channel=call"),
    "touchpoint-log": Asking(says={"channel": "call"}, names=an_account),
    "touchpoint-plan": Asking(),
    "touchpoint-planned": Asking(says={"channel": "video", **AHEAD}, names=an_account),
    "touchpoint-people": Asking(query="?account=bakery"),
    "touchpoint": Asking(a_plan),
    "touchpoint-change": Asking(a_plan, says={"channel": "video", **AHEAD}),
    "touchpoint-hold": Asking(a_plan, says=HELD),
    "touchpoint-edit": Asking(a_call, says={"account": "bakery", "channel": "email"}),
    "touchpoint-cancel": Asking(a_plan),
    "touchpoint-send": Asking(a_plan),
    "touchpoint-invitation": Asking(a_plan),
    "account-options": Asking(query="?account=bak"),
}
