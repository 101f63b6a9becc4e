"""Serves a small workspace to a browser: `python -m tests.browser.server serve DATA PORT`, or changes it: `… recover DATA`."""

import os
import sys
from typing import Any

if __name__ == "__main__":
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tenure.project.settings",
        "TENURE_DATA": sys.argv[2],
        "TENURE_DEMO": "1",
    }
    os.environ.pop("DATABASE_URL", None)

import django

if __name__ == "__main__":
    django.setup()

import uvicorn
from django.core.management import call_command

from tenure import clock
from tenure.actions.workspaces import create_workspace
from tenure.records.models import Account, Workspace
from tests.factories import make_account, make_member, store

EUR = {"amount": 12_000, "currency": "EUR"}
POOR = {
    "active_days_28": 2,
    "seat_utilisation": 0.2,
    "breadth_28": 1,
    "events_28": 9,
    "last_event_days": 16,
    "mrr": EUR,
}
GOOD = {
    "active_days_28": 20,
    "seat_utilisation": 0.95,
    "breadth_28": 6,
    "events_28": 800,
    "last_event_days": 0,
    "mrr": EUR,
}


def fill() -> None:
    """The workspaces “Demo”, with accounts in every band, and “Fresh”, with none."""
    workspace = create_workspace(name="Demo", by="test", demo=True)
    visitor = make_member(workspace, "owner", "demo@example.com")
    fresh = create_workspace(name="Fresh", by="test", demo=True)
    fresh.members.create(user=visitor.user, role="owner", name="Owner", created_at=fresh.created_at)
    facts: list[tuple[str, dict[str, Any] | None]] = [
        ("Bakkerij Smit", POOR | {"days_to_renewal": 12, "owner": "Ada", "sentiment": 2}),
        ("Noord Advies", GOOD | {"active_days_28": 7, "seat_utilisation": 0.5, "days_to_renewal": 90}),
        ("Studio Vonk", GOOD | {"days_to_renewal": 240, "trait.industry": "design"}),
        ("Hotel De Leeuw", {"mrr": EUR}),
        ("Garage Jansen", {"is_former": True}),
        ("Nieuw", None),
    ]
    for name, known in facts:
        make_account(workspace, name.lower().replace(" ", "-"), name, known)


def recover() -> None:
    """What the facts round does when the bakery is used again."""
    workspace = Workspace.objects.get(slug="demo")
    store(Account.objects.get(workspace=workspace, key="bakkerij-smit"), GOOD | {"days_to_renewal": 12}, clock.now())


if __name__ == "__main__":
    if sys.argv[1] == "recover":
        recover()
    else:
        call_command("migrate", verbosity=0)
        fill()
        uvicorn.run(
            "tenure.project.asgi:application", port=int(sys.argv[3]), log_level="warning", timeout_graceful_shutdown=1
        )
