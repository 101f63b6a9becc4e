"""How closely are we in touch with an account? The relationship facts, from touchpoints, tickets and incidents.

An account of which no touchpoint (no ticket) is known has null; one that was touched before has a known 0 in a window
without touchpoints. Incidents are known to nobody but us, so that an account that was never in one has a known 0.
"""

from functools import partial
from typing import Final

import ibis
from ibis import _

from tenure.facts.asset_rows import NPS_DAYS
from tenure.facts.declare import Fact, when
from tenure.facts.relationship_rows import TICKET_DAYS, TOUCHPOINT_DAYS
from tenure.values.voice import voice, worded, worded_for

UNTOUCHED: Final = "No touchpoint is known"
NO_TICKETS: Final = "No ticket is known"
NO_ANSWER: Final = f"No NPS answer is known of the last {NPS_DAYS} days"
_WINDOW: Final = "the last {n} complete UTC days and today so far"

_fact = partial(Fact, group="relationship")
_touched = partial(_fact, unknown=UNTOUCHED)
_asked = partial(_fact, unknown=NO_TICKETS)

RELATIONSHIP: Final = (
    _fact(
        "relationship_days",
        "int",
        "days",
        "How many days ago the relationship began: with the first contract; without one with the first order, else with the "
        "first event. It stands still once no contract runs.",
        ibis.coalesce(_.tenure, _.first_order_days, _.first_days),
        lambda value: worded_for(value, "With us for {n} day", "With us for {n} days"),
        unknown="No contract, order or event is known",
        reads=("contract", "revenue", "usage"),
    ),
    _touched(
        "touchpoints_90",
        "int",
        "touchpoints",
        f"How many touchpoints there were in {_WINDOW.format(n=TOUCHPOINT_DAYS)}.",
        _.touchpoints_90,
        lambda value: worded_for(
            value,
            "{n} touchpoint in the last {days} days",
            "{n} touchpoints in the last {days} days",
            days=str(TOUCHPOINT_DAYS),
        ),
    ),
    _touched(
        "last_touchpoint_days",
        "int",
        "days",
        "How many calendar days (UTC) ago the last touchpoint was; 0 is the same day.",
        _.last_touchpoint_days,
        lambda value: worded("Last touchpoint {when}", when=when(value)),
    ),
    _touched(
        "meetings_90",
        "int",
        "meetings",
        f"How many meetings and video calls there were in {_WINDOW.format(n=TOUCHPOINT_DAYS)}.",
        _.meetings_90,
        lambda value: worded_for(
            value,
            "{n} meeting in the last {days} days",
            "{n} meetings in the last {days} days",
            days=str(TOUCHPOINT_DAYS),
        ),
    ),
    _asked(
        "tickets_open",
        "int",
        "tickets",
        "How many tickets are open.",
        _.tickets_open,
        lambda value: worded_for(value, "{n} ticket open", "{n} tickets open"),
    ),
    _asked(
        "tickets_28",
        "int",
        "tickets",
        f"How many tickets were opened in {_WINDOW.format(n=TICKET_DAYS)}.",
        _.tickets_28,
        lambda value: worded_for(
            value,
            "{n} ticket opened in the last {days} days",
            "{n} tickets opened in the last {days} days",
            days=str(TICKET_DAYS),
        ),
    ),
    _asked(
        "oldest_open_ticket_days",
        "int",
        "days",
        "How many calendar days (UTC) ago the oldest open ticket was opened; 0 when tickets are known and none is open.",
        _.oldest_open_ticket_days,
        lambda value: (
            worded_for(value, "A ticket has been open for {n} day", "A ticket has been open for {n} days")
            if value
            else worded("No ticket is waiting")
        ),
    ),
    _fact(
        "incidents_open",
        "int",
        "incidents",
        "How many incidents affect the account that are not closed; 0 when none does.",
        _.incidents_open.fill_null(0),
        lambda value: (
            worded_for(value, "Affected by {n} open incident", "Affected by {n} open incidents")
            if value
            else worded("No open incident affects it")
        ),
        "No incident is known",
    ),
    _fact(
        "nps_latest",
        "float",
        "",
        f"The latest answer, 0 to 10, to how likely they would recommend us: the measurement “nps” of its last day with one "
        f"within {NPS_DAYS} days, the mean of what was measured that day.",
        _.nps_latest,
        lambda value: worded("The latest NPS answer is {value} of 10", value=voice().number(value, 1)),
        NO_ANSWER,
    ),
    _fact(
        "nps_latest_days",
        "int",
        "days",
        "How many calendar days (UTC) ago that answer was given.",
        _.nps_latest_days,
        lambda value: worded("The latest NPS answer came {when}", when=when(value)),
        NO_ANSWER,
    ),
    _fact(
        "task_overdue_days",
        "int",
        "days",
        "By how many days the task is overdue, of those that are open, that has waited longest; 0 when none is.",
        _.task_overdue_days,
        lambda value: (
            worded_for(value, "A task is {n} day overdue", "A task is {n} days overdue")
            if value
            else worded("No task is overdue")
        ),
        "No task about it is known",
    ),
)
