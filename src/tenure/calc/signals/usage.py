"""Which ready signals see that a product is used less, or otherwise than it was?"""

from typing import Final

from tenure.calc.signal import TaskWanted
from tenure.calc.signals.template import STAYS, Setting, Template, Values, at_least, at_most, share
from tenure.rules.comparison import Comparison, Op
from tenure.rules.leaves import Changed, Did, Watch, WatchKind
from tenure.rules.tree import AllOf, AnyOf, Rule
from tenure.values.voice import later

_MONTH: Final = 28


def _watched(kind: WatchKind, values: Values) -> Rule:
    metric = str(values["metric"])
    return AllOf((Watch(kind, "metric", metric) if metric else Watch(kind, "usage"), STAYS))


def _users_lost(values: Values) -> Rule:
    lost = share(values["share"])
    people = AllOf(
        (
            Changed("actors_28", "falls", _MONTH, by=lost, as_share=True),
            Changed("actors_28", "falls", _MONTH, by=int(values["people"])),
        )
    )
    return AllOf((AnyOf((people, Comparison("asset_users_trend_28", Op.LE, round(1 - lost, 2)))), STAYS))


def _unused(values: Values) -> Rule:
    days = int(values["days"])
    return AllOf(
        (
            Comparison("options", Op.CONTAINS, str(values["option"])),
            at_least("tenure_days", days),
            Did(str(values["event"]), Op.EQ, 0, days=days),
        )
    )


_METRIC: Final = later("Measurement that is watched; empty for all usage")
_ASK_WHY: Final = TaskWanted(
    later("Call and ask what changed"),
    2,
    later(
        "Say what you saw, with the figures, and ask what changed for them. Listen first: a season, a change of staff or "
        "trouble with the product each ask for something else. End with one thing that you will do, and by when."
    ),
)

USAGE: Final = (
    Template(
        "push_stopped",
        later("Pushes have stopped"),
        later("No push for longer than the account’s own pauses."),
        later("Who always sent pushes and stops has often given up on the app: call while it is still a question."),
        lambda _values: AllOf((Watch("stopped", "metric", "pushes"), STAYS)),
        severity="high",
        task=_ASK_WHY,
        on_for=frozenset({"reseller"}),
    ),
    Template(
        "usage_stopped",
        later("Usage has stopped"),
        later("Nothing was used for longer than the account’s own pauses."),
        later("Silence that is longer than an account’s own pauses comes before most departures."),
        lambda _values: AllOf((Watch("stopped", "usage"), STAYS)),
        severity="high",
        task=_ASK_WHY,
        on_for=frozenset({"saas"}),
    ),
    Template(
        "orders_stopped",
        later("Orders have stopped"),
        later("No order for at least {times} of its usual gaps."),
        later("Somebody who bought in a rhythm of their own and has left it is about to buy elsewhere."),
        lambda values: at_least("order_gap_ratio", int(values["times"])),
        (Setting("times", later("Usual gaps without an order"), 3, "number", 2, 20),),
        on_for=frozenset({"shop"}),
    ),
    Template(
        "traffic_falling",
        later("Traffic is falling"),
        later("Its traffic has been below its own usual for four weeks, seasons known."),
        later("Four weeks below an account’s own usual, seasons known, are a trend and no bad day."),
        lambda values: _watched("falling", values),
        (Setting("metric", _METRIC, "", "text"),),
        cooldown_days=28,
    ),
    Template(
        "traffic_stagnating",
        later("Traffic is stagnating"),
        later("Its traffic grew and has been flat for eight weeks, seasons known."),
        later("Growth that stopped for eight weeks asks for an idea before the contract is questioned."),
        lambda values: _watched("stagnating", values),
        (Setting("metric", _METRIC, "downloads", "text"),),
        severity="low",
        cooldown_days=56,
    ),
    Template(
        "users_lost",
        later("Users are being lost"),
        later(
            "At least {share} % fewer people than four weeks ago, and at least {people}; or as many fewer "
            "users of its apps."
        ),
        later("Fewer people who use it means fewer who would miss it."),
        _users_lost,
        (
            Setting("share", later("Share of its users lost within four weeks, in per cent"), 40, "share", 5, 100),
            Setting("people", later("And at least so many people"), 2, "number", 1, 100_000),
        ),
        cooldown_days=28,
    ),
    Template(
        "option_unused",
        later("An option is paid for and not used"),
        later("“{option}” is in the contract, and “{event}” did not come for {days} days."),
        later("What is bought and never used is the first thing that is cancelled: show how it helps."),
        _unused,
        (
            Setting("option", later("Option, as contracts name it"), "Booking", "text"),
            Setting("event", later("Event that shows its use"), "Booking confirmed", "text"),
            Setting("days", later("Days without it"), 56, most=1_095),
        ),
        severity="low",
        cooldown_days=90,
    ),
    Template(
        "trial_unused",
        later("A trial is not used"),
        later("On trial for at least {days} days, and not used in the last week."),
        later("A trial that nobody opens ends by itself, and nobody learns why."),
        lambda values: AllOf(
            (
                Comparison("on_trial", Op.EQ, True),
                at_least("tenure_days", int(values["days"])),
                AnyOf((at_most("active_days_7", 0), Comparison("active_days_7", Op.UNKNOWN))),
            )
        ),
        (Setting("days", later("Days since the trial began"), 5),),
    ),
)
