"""Incidents: opened, told, looked at again, closed."""

from tenure.actions.incidents import open_incident
from tenure.records.models import IncidentAccount
from tests.factories import make_account
from tests.pages.asking import Asking

IS_USED = {"fact": "events_28", "op": "known"}


def an_incident(workspace):
    """One that affects an account without a contact."""
    if not workspace.accounts.filter(key="hit").exists():
        make_account(workspace, "hit", "Hit", {"events_28": 5})
    opened = open_incident(workspace=workspace, title="Images do not load", rule=IS_USED, by="test")
    return [opened.incident.pk]


def an_affected(workspace):
    rows = IncidentAccount.objects.filter(workspace=workspace)
    if not rows.exists():
        an_incident(workspace)
    return {"row": rows.latest("pk").pk}


ADDRESSES = {
    "incidents": Asking(),
    "incident-new": Asking(),
    "incident-affected": Asking(query="?everybody=on"),
    "incident-make": Asking(says={"title": "No images", "everybody": "on"}),
    "incident": Asking(an_incident),
    "incident-tell": Asking(an_incident, says={"do": "tell"}, names=an_affected),
    "incident-again": Asking(an_incident),
    "incident-close": Asking(an_incident, says={"apology": "Sorry", "goodwill": "A month free"}),
}
