"""One account: its health, what happened, who is there, what was agreed, bought and run for it."""

from django.urls import path

from tenure.console.account.assets import account_assets
from tenure.console.account.contacts import account_contacts, make_contact, save_contact
from tenure.console.account.contracts import account_contracts, decline_option
from tenure.console.account.notes import drop_note, make_note, save_note
from tenure.console.account.page import account
from tenure.console.account.timeline import account_timeline
from tenure.console.addresses import ACCOUNT

urlpatterns = [
    path(ACCOUNT, account, name="account"),
    path(f"{ACCOUNT}/timeline", account_timeline, name="account-timeline"),
    path(f"{ACCOUNT}/notes", make_note, name="make-note"),
    path(f"{ACCOUNT}/notes/<int:number>", save_note, name="save-note"),
    path(f"{ACCOUNT}/notes/<int:number>/removed", drop_note, name="drop-note"),
    path(f"{ACCOUNT}/contacts", account_contacts, name="account-contacts"),
    path(f"{ACCOUNT}/contacts/new", make_contact, name="make-contact"),
    path(f"{ACCOUNT}/contacts/<int:number>", save_contact, name="save-contact"),
    path(f"{ACCOUNT}/contracts", account_contracts, name="account-contracts"),
    path(f"{ACCOUNT}/contracts/declined", decline_option, name="decline-option"),
    path(f"{ACCOUNT}/assets", account_assets, name="account-assets"),
]
