"""Which playbooks are for the beginning? The first 90 days of an account, and the first purchase in a shop."""

from typing import Final

from tenure.plays.play import (
    Branch,
    Check,
    OnNewAccount,
    Owner,
    Play,
    Role,
    Stage,
    Step,
    Task,
    Wait,
    WaitForRule,
    Who,
)
from tenure.plays.playbooks.made import COVER, LEFT, OWNER, at_least, at_most
from tenure.rules.comparison import Comparison, Op
from tenure.rules.tree import AnyOf, Not, Rule
from tenure.values.voice import later


def _milestone(rule: Rule, day: int, missing: Task) -> tuple[Step, ...]:
    """Wait until the data show it, or until that day together has come; make a task where they do not show it then."""
    return WaitForRule(AnyOf((rule, at_least("relationship_days", day))), day), Branch(Not(rule), (missing,))


_DISPLEASED: Final = AnyOf(
    (
        at_most("sentiment", 2),
        at_least("oldest_open_ticket_days", 14),
        at_least("overdue_days", 30),
        Comparison("notice_given", Op.EQ, True),
    )
)

ONBOARDING: Final = Play(
    "onboarding",
    later("Onboarding"),
    OnNewAccount(),
    (
        Check(Not(at_least("relationship_days", 30))),
        Owner(Who(Role.RULES)),
        Stage("onboarding"),
        Task(
            later("Welcome the account and agree on its goal"),
            OWNER,
            2,
            later(
                "1. Thank them and say who you are. 2. Ask what has to be better in three months, and how they will see it. "
                "3. Agree on who does what until when. 4. Write the goal down as an objective."
            ),
        ),
        *_milestone(
            at_least("events_28", 1),
            7,
            Task(
                later("Nothing was used yet: take the first step together"),
                OWNER,
                1,
                later(
                    "Do not ask why. Offer half an hour, share the screen, and finish with one result that they can show."
                ),
            ),
        ),
        *_milestone(
            at_least("actors_28", 2),
            20,
            Task(
                later("Only one person uses it: help to invite the others"),
                OWNER,
                2,
                later(
                    "Ask who else does this work today, and what they would need to begin. Offer a short introduction."
                ),
            ),
        ),
        *_milestone(
            at_least("active_days_28", 8),
            45,
            Task(
                later("It is not a habit yet: find out what is in the way"),
                OWNER,
                3,
                later("Ask for the last time they meant to use it and did not. Solve that one thing."),
            ),
        ),
        WaitForRule(at_least("relationship_days", 90), 90),
        Task(
            later("Ninety days together: look back with the account"),
            OWNER,
            7,
            later(
                "1. Show what was reached against the goal, with the figures. 2. Ask what surprised them, in both directions. "
                "3. Agree on the next goal. 4. Ask who else should know of the result."
            ),
        ),
        Stage("adopting"),
        WaitForRule(_DISPLEASED, 275),
        Branch(
            _DISPLEASED,
            (
                Task(
                    later("A first sign of displeasure: call before it grows"),
                    COVER,
                    1,
                    later("Name what you saw. Listen. Promise one thing with a date, and keep it."),
                ),
            ),
        ),
    ),
    later("Each step of the first 90 days is proved by what is used; what is missing becomes a task."),
    LEFT,
)

THANK_YOU: Final = Play(
    "thank-you",
    later("Thank you after a purchase"),
    OnNewAccount(),
    (
        WaitForRule(at_least("orders_total", 1), 2),
        Check(at_least("orders_total", 1)),
        Task(
            later("Say thank you for the first order"),
            COVER,
            0,
            later("Thank them by name, say when it arrives, and whom they can ask. Sell nothing."),
        ),
        Wait(3),
        Task(later("Send the guide for what was bought"), COVER, 0),
        Wait(11),
        Check(at_most("orders_total", 1)),
        Task(
            later("Suggest what goes with the first order"),
            COVER,
            1,
            later("Name one thing, say why it fits what they bought, and what others did with it."),
        ),
    ),
    later(
        "Thanks at once, a guide after three days, and what goes with it after two weeks, unless they came back by themselves."
    ),
    LEFT,
)
