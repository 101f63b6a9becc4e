"""Which accounts are one, and what was made of two."""

from tenure.actions.merge_accounts import merge_accounts
from tests.factories import make_account
from tests.pages.asking import Asking


def two(workspace):
    make_account(workspace, "smit", "Smit")
    make_account(workspace, "smit-bv", "Smit BV")
    return []


def two_named(workspace):
    return {"kept": "smit", "gone": "smit-bv"} if not two(workspace) else {}


def a_merge(workspace):
    kept, gone = make_account(workspace, "smit", "Smit"), make_account(workspace, "smit-bv", "Smit BV")
    return [merge_accounts(kept=kept, gone=gone, by="test").pk]


ADDRESSES = {
    "merging": Asking(),
    "merge-form": Asking(two, query="?kept=smit&gone=smit-bv"),
    "merge": Asking(names=two_named),
    "undo-merge": Asking(a_merge),
}
