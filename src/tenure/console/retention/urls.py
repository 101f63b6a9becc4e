"""Retention: do accounts stay, and what do they bring?"""

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.retention.accounts import retention_accounts
from tenure.console.retention.goals import drop_goal, make_goal
from tenure.console.retention.page import retention
from tenure.console.retention.product import retention_product
from tenure.console.retention.why import retention_why

_HERE = f"{WORKSPACE}/retention"

urlpatterns = [
    path(_HERE, retention, name="retention"),
    path(f"{_HERE}/why", retention_why, name="retention-why"),
    path(f"{_HERE}/product", retention_product, name="retention-product"),
    path(f"{_HERE}/accounts", retention_accounts, name="retention-accounts"),
    path(f"{_HERE}/goals", make_goal, name="make-goal"),
    path(f"{_HERE}/goals/<int:number>/end", drop_goal, name="drop-goal"),
]
