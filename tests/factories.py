"""Rows to test pages with: accounts whose health was scored as the facts round would have, from facts given by name."""

import random
from datetime import date, datetime, timedelta
from typing import Any

from tenure import clock
from tenure.calc.health import Health, score
from tenure.calc.scorecard import choose, parse
from tenure.facts.catalogue import say
from tenure.records.models import Account, AccountHealth, Member, Scorecard, User, Workspace
from tenure.values.moment import EPOCH

PASSWORD = "correct horse battery"


def make_member(workspace: Workspace, role: str, email: str | None = None, password: str | None = None) -> Member:
    """A member with a role; without a password (hashing one is slow) only ``force_login`` signs them in."""
    user = User.objects.create_user(email or f"{role}@example.com", password)
    return Member.objects.create(
        workspace=workspace, user=user, role=role, name=role.capitalize(), created_at=workspace.created_at
    )


def make_account(
    workspace: Workspace, key: str, name: str = "", facts: dict[str, Any] | None = None, *, at: datetime | None = None
) -> Account:
    """An account with its latest health; without facts it was never scored."""
    at = at or clock.now()
    account = Account.objects.create(workspace=workspace, key=key, name=name, created_at=EPOCH_TIME)
    if facts is not None:
        store(account, facts, at)
    return account


def store(account: Account, facts: dict[str, Any], at: datetime, **more: Any) -> AccountHealth:
    """What the facts round would leave for these facts (in JSON form)."""
    health = judge(account.workspace, facts, **more)
    money = facts.get("mrr") or {}
    row, _ = AccountHealth.objects.update_or_create(
        workspace=account.workspace,
        account=account,
        defaults={
            "score": health.score,
            "band": health.band,
            "computed_band": health.computed_band,
            "is_thin": health.thin,
            "scorecard": health.scorecard,
            "mrr": money.get("amount"),
            "stake": money.get("amount"),
            "currency": money.get("currency", ""),
            "renews_on": _ahead(at.date(), facts.get("days_to_renewal")),
            "last_seen_on": _ahead(at.date(), -facts["last_event_days"] if "last_event_days" in facts else None),
            "facts": facts,
            "detail": health.as_json(),
            "computed_at": at,
        },
    )
    return row


def judge(workspace: Workspace, facts: dict[str, Any], **more: Any) -> Health:
    """Health by the workspace's published scorecards."""
    rows = Scorecard.objects.filter(workspace=workspace, retired_at=None)
    card = choose([parse(row.definition) for row in rows], facts)
    return score(card, facts, say=say, former=bool(facts.get("is_former")), **more)


def some_facts(luck: random.Random) -> dict[str, Any]:
    """Facts of an account that may do well or badly."""
    form = luck.random()
    return {
        "active_days_28": round(form * 20),
        "events_28": round(form * 900),
        "events_before_28": 400,
        "breadth_28": 1 + round(form * 6),
        "seat_utilisation": round(form, 2),
        "usage_trend_28": round(0.4 + form * 0.8, 2),
        "last_event_days": round((1 - form) * 30),
        "sentiment": luck.choice([None, 1 + round(form * 4)]),
        "mrr": {"amount": luck.randrange(20, 900) * 100, "currency": "EUR"},
        "days_to_renewal": luck.randrange(3, 360),
        "tenure_days": luck.randrange(100, 1500),
        "owner": luck.choice(["Ada", "Jana", "Piet"]),
        "plan": luck.choice(["Basic", "Plus", "Premium"]),
    }


def _ahead(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


EPOCH_TIME = datetime.fromisoformat(f"{EPOCH.isoformat()}T00:00:00+00:00")
