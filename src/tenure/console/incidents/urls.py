"""Incidents: what went wrong for several accounts at once, whom does it concern, and who was told?"""

from typing import Final

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.incidents.doing import close, look_again, tell_accounts
from tenure.console.incidents.one import incident
from tenure.console.incidents.opening import make_incident, new_incident, preview
from tenure.console.incidents.page import incidents

_INCIDENTS: Final = f"{WORKSPACE}/incidents"
_ONE: Final = f"{_INCIDENTS}/<int:number>"

urlpatterns = [
    path(_INCIDENTS, incidents, name="incidents"),
    path(f"{_INCIDENTS}/new", new_incident, name="incident-new"),
    path(f"{_INCIDENTS}/affected", preview, name="incident-affected"),
    path(f"{_INCIDENTS}/made", make_incident, name="incident-make"),
    path(_ONE, incident, name="incident"),
    path(f"{_ONE}/told", tell_accounts, name="incident-tell"),
    path(f"{_ONE}/again", look_again, name="incident-again"),
    path(f"{_ONE}/closed", close, name="incident-close"),
]
