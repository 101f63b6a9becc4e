"""Which playbooks are for accounts that turn away? At risk, after a bad answer, a champion who left, and those who have left."""

from typing import Final

from tenure.plays.play import Branch, ByHand, OnAlert, Play, Task, Tell, Wait, WaitForRule
from tenure.plays.playbooks.made import COVER, LEAD, LEFT, OWNER, at_least
from tenure.rules.comparison import Comparison, Op
from tenure.rules.tree import AnyOf, Not
from tenure.values.voice import later

_TOUCHED: Final = Comparison("last_touchpoint_days", Op.LE, 7)
_USED: Final = at_least("active_days_7", 1)
_CONTENT: Final = at_least("sentiment", 3)
_CHAMPION: Final = Comparison("has_champion", Op.EQ, True)

AT_RISK: Final = Play(
    "at-risk",
    later("At risk"),
    OnAlert("first-displeasure"),
    (
        Task(
            later("Call: something is wrong here"),
            COVER,
            1,
            later(
                "1. Say what you saw, without blame. 2. Ask what happened, and listen to the end. 3. Repeat it in their words. "
                "4. Agree on one thing that you do until a date."
            ),
        ),
        WaitForRule(_TOUCHED, 4),
        Branch(Not(_TOUCHED), (Tell(LEAD, later("An account at risk was not spoken to within four days.")),)),
        Wait(14),
        Branch(
            AnyOf((_USED, _CONTENT)),
            (Task(later("Say what became of what was promised"), OWNER, 3),),
            (
                Task(
                    later("Plan with the manager how to win this account back"),
                    LEAD,
                    2,
                    later(
                        "Who knows whom there? What would a fair offer be? Who decides, and when? Write the plan down."
                    ),
                ),
            ),
        ),
    ),
    later(
        "Somebody calls within a day; whoever was not spoken to comes to the manager; after two weeks it is looked at again."
    ),
    LEFT,
)

DETRACTOR: Final = Play(
    "detractor-follow-up",
    later("After a bad answer"),
    OnAlert("nps-detractor"),
    (
        Task(
            later("Call whoever gave the bad answer"),
            COVER,
            1,
            later(
                "Thank them for the answer. Ask what the one thing was. Do not defend anything. Say what you will do, and when "
                "they will hear of it."
            ),
        ),
        Wait(14),
        Task(
            later("Tell what was done about the bad answer"),
            OWNER,
            2,
            later("Name the thing they said, what was changed, and what was not and why."),
        ),
    ),
    later("Whoever is dissatisfied is called within a day, and hears after two weeks what was done about it."),
    LEFT,
)

CHAMPION_CHANGE: Final = Play(
    "champion-change",
    later("The champion changes"),
    OnAlert("champion-left"),
    (
        Task(
            later("Find out who takes over from the champion"),
            COVER,
            2,
            later(
                "Congratulate whoever left, and ask for an introduction. Ask the successor what they were told about us, and "
                "what they are measured by."
            ),
        ),
        WaitForRule(_CHAMPION, 21),
        Branch(
            _CHAMPION,
            (Task(later("Show the new champion what was reached so far"), OWNER, 5),),
            (Task(later("There is no champion: ask the manager of the account for one"), LEAD, 3),),
        ),
    ),
    later("Who speaks for us has left: the successor is found within three weeks, or the manager asks."),
    LEFT,
)

WIN_BACK: Final = Play(
    "win-back",
    later("Win back"),
    ByHand(),
    (
        Task(
            later("Invite them back: say what was fixed"),
            OWNER,
            3,
            later(
                "Name the reason for which they left, in their words. Say what is different now, and since when. Offer to show "
                "it. Ask once, and take a no for a no."
            ),
        ),
        WaitForRule(Not(LEFT), 60),
        Branch(Not(LEFT), (Task(later("Welcome them back, and ask what decided it"), OWNER, 2),)),
    ),
    later("For accounts that left for a reason since fixed: one honest invitation, and a welcome for whoever returns."),
)
