"""What do we know about accounts as of a moment? Joins records and log, computes every fact asked for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from tenure import clock
from tenure.answers.process import engine, home, spool
from tenure.eventlog.engines.engine import Files, StaleFiles
from tenure.eventlog.schema import DAYS, SPANS
from tenure.eventlog.today import Today
from tenure.eventlog.usage import usage
from tenure.facts import ask, moments
from tenure.facts.catalogue import is_trait
from tenure.facts.schemas import HORIZON_DAYS
from tenure.facts.values import FactValue
from tenure.records import frames
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

Facts = dict[str, FactValue]
_ROWS = 5_000


def facts(
    workspace: Workspace,
    moment: Moment,
    accounts: Sequence[int] | None = None,
    *,
    names: Sequence[str] | None = None,
    today: Today | None = None,
) -> Iterator[tuple[int, Facts]]:
    """(account, its facts) for some accounts or all, in no order; every fact when ``names`` is None.

    A fact without data is None. ``today`` is the facts round's own memory of open days; others read them from the
    log. Raises UnknownFact for a name nobody declared.
    """
    try:
        wide, traits = _run(workspace, moment, accounts, names, today)
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        wide, traits = _run(workspace, moment, accounts, names, today)
    by_account = ask.traits_by_account(traits)
    asked: Facts = dict.fromkeys(name for name in names or () if is_trait(name))
    for batch in wide.to_batches(max_chunksize=_ROWS):
        for row in batch.to_pylist():
            account = row.pop("account")
            yield account, asked | ask.typed(row) | by_account.get(account, {})


def _run(
    workspace: Workspace,
    moment: Moment,
    accounts: Sequence[int] | None,
    names: Sequence[str] | None,
    today: Today | None,
) -> tuple[pa.Table, pa.Table]:
    tables = frames_of(workspace, moment, accounts, today)
    by_group = workspace.accounts_are == Workspace.AccountsAre.COMPANIES
    wide = engine().run(*ask.question(names, by_group=by_group), tables)
    return wide, engine().run(*ask.trait_question(names), tables)


def frames_of(
    workspace: Workspace, moment: Moment, accounts: Sequence[int] | None, today: Today | None
) -> Mapping[str, Any]:
    """Every named table of `tenure.facts.schemas`, filled."""
    identities, groups = frames.identities(workspace, accounts), frames.groups(workspace, accounts)
    some = accounts is not None
    used = usage(
        home(),
        spool(),
        workspace.slug,
        moment,
        HORIZON_DAYS,
        today=today,
        actors=identities["actor"].combine_chunks() if some else None,
        groups=groups["group_id"].combine_chunks() if some else None,
    )
    return {
        "accounts": frames.accounts(workspace, accounts),
        "identities": identities,
        "groups": groups,
        "moment": moments.frame(moment),
        "closed": Files(used.closed, DAYS),
        "spans": Files(used.spans, SPANS),
        "open": used.open,
        "open_keys": used.open_keys,
        "periods": frames.periods(workspace, accounts),
        "lines": frames.lines(workspace, accounts),
        "history": frames.history(workspace, accounts),
        "champions": frames.champions(workspace, accounts),
    }


def oldest(workspace: Workspace) -> datetime:
    """Events before this time are not kept: the workspace's length of history before now."""
    now = clock.now()
    return datetime(now.year - workspace.history_years, now.month, 1, tzinfo=UTC)
