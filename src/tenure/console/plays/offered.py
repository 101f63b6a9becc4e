"""What can be chosen in the form of a play: kinds of steps, what starts it, roles, and what the workspace has of each?"""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tenure.calc.ready_words import said
from tenure.plays.play import NAMING
from tenure.records.models import Member, Segment, Signal, Webhook, Workspace

KINDS: Final[dict[str, str | Promise]] = {
    "task": gettext_lazy("Make a task"),
    "wait": gettext_lazy("Wait some days"),
    "wait for rule": gettext_lazy("Wait until something holds"),
    "wait for date": gettext_lazy("Wait for a date"),
    "check": gettext_lazy("Go on only if something holds"),
    "branch": gettext_lazy("Take one of two ways"),
    "notify": gettext_lazy("Tell somebody"),
    "objective": gettext_lazy("Agree on an objective"),
    "stage": gettext_lazy("Set the stage"),
    "owner": gettext_lazy("Set the owner"),
    "webhook": gettext_lazy("Call a webhook"),
}
TRIGGERS: Final[dict[str, str | Promise]] = {
    "alert": gettext_lazy("a signal fires"),
    "entry": gettext_lazy("an account enters a segment"),
    "exit": gettext_lazy("an account leaves a segment"),
    "date": gettext_lazy("a date comes near or has passed"),
    "new account": gettext_lazy("an account is new"),
    "hand": gettext_lazy("a member starts it"),
}
ROLES: Final[dict[str, str | Promise]] = {
    "owner": gettext_lazy("the owner of the account"),
    "cover": gettext_lazy("the owner of the account, or who stands in"),
    "lead": gettext_lazy("the manager"),
    "member": gettext_lazy("somebody named"),
    "round robin": gettext_lazy("some in turn"),
    "load": gettext_lazy("of some the one with the fewest open tasks"),
}
OWNERS: Final = {"rules": gettext_lazy("as the rules of assignment say"), **ROLES}
SIDES: Final = {"before": gettext_lazy("before"), "after": gettext_lazy("after")}


def offered(workspace: Workspace) -> dict[str, Any]:
    """All of it, as the form needs it."""
    signals = Signal.objects.filter(workspace=workspace, retired_at=None)
    segments = Segment.objects.filter(workspace=workspace, of=Segment.Of.ACCOUNTS, retired_at=None)
    members = Member.objects.filter(workspace=workspace, ended_at=None)
    return {
        "kinds": KINDS.items(),
        "triggers": TRIGGERS.items(),
        "roles": ROLES.items(),
        "owner_roles": OWNERS.items(),
        "sides": SIDES.items(),
        "naming": [role.value for role in NAMING],
        "signals": signals.order_by("name").values_list("slug", "name"),
        "segments": segments.order_by("name").values_list("slug", "name"),
        "members": [(str(pk), name) for pk, name in members.order_by("name").values_list("pk", "name")],
        "stages": [(one, said(one)) for one in workspace.stages.splitlines() if one],
        "webhooks": Webhook.objects.filter(workspace=workspace, stopped_at=None).values_list("url", flat=True),
    }
