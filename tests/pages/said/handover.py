"""Books of business, and handing them over."""

from tenure.actions.handover import hand_over
from tenure.actions.owners import assign_owner
from tests.factories import make_account, make_member
from tests.pages.asking import Asking


def two_members(workspace):
    giver, taker = (make_member(workspace, "agent", f"{name}@{workspace.slug}.example") for name in ("gil", "tess"))
    account = make_account(workspace, "bakery", "Bakkerij Smit")
    assign_owner(accounts=[account], member=giver, by="test")
    return giver, taker, account


def passing(workspace):
    giver, taker, account = two_members(workspace)
    return {"from": giver.pk, "to": taker.pk, "account": account.pk}


def a_handover(workspace):
    giver, taker, account = two_members(workspace)
    return [hand_over(giver=giver, taker=taker, accounts=[account.pk], by="test").pk]


ADDRESSES = {
    "books": Asking(),
    "handover": Asking(query="?from=0"),
    "make-handover": Asking(names=passing),
    "introductions": Asking(a_handover),
    "undo-handover": Asking(a_handover),
}
