"""Which accounts are one, and what was made of two."""

from tenure import clock
from tenure.actions.merging.accounts import merge_accounts
from tenure.actions.merging.distinct import tell_apart
from tenure.records.models import Contact, Distinct
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


def _people(workspace):
    account = make_account(workspace, "smit", "Smit")
    return [
        Contact.objects.create(
            workspace=workspace, account=account, key=key, name="Piet Smit", created_at=clock.now()
        ).pk
        for key in ("u1", "u2")
    ]


def two_people_named(workspace):
    return dict(zip(("kept", "gone"), _people(workspace), strict=True))


def a_pair(workspace):
    tell_apart(
        one=make_account(workspace, "smit", "Smit"), other=make_account(workspace, "smit-bv", "Smit BV"), by="test"
    )
    return [Distinct.objects.get(workspace=workspace).pk]


ADDRESSES = {
    "merging": Asking(),
    "merge-form": Asking(two, query="?kept=smit&gone=smit-bv"),
    "merge": Asking(names=two_named),
    # Their numbers are not known beforehand: that the page is read is told in test_merging.py.
    "merge-contacts-form": Asking(told_in="test_merging.py"),
    "merge-contacts": Asking(names=two_people_named),
    "tell-apart": Asking(names=two_named),
    "tell-contacts-apart": Asking(names=two_people_named),
    "undo-apart": Asking(a_pair),
    "undo-merge": Asking(a_merge),
}
