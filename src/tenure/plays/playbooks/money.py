"""Which playbooks are for contracts? The renewal, what an account could use besides, and the review of each quarter."""

from typing import Final

from tenure.plays.play import Branch, Check, OnAlert, OnDate, Play, Stage, Task, Tell, Wait, WaitForDate, WaitForRule
from tenure.plays.playbooks.made import COVER, LEAD, LEFT, OWNER, at_most
from tenure.rules.comparison import Comparison, InDays, Op
from tenure.rules.tree import AnyOf
from tenure.values.voice import later

# The play begins 90 days before: a day further away is that of the next term.
_RENEWED: Final = Comparison("renews_on", Op.GT, InDays(120))
_NOTICE: Final = Comparison("notice_given", Op.EQ, True)

RENEWAL: Final = Play(
    "renewal",
    later("Renewal"),
    OnDate("renews_on", -90),
    (
        Check(Comparison("term_months", Op.GE, 6)),
        Stage("renewing"),
        Task(
            later("Prepare the renewal: what did they get for their money?"),
            OWNER,
            7,
            later(
                "Gather the figures against the goal, open tickets, and who decides. Know your offer before you call."
            ),
        ),
        WaitForDate("renews_on", -60),
        Task(
            later("Talk about the renewal"),
            COVER,
            5,
            later(
                "1. Begin with what was reached. 2. Ask what has to be true so that they renew. 3. Ask who else decides. "
                "4. Agree on the next step with a date."
            ),
        ),
        WaitForDate("renews_on", -30),
        Branch(
            AnyOf((_NOTICE, at_most("sentiment", 2))),
            (Task(later("The renewal is in danger: decide with the manager what to offer"), LEAD, 2),),
            (Task(later("Get the yes for the renewal in writing"), OWNER, 10),),
        ),
    ),
    later("Prepared 90 days before, talked about 60 days before, and settled 30 days before the contract ends."),
    AnyOf((LEFT, _RENEWED)),
)

UPSELL: Final = Play(
    "upsell",
    later("What else would help"),
    OnAlert("option-suggested"),
    (
        Check(AnyOf((Comparison("sentiment", Op.UNKNOWN), Comparison("sentiment", Op.GE, 3)))),
        Check(AnyOf((Comparison("tickets_open", Op.EQ, 0), Comparison("oldest_open_ticket_days", Op.LT, 14)))),
        Task(
            later("Show the option that others like it use"),
            OWNER,
            7,
            later(
                "Tell the story of one account of the same trade, with its figures. Ask whether that is worth a trial. A no is fine."
            ),
        ),
        Wait(30),
        Task(later("Ask what became of the suggestion"), OWNER, 5),
    ),
    later("Only those who are content and have no old ticket are shown what others like them use."),
    LEFT,
)

_REVIEW: Final = Task(
    later("Hold the quarterly review"),
    OWNER,
    14,
    later(
        "1. Their goal, and where it stands. 2. What was used, and what not. 3. What went wrong, and what was done. "
        "4. What comes next, on both sides. Send two pages beforehand."
    ),
)
_TOUCHED: Final = Comparison("meetings_90", Op.GE, 1)

QUARTERLY: Final = Play(
    "quarterly-review",
    later("Quarterly business review"),
    OnDate("renews_on", -330),
    (
        Check(Comparison("term_months", Op.GE, 12)),
        _REVIEW,
        Wait(90),
        _REVIEW,
        Wait(90),
        _REVIEW,
        WaitForRule(_TOUCHED, 30),
        Branch(_TOUCHED, (), (Tell(LEAD, later("No meeting within ninety days, although reviews were planned.")),)),
    ),
    later("Three reviews a year for yearly contracts, before the renewal is talked about."),
    LEFT,
)
