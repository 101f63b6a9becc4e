"""What would a play do in the next 30 days? Said in sentences before it is published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure import clock
from tenure.answers.play_forecast import DAYS, Forecast, play_forecast
from tenure.console.locale import Counted
from tenure.plays.play import Play
from tenure.records.models import Account
from tenure.records.models import Play as Row

FIRST = 8  # accounts that are named


@dataclass(frozen=True, slots=True)
class Foreseen:
    """``people`` are who would get tasks, and how many; ``examples`` some of the accounts."""

    lead: str
    alone: str
    people: Sequence[tuple[str, int]]
    examples: Sequence[Account]
    notes: Sequence[str]


def forecast_of(row: Row, play: Play) -> Foreseen:
    """Of a draft as it is written."""
    found = play_forecast(row.workspace, play, row, clock.now())
    tasks: Counter[str] = Counter()
    for (member, _day), count in found.tasks.items():
        tasks[member.name] += count
    numbers = list(dict.fromkeys(one.account for one in found.doings))[:FIRST]
    named = Account.objects.filter(workspace=row.workspace_id).in_bulk(numbers)
    return Foreseen(
        lead=_lead(found, tasks.total()),
        alone=_alone(found.left_alone),
        people=tasks.most_common(),
        examples=[named[one] for one in numbers if one in named],
        notes=found.notes,
    )


def _lead(found: Forecast, tasks: int) -> str:
    if not found.accounts:
        return _("In the next %(days)s days it would start for no account, as far as can be foreseen.") % {"days": DAYS}
    said = {"days": DAYS, "tasks": Counted(tasks), "accounts": Counted(found.accounts)}
    return (
        ngettext(
            "In the next %(days)s days: it starts for %(accounts)s account; tasks made: %(tasks)s.",
            "In the next %(days)s days: it starts for %(accounts)s accounts; tasks made: %(tasks)s.",
            found.accounts,
        )
        % said
    )


def _alone(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s of them would be left alone for comparison.",
        "%(count)s of them would be left alone for comparison.",
        count,
    ) % {"count": Counted(count)}
