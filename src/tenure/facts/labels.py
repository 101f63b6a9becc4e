"""What do people call a fact, in the middle of a sentence? The one place for it, also for facts that are still to come."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tenure.values.voice import worded

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "events_before_28": "events in the 28 days before the last 28",
        "breadth_28": "kinds of event in the last 28 days",
        "last_event_days": "days since it was last seen",
        "first_event_days": "days since it was first seen",
        "usage_trend_28": "usage against the 28 days before",
        "stickiness_28": "share of its active people on an average day",
        "seat_utilisation": "share of the seats in use",
        "usage_frequency": "rhythm of use",
        "mrr": "MRR",
        "arr": "ARR",
        "tenure_days": "days since the first contract",
        "first_contract_on": "day of the first contract",
        "term_months": "months of the term",
        "renews_on": "day of the renewal",
        "has_contract": "running contract",
        "has_had_contract": "contract, now or before",
        "is_former": "having left",
        "on_trial": "trial",
        "options": "options in the contract",
        "option_suggested": "option that similar accounts use",
        "champion_quiet_days": "days since a champion was last seen",
        "health_score": "health score",
        "points_above_minimum": "points above its minimum score",
        "notice_given": "notice",
        "revenue_total": "revenue of all orders",
        "orders_total": "orders in all",
        "last_order_days": "days since the last order",
        "order_gap_ratio": "silence since the last order, against the usual gap",
        "spend_365_ratio": "spending against the 365 days before",
        "refund_share_365": "share of the last 365 days’ orders given back",
        "overdue_amount": "amount overdue",
        "relationship_days": "days together",
        "last_touchpoint_days": "days since the last touchpoint",
        "tickets_open": "open tickets",
        "tickets_28": "tickets opened in the last 28 days",
        "oldest_open_ticket_days": "days the oldest open ticket waits",
        "incidents_open": "open incidents",
        "task_overdue_days": "days the longest overdue task waits",
        "asset_republish_days": "days since an asset was published",
        "certificate_days_left": "days left of a certificate",
        "push_silence_days": "days since the last push",
        "push_usual_gap_days": "usual days between pushes",
        "push_silence_ratio": "silence since the last push, against the usual gap",
        "downloads_before_28": "downloads in the 28 days before the last 28",
        "downloads_trend_28": "downloads against the 28 days before",
        "asset_users_28": "active users on an average day",
        "asset_users_trend_28": "active users against the 28 days before",
        "nps_latest": "latest NPS answer",
        "nps_latest_days": "days since the latest NPS answer",
        "milestone_progress": "progress against the planned milestones",
        "objective_progress": "progress of the objectives",
        "lifecycle_stage": "stage",
        "source": "way it came",
        "has_champion": "champion",
        "sentiment": "rating of the relationship",
    }
)
_SPELLED = {"nps": "NPS", "mrr": "MRR", "arr": "ARR", "actors": "active people"}
_WINDOW = re.compile(r"(.+)_(7|28|90|365)\Z")


def of(name: str) -> str:
    """“latest NPS answer” for nps_latest; a fact without a label is called by its name, spelled as people would."""
    if name in LABELS:
        return worded(LABELS[name])
    if window := _WINDOW.match(name):
        return worded("{what} in the last {days} days", what=of(window[1]), days=window[2])
    return worded(spelled(name))


def base(name: str) -> str:
    """What `of` translates: the label, else the name without its window, spelled."""
    window = _WINDOW.match(name)
    return LABELS.get(name) or (base(window[1]) if window else spelled(name))


def spelled(name: str) -> str:
    """A name as people would write it: ``active days``."""
    return " ".join(_SPELLED.get(word, word) for word in name.split("_"))
