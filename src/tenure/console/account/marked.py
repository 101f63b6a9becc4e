"""Which days of the usage chart bear a mark, and what does it say?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from tenure.answers.chart_marks import Mark, marks
from tenure.answers.usage_chart import UsageChart, UsedDay
from tenure.console.touchpoints.words import CHANNELS
from tenure.records.models import Account

CONTRACTS: Final = {
    "begins": _("A contract begins"),
    "grows": _("The contract grows"),
    "shrinks": _("The contract shrinks"),
    "renews": _("The contract is renewed"),
    "ends": _("A contract ends"),
    "notice": _("Notice is given"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the chart with what else happened on it; ``kind`` says which mark stands there, if any."""

    used: UsedDay
    words: str
    kind: str


def marked(account: Account, chart: UsageChart) -> list[Day]:
    """Every day of the chart, the latest first."""
    found = marks(account, chart.last, len(chart.days))
    return [Day(one, _words(found.get(one.date, ())), _kind(found.get(one.date, ()))) for one in chart.days]


def _words(some: Sequence[Mark]) -> str:
    said = [str(CONTRACTS[one.what] if one.kind == "contract" else CHANNELS[one.what]) for one in some]
    return ", ".join(dict.fromkeys(said))


def _kind(some: Sequence[Mark]) -> str:
    if any(one.kind == "contract" for one in some):
        return "contract"
    return "touchpoint" if some else ""
