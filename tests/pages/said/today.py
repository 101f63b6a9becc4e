"""Today, what is done there, and the palette."""

from tenure.records.models import Member
from tests.factories import make_account
from tests.pages.asking import Asking
from tests.pages.conftest import IN_TROUBLE


def an_account(workspace):
    return [make_account(workspace, "bakery", "Bakkerij Smit", IN_TROUBLE | {"days_to_renewal": 12}).key]


def an_owner(workspace):
    return {"owner": Member.objects.filter(workspace=workspace).values_list("pk", flat=True).first()}


ADDRESSES = {
    "today": Asking(),
    "today-stream": Asking(told_in="test_today.py"),
    "portfolio": Asking(),
    "palette": Asking(query="?q=bak"),
    "why-rank": Asking(an_account),
    "snooze-form": Asking(an_account),
    "snooze": Asking(an_account, says={"until": "2099-01-01", "reason": "Too far"}, answers=422),
    "end-snooze": Asking(an_account),
    "assign-form": Asking(an_account),
    "assign-account": Asking(an_account, names=an_owner),
}
