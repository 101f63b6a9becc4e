"""How many days usually lie between two orders of an account of this workspace? What accounts with few orders are judged by.

All orders of the workspace go into it, so it is read once a day, and again when orders of past days changed: every
reader remembers the gaps under the `FactsMark.orders_version` that it found before it read them.
"""

from collections.abc import Sequence

import pyarrow as pa

from tenure import clock
from tenure.answers.gap_memory import Gaps
from tenure.answers.process import engine, gap_memory
from tenure.facts import moments
from tenure.facts.order_gaps import ORDER_GAPS, USUAL_GAP, WITHOUT_OWN_GAP
from tenure.records import business_frames
from tenure.records.order import Order
from tenure.records.queue import FactsMark
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment


def order_gap(workspace: Workspace, moment: Moment) -> float | None:
    """The median gap over all accounts, from orders before the moment's UTC day began; None when nobody ordered twice."""
    if not Order.objects.filter(workspace=workspace).exists():
        return None
    known = _gaps(workspace, moment.window_day)
    if moment.window_day not in known.usual:
        tables = {"order_gaps": known.gaps, "moment": moments.frame(moment)}
        known.usual[moment.window_day] = engine().run(*USUAL_GAP, tables)["gap"][0].as_py()
    return known.usual[moment.window_day]


def order_gap_frame(workspace: Workspace, moment: Moment, orders: pa.Table | None) -> pa.Table:
    """The ``workspace`` frame; who asks about accounts without ``orders`` need not read everybody's."""
    gap = order_gap(workspace, moment) if orders is None or orders.num_rows else None
    return pa.table({"order_gap_days": pa.array([gap], pa.float64())})


def without_own_gap(workspace: Workspace) -> Sequence[int]:
    """The accounts that are judged by the workspace's gap, as of today."""
    accounts: list[int] = _gaps(workspace, Moment(clock.now()).window_day).judged["account"].to_pylist()
    return accounts


def orders_version(workspace: Workspace) -> int:
    """Rises whenever orders of past days change."""
    mark = FactsMark.objects.filter(workspace=workspace).values_list("orders_version", flat=True).first()
    return mark or 0


def _gaps(workspace: Workspace, day: int) -> Gaps:
    version = orders_version(workspace)
    known = gap_memory().of(workspace.pk, version, day)
    if known is not None:
        return known
    today = Moment(clock.now()).window_day  # read before the orders: those of a day to come may not all be here
    tables = {"order_days": business_frames.order_days(workspace)}
    gaps, judged = engine().run(*ORDER_GAPS, tables), engine().run(*WITHOUT_OWN_GAP, tables)
    return gap_memory().keep(workspace.pk, Gaps(version, today, gaps, judged))
