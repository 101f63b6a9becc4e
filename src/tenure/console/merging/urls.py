"""Merging what was one."""

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.merging.apart import accounts_apart, contacts_apart, undo_apart
from tenure.console.merging.page import merging, undo_merge
from tenure.console.merging.two import merge, merge_contacts_form, merge_form, merge_two_contacts

_HERE = f"{WORKSPACE}/duplicates"

urlpatterns = [
    path(_HERE, merging, name="merging"),
    path(f"{_HERE}/two", merge_form, name="merge-form"),
    path(f"{_HERE}/merge", merge, name="merge"),
    path(f"{_HERE}/contacts/two", merge_contacts_form, name="merge-contacts-form"),
    path(f"{_HERE}/contacts/merge", merge_two_contacts, name="merge-contacts"),
    path(f"{_HERE}/apart", accounts_apart, name="tell-apart"),
    path(f"{_HERE}/contacts/apart", contacts_apart, name="tell-contacts-apart"),
    path(f"{_HERE}/apart/<int:number>/undo", undo_apart, name="undo-apart"),
    path(f"{_HERE}/merges/<int:number>/undo", undo_merge, name="undo-merge"),
]
