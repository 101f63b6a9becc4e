"""Today: who needs somebody, why, and what is next?"""

from typing import Final

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.today.doing import (
    assign_account,
    assign_form,
    snooze_account,
    snooze_form,
    wake_account,
)
from tenure.console.today.page import today
from tenure.console.today.portfolio import portfolio
from tenure.console.today.stream import today_stream
from tenure.console.today.why_rank import why_rank

_TODAY: Final = f"{WORKSPACE}/today"
_ONE: Final = f"{_TODAY}/<account:key>"

urlpatterns = [
    path(f"{WORKSPACE}/", today, name="today"),
    path(f"{WORKSPACE}/portfolio", portfolio, name="portfolio"),
    path(f"{_TODAY}/stream", today_stream, name="today-stream"),
    path(f"{_ONE}/why", why_rank, name="why-rank"),
    path(f"{_ONE}/snooze", snooze_form, name="snooze-form"),
    path(f"{_ONE}/snoozed", snooze_account, name="snooze"),
    path(f"{_ONE}/awake", wake_account, name="end-snooze"),
    path(f"{_ONE}/assign", assign_form, name="assign-form"),
    path(f"{_ONE}/assigned", assign_account, name="assign-account"),
]
