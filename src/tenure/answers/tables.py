"""What is in the tables that questions read? Records and log of some accounts or all, and only what is read.

An account's own rows come from `records`; usage comes as the log's files, as far back as the questions need.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from tenure.answers.order_gap import order_gap_frame
from tenure.answers.process import home, spool
from tenure.eventlog.engines.engine import Files, Tables
from tenure.eventlog.schema import DAYS, SPANS
from tenure.eventlog.today import Today
from tenure.eventlog.usage import usage
from tenure.facts import custom, moments
from tenure.facts.ask import Question, frames_of
from tenure.facts.asset_rows import GAP_DAYS, METRICS, PUSHES
from tenure.facts.custom import CustomFact
from tenure.facts.schemas import HORIZON_DAYS
from tenure.records import business_frames, frames
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

USAGE = frozenset({"closed", "spans", "open", "open_keys"})
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
OF_RECORDS: Mapping[str, Callable[..., Any]] = {
    "accounts": frames.accounts,
    "periods": frames.periods,
    "lines": frames.lines,
    "history": frames.history,
    "champions": frames.champions,
    "orders": business_frames.orders,
    "invoices": business_frames.invoices,
    "touchpoints": business_frames.touchpoints,
    "tickets": business_frames.tickets,
    "incidents": business_frames.incidents,
    "tasks": business_frames.tasks,
    "asset_dates": business_frames.asset_dates,
}


def tables_of(
    questions: Collection[Question],
    workspace: Workspace,
    moment: Moment,
    accounts: Sequence[int] | None = None,
    *,
    today: Today | None = None,
    customs: Sequence[CustomFact] = (),
    given: Mapping[str, Any] = NOTHING,
) -> Tables:
    """Every table that the questions read, filled for some accounts or all.

    ``today`` is the facts round's own memory of open days; ``customs`` the custom facts that are asked for; ``given`` frames
    of all accounts, which need not be read.
    """
    asked = frozenset[str]().union(*(frames_of(expr) for _, expr in questions))
    filled = {name: given[name] for name in asked if name in given}
    read = asked - filled.keys()
    filled |= {name: fill(workspace, accounts) for name, fill in OF_RECORDS.items() if name in read}
    if USAGE & read:
        days = max([HORIZON_DAYS, *(one.days for one in customs if one.source == "event")])
        filled |= _usage(workspace, moment, accounts, today, days)
    apart: Mapping[str, Callable[[], Any]] = {
        "moment": partial(moments.frame, moment),
        "customs": partial(custom.frame, customs),
        "workspace": partial(order_gap_frame, workspace, moment, filled.get("orders")),
        "measurements": partial(_measurements, workspace, moment, accounts, customs),
        "push_spans": partial(
            business_frames.push_spans, workspace, accounts, metric=PUSHES, before=moment.window_day - GAP_DAYS
        ),
    }
    return filled | {name: fill() for name, fill in apart.items() if name in read}


def identity_tables(workspace: Workspace, accounts: Sequence[int] | None) -> dict[str, Any]:
    """Who the actors and groups of some accounts are, or of all."""
    return {"identities": frames.identities(workspace, accounts), "groups": frames.groups(workspace, accounts)}


def _usage(
    workspace: Workspace, moment: Moment, accounts: Sequence[int] | None, today: Today | None, days: int
) -> dict[str, Any]:
    """Usage of so many days, with the identities and groups that say whose it is and by which it is chosen."""
    whose = identity_tables(workspace, accounts)
    some = accounts is not None
    used = usage(
        home(),
        spool(),
        workspace.slug,
        moment,
        days,
        today=today,
        actors=whose["identities"]["actor"].combine_chunks() if some else None,
        groups=whose["groups"]["group_id"].combine_chunks() if some else None,
    )
    return {
        **whose,
        "closed": Files(used.closed, DAYS),
        "spans": Files(used.spans, SPANS),
        "open": used.open,
        "open_keys": used.open_keys,
    }


def _measurements(
    workspace: Workspace, moment: Moment, accounts: Sequence[int] | None, customs: Sequence[CustomFact]
) -> Any:
    """Figures of the metrics that are asked for, each as far back as it is; of pushes otherwise only days with some."""
    metrics = {name: days for name, days in METRICS.items() if name != PUSHES}
    for one in customs:
        if one.source == "measurement":
            metrics[one.of] = max(one.days, metrics.get(one.of, 0))
    return business_frames.measurements(
        workspace, accounts, metrics=metrics, above_zero={PUSHES: METRICS[PUSHES]}, until=moment.window_day
    )
