"""Merging what was one."""

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.merging.page import merge, merge_form, merging, undo_merge

_HERE = f"{WORKSPACE}/duplicates"

urlpatterns = [
    path(_HERE, merging, name="merging"),
    path(f"{_HERE}/two", merge_form, name="merge-form"),
    path(f"{_HERE}/merge", merge, name="merge"),
    path(f"{_HERE}/merges/<int:number>/undo", undo_merge, name="undo-merge"),
]
