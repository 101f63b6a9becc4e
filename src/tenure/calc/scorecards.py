"""Which scorecards does a new workspace start with? What a practitioner would defend, for each kind of business.

Facts that do not exist yet count as unknown until they do. Never in a score: MRR or the nearness of a renewal.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from tenure.calc.band import HardRule
from tenure.calc.measure import Measure
from tenure.calc.scorecard import Scorecard
from tenure.rules.comparison import Comparison, Op
from tenure.rules.tree import AllOf, Rule

FIRST_DAYS = 90

# From the first contract on, where there is none from the first order or event: a shop knows people by what they do.
_NEW = Comparison("relationship_days", Op.LT, FIRST_DAYS)
_NEW_NAME = f"in the first {FIRST_DAYS} days"


def _at_least(fact: str, least: int) -> Rule:
    return Comparison(fact, Op.GE, least)


_HARD_RULES = (
    HardRule("notice given", Comparison("notice_given", Op.EQ, True), "poor", "Notice was given."),
    HardRule(
        "paying without using",
        AllOf((Comparison("has_contract", Op.EQ, True), Comparison("events_28", Op.EQ, 0))),
        "poor",
        "The contract runs, but nothing was used for 28 days.",
    ),
    HardRule(
        "detractor",
        AllOf((Comparison("nps_latest", Op.LE, 6), Comparison("nps_latest_days", Op.LE, 90))),
        "average",
        "A detractor answered within the last 90 days.",
    ),
    HardRule("overdue", Comparison("overdue_days", Op.GT, 60), "average", "An invoice is more than 60 days overdue."),
    HardRule("champion gone", Comparison("has_champion", Op.EQ, False), "average", "The champion has gone."),
)

_SAAS = (
    Measure("Days of use", "Usage", "active_days_28", 4, 16, 20),
    Measure("Seats in use", "Usage", "seat_utilisation", 0.25, 0.90, 10),
    Measure("Breadth of use", "Usage", "breadth_28", 1, 5, 10),
    Measure("Usage trend", "Usage", "usage_trend_28", 0.5, 1.0, 10, needs=_at_least("events_before_28", 20)),
    Measure("Last seen", "Usage", "last_event_days", 21, 4, 5),
    Measure("Sentiment", "Relationship", "sentiment", 1, 4, 10),
    Measure("Last touchpoint", "Relationship", "last_touchpoint_days", 120, 45, 5),
    Measure("NPS answer", "Relationship", "nps_latest", 4, 9, 10),
    Measure("Oldest open ticket", "Support", "oldest_open_ticket_days", 21, 3, 10),
    Measure("Overdue invoices", "Payment", "overdue_days", 45, 0, 10),
)

_DOWNLOADS_KNOWN = _at_least("downloads_before_28", 20)
_RESELLER = (
    Measure("Push silence", "Usage", "push_silence_ratio", 3, 1.25, 15),
    Measure("App users trend", "Usage", "asset_users_trend_28", 0.6, 1.0, 15),
    Measure("Downloads trend", "Usage", "downloads_trend_28", 0.5, 1.0, 10, needs=_DOWNLOADS_KNOWN),
    Measure("Days in the back office", "Usage", "active_days_28", 0, 4, 10),
    Measure("Objective progress", "Results", "objective_progress", 0.25, 0.9, 10),
    Measure("Last touchpoint", "Relationship", "last_touchpoint_days", 180, 60, 10),
    Measure("Sentiment", "Relationship", "sentiment", 1, 4, 10),
    Measure("Overdue invoices", "Payment", "overdue_days", 45, 0, 10),
    Measure("Days since republication", "Our own care", "asset_republish_days", 270, 150, 5),
    Measure("Certificate days left", "Our own care", "certificate_days_left", 0, 30, 5),
)

_SHOP = (
    Measure("Silence since the last order", "Orders", "order_gap_ratio", 3, 1.25, 40),
    Measure("Orders in a year", "Orders", "orders_365", 0, 4, 15),
    Measure("Spending trend", "Orders", "spend_365_ratio", 0.5, 1.0, 10),
    Measure("Last seen", "Usage", "last_event_days", 90, 14, 10),
    Measure("Refund share", "Orders", "refund_share_365", 0.5, 0.1, 10),
    Measure("NPS answer", "Relationship", "nps_latest", 4, 9, 10),
    Measure("Oldest open ticket", "Support", "oldest_open_ticket_days", 14, 2, 5),
)


def _cards(kind: str, name: str, measures: Sequence[Measure], trends: Sequence[str]) -> tuple[Scorecard, ...]:
    """The card of the first days, where milestones take the place and weight of the trends, then the usual one."""
    weight = sum(measure.weight for measure in measures if measure.fact in trends)
    milestones = Measure("Milestones against plan", "Onboarding", "milestone_progress", 0.5, 1.0, weight)
    new = (milestones, *(measure for measure in measures if measure.fact not in trends))
    return (
        Scorecard(f"{kind}-first-{FIRST_DAYS}-days", f"{name}, {_NEW_NAME}", new, _NEW, hard_rules=_HARD_RULES),
        Scorecard(kind, name, tuple(measures), hard_rules=_HARD_RULES),
    )


READY_MADE: Final[Mapping[str, tuple[Scorecard, ...]]] = {
    "saas": _cards("saas", "Software as a service", _SAAS, ["usage_trend_28"]),
    "reseller": _cards("reseller", "Agency or reseller", _RESELLER, ["asset_users_trend_28", "downloads_trend_28"]),
    "shop": _cards("shop", "Shop", _SHOP, ["spend_365_ratio"]),
}
