"""Serves small workspaces to a browser: `python -m tests.browser.server serve DATA PORT`.

`… recover DATA` does what the facts round does, `… fall DATA` the same in “Office”, `… work DATA` what the worker does
for “Jana”, and `… keep DATA SLUG` what it does for a workspace until it is ended.
"""

import json
import os
import sys
import time
from pathlib import Path
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
from tenure.actions.feeds import create_feed
from tenure.actions.keys import create_key
from tenure.actions.webhooks import create_webhook
from tenure.actions.workspaces import create_workspace
from tenure.answers import process
from tenure.eventlog.spool import DeadLetter, SpooledRequest
from tenure.records.models import Account, FeedReading, HealthChange, Import, Member, User, WebhookDelivery, Workspace
from tenure.rounds.facts import FactsRound
from tenure.rounds.imports import ImportsRound
from tenure.rounds.seal import seal
from tests.browser.furnished import fill_pages
from tests.browser.past import fill_past
from tests.browser.renewing import fill_renewing
from tests.factories import PASSWORD, make_account, make_member, store

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
    start = create_workspace(name="Start", by="test", demo=True)
    start.members.create(user=visitor.user, role="owner", name="Owner", created_at=start.created_at)
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
    fill_jana(visitor.user)
    fill_office(visitor.user)
    fill_roles()
    fill_renewing(visitor.user)
    fill_past(visitor.user)
    fill_pages(Path(sys.argv[2]))


def fill_office(user: User) -> None:
    """The workspace “Office”, in which a day's work is done."""
    office = create_workspace(name="Office", by="test", demo=True)
    office.members.create(user=user, role="owner", name="Owner", created_at=office.created_at)
    make_member(office, "agent", "ada@example.com")
    make_account(office, "smit", "Bakkerij Smit", POOR | {"days_to_renewal": 12})
    half = {"active_days_28": 7, "seat_utilisation": 0.5, "days_to_renewal": 20, "mrr": EUR | {"amount": 45_000}}
    make_account(office, "noord", "Noord Advies", GOOD | half)
    make_account(office, "vonk", "Studio Vonk", GOOD)


def fill_roles() -> None:
    """The workspace “Roles”, with somebody of each role who signs in with a password, and somebody who will add a passkey."""
    roles = create_workspace(name="Roles", by="test")
    make_account(roles, "smit", "Bakkerij Smit", POOR | {"days_to_renewal": 12, "sentiment": 2})
    for role in Member.Role.values:
        make_member(roles, role, f"{role}@roles.example.com", PASSWORD)
    make_member(roles, Member.Role.AGENT, "passkey@roles.example.com", PASSWORD)


def fill_jana(user: User) -> None:
    """The workspace “Jana”, whose owner brings data in and connects a product."""
    jana = create_workspace(name="Jana", by="test", demo=True)
    jana.members.create(user=user, role="owner", name="Owner", created_at=jana.created_at)
    make_account(jana, "smit", "Bakkerij Smit", POOR)
    now = clock.now()
    error = {
        "row": 9,
        "column": "Klant sinds",
        "value": "31-02-2024",
        "reason": "“31-02-2024” is no day of the calendar",
    }
    of = Import.objects.create(
        workspace=jana, kind="contracts", file_name="contracten.csv", state="done", created=3, failed=1, by="command",
        started_at=now, errors=[error], settings={"format": "csv", "mapping": {"account": "Klant"}},
    )  # fmt: skip
    feed = create_feed(workspace=jana, kind="accounts", url="https://example.com/a.csv", name="Sheet", by="test")
    for ok, outcome in (
        (True, "62 rows: 62 created, 0 updated, 0 unchanged, 0 failed."),
        (False, "Not read: the server answered 500."),
    ):
        FeedReading.objects.create(workspace=jana, feed=feed, at=now, ok=ok, outcome=outcome, result=of)
    nameless = create_feed(workspace=jana, kind="accounts", url=f"https://example.com/{'published/' * 20}", by="test")
    refused = "Not read: “10.0.0.7” leads to 10.0.0.7, which is not on the public internet."
    FeedReading.objects.create(workspace=jana, feed=nameless, at=now, ok=False, outcome=refused)
    create_key(workspace=jana, kind="write", name="Our web app", by="test")
    hook, _ = create_webhook(workspace=jana, url="https://example.com/hook", topics=["import.done"], by="test")
    WebhookDelivery.objects.create(
        workspace=jana, webhook=hook, key="import:1", topic="import.done", payload={}, attempts=2, next_at=now,
        created_at=now, error="the receiver answered 500",
    )  # fmt: skip
    when = int(now.timestamp() * 1e6)
    letter = DeadLetter("jana", when, "it names nobody", b'{"batch": [{"type": "track", "event": "Opened"}]}')
    calls = [
        {"type": "track", "event": "Opened", "messageId": f"m{at}", "userId": user_id, "timestamp": now.isoformat()}
        for at, user_id in enumerate(("smit", "piet", "piet"))
    ]
    request = SpooledRequest("jana", "batch", when, json.dumps({"batch": calls}).encode(), len(calls))
    process.spool().append([request], [letter])
    work()


def work() -> None:
    """What the worker does for “Jana” when somebody brought a file or a product sent events."""
    jana = Workspace.objects.get(slug="jana")
    ImportsRound().run(jana)
    while seal(jana):
        pass


def keep(slug: str) -> None:
    """What the worker does for one workspace, again and again until it is ended."""
    workspace, imports, facts = Workspace.objects.get(slug=slug), ImportsRound(), FactsRound()
    while True:
        imports.run(workspace)
        facts.run(workspace)
        time.sleep(0.2)


def recover() -> None:
    """What the facts round does when the bakery is used again."""
    workspace = Workspace.objects.get(slug="demo")
    store(Account.objects.get(workspace=workspace, key="bakkerij-smit"), GOOD | {"days_to_renewal": 12}, clock.now())


def fall() -> None:
    """What the facts round does when the studio stops using the product."""
    account = Account.objects.get(workspace__slug="office", key="vonk")
    now = clock.now()
    row = store(account, POOR | {"mrr": EUR | {"amount": 90_000}}, now)
    HealthChange.objects.create(
        workspace=account.workspace, account=account, at=now, band_before="good", band=row.band, score=row.score
    )


if __name__ == "__main__":
    if sys.argv[1] == "recover":
        recover()
    elif sys.argv[1] == "fall":
        fall()
    elif sys.argv[1] == "work":
        work()
    elif sys.argv[1] == "keep":
        keep(sys.argv[3])
    else:
        call_command("migrate", verbosity=0)
        fill()
        uvicorn.run(
            "tenure.project.asgi:application", port=int(sys.argv[3]), log_level="warning", timeout_graceful_shutdown=1
        )
