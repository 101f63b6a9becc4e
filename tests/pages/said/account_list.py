"""What is done in the list of accounts: cells, many at once, views, columns, files."""

from tenure import clock
from tenure.records.models import CustomField
from tests.factories import make_account
from tests.pages.asking import Asking
from tests.pages.conftest import IN_TROUBLE


def an_account(workspace):
    return [make_account(workspace, "bakery", "Bakkerij Smit", IN_TROUBLE).key]


def ticked(workspace):
    return {"id": [make_account(workspace, "bakery", "Bakkerij Smit", IN_TROUBLE).pk]}


def a_field(workspace):
    made = CustomField.objects.create(
        workspace=workspace, name="trade", title="Trade", type="text", created_at=clock.now()
    )
    return [made.pk]


ADDRESSES = {
    "account-cell": Asking(an_account, query="?field=name", says={"field": "name", "value": "Other"}),
    "set-fields": Asking(says={"what": "stage", "stage": "adopting"}, names=ticked),
    "undo-tasks-made": Asking(says={"run": "0123456789abcdef"}),
    "make-tasks": Asking(says={"title": "Call them"}, names=ticked),
    "export-accounts": Asking(),
    "paste-rows": Asking(says={"rows": "Account ID\tName\nK0\tNul"}),
    "pick-fields": Asking(query="?of=columns"),
    "set-columns": Asking(says={"column": ["score"]}, is_own=True),
    "keep-view": Asking(says={"name": "My view", "query": "band=poor"}, is_own=True),
    "end-view": Asking(told_in="test_account_list_doing.py"),
    "make-field": Asking(says={"title": "Trade", "type": "text"}),
    "end-field": Asking(a_field),
}
