"""The list of accounts, and one account."""

from tenure.actions.account_fields import set_field
from tests.factories import make_account
from tests.pages.asking import Asking
from tests.pages.conftest import IN_TROUBLE


def an_account(workspace):
    return [
        make_account(workspace, "bakery", "Bakkerij Smit", IN_TROUBLE | {"days_to_renewal": 12, "owner": "Ada"}).key
    ]


def done_by_somebody(workspace):
    """What somebody else did, in whichever workspace: nobody may take that back."""
    account = make_account(workspace, "bakery", "Bakkerij Smit")
    entry = set_field(workspace=workspace, accounts=[account.pk], field="name", value="Smit", by="member 0")
    return {"entry": entry.pk}


ADDRESSES = {
    "home": Asking(told_in="test_sign_in.py"),
    "enter-demo": Asking(told_in="test_sign_in.py"),
    "tour": Asking(told_in="test_tour.py"),
    "accounts": Asking(),
    "trends": Asking(),
    "undone": Asking(names=done_by_somebody, is_own=True),
    "live": Asking(told_in="test_sign_in.py"),
    "account": Asking(an_account),
    "why": Asking(an_account, query="?fact=score"),
    "changed": Asking(an_account),
    "override": Asking(an_account, says={"band": "good", "reason": "They told me"}),
    "end-override": Asking(an_account),
    "minimum": Asking(an_account, says={"minimum": "60"}),
}
