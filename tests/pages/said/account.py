"""One account: what happened, who is there, what was agreed, bought and run for it."""

from tenure import clock
from tenure.actions.objectives import Said, add_objective
from tenure.records.models import Contact, Note
from tests.factories import make_account
from tests.pages.asking import Asking


def an_account(workspace):
    return [make_account(workspace, "bakery", "Bakkerij Smit").key]


def a_contact(workspace):
    account = make_account(workspace, "bakery", "Bakkerij Smit")
    contact = Contact.objects.create(workspace=workspace, account=account, key="piet", created_at=clock.now())
    return [account.key, contact.pk]


def an_objective(workspace):
    account = make_account(workspace, "bakery", "Bakkerij Smit")
    return [account.key, add_objective(account=account, said=Said("More orders", 1, 5), by="test").record]


def a_note(workspace):
    account, now = make_account(workspace, "bakery", "Bakkerij Smit"), clock.now()
    note = Note.objects.create(workspace=workspace, account=account, key="n", at=now, text="Moving", created_at=now)
    return [account.key, note.pk]


AGREED = {"title": "More bookings", "baseline": "10", "target": "40", "fact": ""}

ADDRESSES = {
    "account-timeline": Asking(an_account),
    "make-note": Asking(an_account, says={"text": "They are moving house"}),
    "save-note": Asking(a_note, says={"text": "They moved house"}),
    "drop-note": Asking(a_note),
    "account-contacts": Asking(an_account),
    "save-contact": Asking(a_contact, says={"role": "Owner"}, answers=302),
    "make-contact": Asking(an_account, says={"new-name": "Jana Vos"}, answers=302),
    "account-contracts": Asking(an_account),
    "decline-option": Asking(an_account, says={"option": "Booking", "reason": "They have their own"}),
    "account-assets": Asking(an_account),
    "objectives": Asking(an_account),
    "make-objective": Asking(an_account, says=AGREED),
    "save-objective": Asking(an_objective, says=AGREED, answers=422),
    "drop-objective": Asking(an_objective),
}
