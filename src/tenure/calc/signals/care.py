"""Which ready signals see that we neglect an account, or that its people turn away?"""

from typing import Final

from tenure.calc.signal import TaskWanted
from tenure.calc.signals.template import STAYS, Setting, Template, Values, at_least, at_most
from tenure.rules.comparison import Comparison, Op
from tenure.rules.leaves import Changed
from tenure.rules.tree import AllOf, AnyOf, Not, Rule
from tenure.values.voice import later


def silent(days: int) -> Rule:
    """No touchpoint for so many days, or never one although there was time."""
    never = AllOf((Comparison("last_touchpoint_days", Op.UNKNOWN), at_least("relationship_days", days)))
    return AnyOf((at_least("last_touchpoint_days", days), never))


def _untouched(values: Values) -> Rule:
    named = tuple(one.strip() for one in str(values["tiers"]).split(",") if one.strip())
    others = silent(int(values["days"]))
    if not named:
        return AllOf((others, STAYS))
    top = Comparison(f"trait.{values['trait']}", Op.IN, named)
    return AllOf((AnyOf((AllOf((top, silent(int(values["top"])))), AllOf((Not(top), others)))), STAYS))


CARE: Final = (
    Template(
        "not_republished",
        later("App not published for half a year"),
        later("An asset was last published {days} days ago or earlier."),
        later("An app that nobody publishes again falls behind the stores, and we are who should have."),
        lambda values: AllOf((at_least("asset_republish_days", int(values["days"])), STAYS)),
        (Setting("days", later("Days since it was published"), 180),),
        task=TaskWanted(later("Publish the app again"), 14),
    ),
    Template(
        "certificate_ending",
        later("A push certificate runs out"),
        later("A push certificate ends within {days} days."),
        later("Without a valid certificate no push arrives, and the people there notice before we do."),
        lambda values: AllOf((at_most("certificate_days_left", int(values["days"])), STAYS)),
        (
            Setting(
                "days", later("Days before its end; below 0 for those that are renewed after it"), 30, "days", -365, 365
            ),
        ),
        severity="high",
        task=TaskWanted(
            later("Renew the push certificate"),
            7,
            later(
                "1. Ask for a new certificate in the developer account of the app. 2. Put it in place and send a push to one "
                "phone. 3. Note the new date at the asset, or let the next import bring it: this task then closes by itself."
            ),
        ),
    ),
    Template(
        "untouched",
        later("No touchpoint for long"),
        later("No touchpoint for {days} days; for {top} days where “{trait}” is one of: {tiers}."),
        later("The more an account matters, the sooner silence from us is noticed."),
        _untouched,
        (
            Setting("days", later("Days without a touchpoint"), 120),
            Setting("top", later("Days for those that matter most"), 45),
            Setting("trait", later("Trait that says how much an account matters"), "tier", "text"),
            Setting(
                "tiers", later("Its values of those that matter most, with commas between"), "A, key, gold", "text"
            ),
        ),
        severity="low",
    ),
    Template(
        "champion_quiet",
        later("The champion has gone quiet"),
        later("No champion has used the product for {days} days."),
        later("Who spoke for us inside and uses it no more will not speak for us at the renewal."),
        lambda values: AllOf((at_least("champion_quiet_days", int(values["days"])), STAYS)),
        (Setting("days", later("Days without the champion"), 21),),
        severity="high",
    ),
    Template(
        "champion_left",
        later("The champion has left"),
        later("Its last champion is gone."),
        later("A successor decides anew: find out who it is before they compare."),
        lambda _values: AllOf((Comparison("has_champion", Op.EQ, False), STAYS)),
        severity="high",
        task=TaskWanted(later("Find out who follows the champion"), 3),
    ),
    Template(
        "nps_detractor",
        later("A detractor"),
        later("Its latest NPS answer is {most} or less, of the last 30 days."),
        later("Whoever would not recommend us says so once. Call while it is fresh."),
        lambda values: AllOf((at_most("nps_latest", int(values["most"])), at_most("nps_latest_days", 30), STAYS)),
        (Setting("most", later("Answer up to which"), 6, "number", 0, 10),),
        severity="high",
        cooldown_days=180,
        task=TaskWanted(later("Call about their answer"), 1),
    ),
    Template(
        "nps_falling",
        later("NPS is falling"),
        later("Its NPS answer is at least {points} points lower than half a year ago."),
        later("Somebody who liked us less than half a year ago can still say why."),
        lambda values: AllOf((Changed("nps_latest", "falls", 180, by=int(values["points"])), STAYS)),
        (Setting("points", later("Points lower than half a year ago"), 2, "number", 1, 10),),
        cooldown_days=180,
    ),
    Template(
        "ticket_old",
        later("A ticket is old"),
        later("A ticket has been open for at least {days} days."),
        later("What we do not answer for weeks is the reason that is named when they leave."),
        lambda values: AllOf((at_least("oldest_open_ticket_days", int(values["days"])), STAYS)),
        (Setting("days", later("Days it is open"), 14),),
        on_for=frozenset({"shop"}),
    ),
    Template(
        "tickets_piling_up",
        later("Tickets pile up"),
        later("At least {open} tickets are open."),
        later("Several open questions at once are one large one: whether it was a good choice."),
        lambda values: AllOf((at_least("tickets_open", int(values["open"])), STAYS)),
        (Setting("open", later("Open tickets"), 5, "number", 1, 1_000),),
    ),
)
