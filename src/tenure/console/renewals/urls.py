"""Renewals: what is due, will it renew, and why did those who left leave?"""

from typing import Final

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.renewals.one import back, end, renew_one, renewal, say, terms
from tenure.console.renewals.open_ended import end_open, ending, open_ended
from tenure.console.renewals.page import renewals
from tenure.console.renewals.register import departure, register, say_why, stay

_RENEWALS: Final = f"{WORKSPACE}/renewals"
_ONE: Final = f"{_RENEWALS}/<int:number>"
_LEFT: Final = f"{_RENEWALS}/left"

urlpatterns = [
    path(_RENEWALS, renewals, name="renewals"),
    path(f"{_RENEWALS}/open", open_ended, name="renewals-open"),
    path(f"{_ONE}/ending", ending, name="renewal-ending"),
    path(f"{_ONE}/open/ended", end_open, name="renewal-end-open"),
    path(_LEFT, register, name="departures"),
    path(f"{_LEFT}/<int:number>", departure, name="departure"),
    path(f"{_LEFT}/<int:number>/why", say_why, name="departure-why"),
    path(f"{_LEFT}/<int:number>/back", stay, name="departure-back"),
    path(_ONE, renewal, name="renewal"),
    path(f"{_ONE}/word", say, name="renewal-word"),
    path(f"{_ONE}/terms", terms, name="renewal-terms"),
    path(f"{_ONE}/renewed", renew_one, name="renewal-renew"),
    path(f"{_ONE}/ended", end, name="renewal-end"),
    path(f"{_ONE}/back", back, name="renewal-back"),
]
