"""Touchpoints: who of us was in touch with whom, and when is it planned again?"""

from typing import Final

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.touchpoints.doing import make_touchpoint, new_touchpoint
from tenure.console.touchpoints.options import account_options, people_there
from tenure.console.touchpoints.page import touchpoints
from tenure.console.touchpoints.plan import (
    call_off,
    edit_held,
    edit_plan,
    hold_plan,
    invitation,
    mail_invitation,
    make_plan,
    new_plan,
    touchpoint,
)

_TOUCHPOINTS: Final = f"{WORKSPACE}/touchpoints"
_TOUCHPOINT: Final = f"{_TOUCHPOINTS}/<int:number>"

urlpatterns = [
    path(_TOUCHPOINTS, touchpoints, name="touchpoints"),
    path(f"{_TOUCHPOINTS}/new", new_touchpoint, name="touchpoint-new"),
    path(f"{_TOUCHPOINTS}/logged", make_touchpoint, name="touchpoint-log"),
    path(f"{_TOUCHPOINTS}/plan", new_plan, name="touchpoint-plan"),
    path(f"{_TOUCHPOINTS}/planned", make_plan, name="touchpoint-planned"),
    path(f"{_TOUCHPOINTS}/people", people_there, name="touchpoint-people"),
    path(_TOUCHPOINT, touchpoint, name="touchpoint"),
    path(f"{_TOUCHPOINT}/changed", edit_plan, name="touchpoint-change"),
    path(f"{_TOUCHPOINT}/held", hold_plan, name="touchpoint-hold"),
    path(f"{_TOUCHPOINT}/edited", edit_held, name="touchpoint-edit"),
    path(f"{_TOUCHPOINT}/cancelled", call_off, name="touchpoint-cancel"),
    path(f"{_TOUCHPOINT}/sent", mail_invitation, name="touchpoint-send"),
    path(f"{_TOUCHPOINT}/invitation.ics", invitation, name="touchpoint-invitation"),
    path(f"{WORKSPACE}/account-options", account_options, name="account-options"),
]
