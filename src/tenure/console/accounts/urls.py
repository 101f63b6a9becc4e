"""Accounts: which are there, how do they stand, and what do we know of each?"""

from django.urls import path

from tenure.console.accounts.accounts import accounts
from tenure.console.accounts.trends import trends
from tenure.console.addresses import WORKSPACE

urlpatterns = [
    path(f"{WORKSPACE}/accounts", accounts, name="accounts"),
    path(f"{WORKSPACE}/trends", trends, name="trends"),
]
