"""Accounts: which are there, how do they stand, and what do we know of each?"""

from django.urls import path

from tenure.console.accounts.accounts import accounts
from tenure.console.accounts.bulk import set_fields
from tenure.console.accounts.edit import account_cell
from tenure.console.accounts.export import export_accounts
from tenure.console.accounts.paste import paste_rows
from tenure.console.accounts.picking import end_field, make_field, pick, set_columns
from tenure.console.accounts.task_runs import make_tasks, undo_tasks_made
from tenure.console.accounts.trends import trends
from tenure.console.accounts.views import end_view, keep_view
from tenure.console.addresses import ACCOUNT, WORKSPACE

# Beside the list, not beneath it: there any word could be the key of an account.
_LIST = f"{WORKSPACE}/list"

urlpatterns = [
    path(f"{WORKSPACE}/accounts", accounts, name="accounts"),
    path(f"{WORKSPACE}/trends", trends, name="trends"),
    path(f"{ACCOUNT}/cell", account_cell, name="account-cell"),
    path(f"{_LIST}/fields", set_fields, name="set-fields"),
    path(f"{_LIST}/tasks", make_tasks, name="make-tasks"),
    path(f"{_LIST}/tasks/undone", undo_tasks_made, name="undo-tasks-made"),
    path(f"{_LIST}/export", export_accounts, name="export-accounts"),
    path(f"{_LIST}/pasted", paste_rows, name="paste-rows"),
    path(f"{_LIST}/pick", pick, name="pick-fields"),
    path(f"{_LIST}/columns", set_columns, name="set-columns"),
    path(f"{_LIST}/views", keep_view, name="keep-view"),
    path(f"{_LIST}/views/<int:number>/end", end_view, name="end-view"),
    path(f"{_LIST}/own-fields", make_field, name="make-field"),
    path(f"{_LIST}/own-fields/<int:number>/end", end_field, name="end-field"),
]
