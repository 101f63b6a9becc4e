"""How long do the accounts of a workspace usually wait between orders? For those with too few orders to have a usual gap."""

from typing import Any, Final

import ibis
from ibis import _

from tenure.facts.moments import the
from tenure.facts.revenue_rows import OWN_GAP_FROM, gaps
from tenure.facts.schemas import table

Question = tuple[str, ibis.Table]

_GAPS: Any = table("order_gaps")
_DAYS: Any = table("order_days").distinct()
# (day, gap) of every two order days of an account that follow each other; day is the later one.
ORDER_GAPS: Final[Question] = ("order gaps", gaps(_DAYS).select("day", "gap"))
# The median of the gaps that were over before the moment's UTC day began, so that it moves at midnight and not before.
USUAL_GAP: Final[Question] = ("usual gap", _GAPS.filter(_GAPS.day < the("window_day")).agg(gap=_.gap.median()))
# Accounts that have ordered, on too few days for a gap of their own.
WITHOUT_OWN_GAP: Final[Question] = (
    "without own gap",
    _DAYS.group_by("account").agg(days=_.count()).filter(_.days < OWN_GAP_FROM).select("account"),
)
