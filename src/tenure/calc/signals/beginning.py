"""Which ready signals see that a beginning goes wrong, and the first sign of displeasure after it?"""

from typing import Final

from tenure.calc.signal import TaskWanted
from tenure.calc.signals.template import STAYS, Setting, Template, Values, at_least, at_most
from tenure.rules.comparison import Comparison, Op
from tenure.rules.leaves import Did
from tenure.rules.tree import AllOf, AnyOf, Rule
from tenure.values.voice import later

_FIRST: Final = 90
_FIRST_DAYS: Final = Setting("first", later("Days that count as the beginning"), _FIRST, most=365)


def _no_first_value(values: Values) -> Rule:
    first = int(values["first"])
    return AllOf(
        (
            at_least("relationship_days", int(values["days"])),
            at_most("relationship_days", first),
            Did(str(values["event"]), Op.EQ, 0, days=first),
            STAYS,
        )
    )


def _below_minimum(values: Values) -> Rule:
    below = AnyOf(
        (Comparison("points_above_minimum", Op.LT, 0), Comparison("health_score", Op.LT, int(values["minimum"])))
    )
    return AllOf((at_most("relationship_days", int(values["first"])), below))


def _displeased(values: Values) -> Rule:
    signs = (
        at_most("sentiment", 2),
        AllOf((at_most("nps_latest", 6), at_most("nps_latest_days", 30))),
        at_least("oldest_open_ticket_days", int(values["ticket"])),
        at_least("overdue_days", int(values["overdue"])),
        AllOf((Comparison("usage_trend_28", Op.LE, 0.5), at_least("events_before_28", 20))),
        Comparison("notice_given", Op.EQ, True),
    )
    return AllOf((Comparison("relationship_days", Op.GT, int(values["first"])), AnyOf(signs), STAYS))


BEGINNING: Final = (
    Template(
        "first_value_missing",
        later("First value not reached"),
        later("With us for {days} days, up to {first}, and “{event}” never came."),
        later("Who has not got something out of it within the first weeks rarely does later."),
        _no_first_value,
        (
            Setting("event", later("Event that shows the first value"), "Project created", "text"),
            Setting("days", later("Days until it should have come"), 14),
            _FIRST_DAYS,
        ),
        task=TaskWanted(later("Help them to the first result"), 2),
    ),
    Template(
        "onboarding_overdue",
        later("A step of the onboarding is overdue"),
        later("In its first {first} days, and a task is at least {days} days overdue."),
        later("A beginning that stalls is seldom taken up again by itself."),
        lambda values: AllOf(
            (
                at_most("relationship_days", int(values["first"])),
                at_least("task_overdue_days", int(values["days"])),
                STAYS,
            )
        ),
        (Setting("days", later("Days overdue"), 3), _FIRST_DAYS),
    ),
    Template(
        "new_below_minimum",
        later("New, and below its minimum"),
        later("In its first {first} days, and its score is below its own minimum or below {minimum}."),
        later("In the first months a low score is a warning about us, not about them."),
        _below_minimum,
        (Setting("minimum", later("Score below which also others are told"), 40, "number", 0, 100), _FIRST_DAYS),
        severity="high",
        holds_days=2,
    ),
    Template(
        "first_displeasure",
        later("A first sign of displeasure"),
        later(
            "With us for more than {first} days, and one of these for the first time: an unhappy rating or "
            "answer, a ticket open for {ticket} days, an invoice overdue for {overdue} days, half the usage, or notice."
        ),
        later(
            "After the beginning, any first sign counts: an unhappy word, an old ticket, an unpaid invoice, half the use."
        ),
        _displeased,
        (
            _FIRST_DAYS,
            Setting("ticket", later("Days a ticket is open"), 14),
            Setting("overdue", later("Days an invoice is overdue"), 30),
        ),
        cooldown_days=90,
    ),
    Template(
        "trial_ending",
        later("A trial is about to end"),
        later("On trial, and the trial ends within {days} days."),
        later("The last days of a trial are when somebody decides: be there."),
        lambda values: AllOf((Comparison("on_trial", Op.EQ, True), at_most("days_to_renewal", int(values["days"])))),
        (Setting("days", later("Days before its end"), 7),),
        task=TaskWanted(later("Talk about what comes after the trial"), 1),
    ),
)
