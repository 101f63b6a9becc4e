"""Writes rows of an assets file: apps, sites and other things run for accounts, with what was known of them since when."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tenure.actions.accounts import BEGINNING
from tenure.actions.bulk import insert
from tenure.actions.importing.plain import Draft, Given, Noun, plan, store
from tenure.actions.importing.records import Outcome, as_json
from tenure.records.asset import Asset, AssetHistory
from tenure.records.imports import Import
from tenure.records.measurement import Measurement
from tenure.records.slices import rows_of
from tenure.sources.reading import Reading, Row
from tenure.values.voice import worded

PUBLISHED = "published_on"
_LATEST = ("version", "certificate_ends_on")  # of these the latest holds; each publication is kept for itself
_INSTANT = timedelta(microseconds=1)

Held = dict[tuple[int, str], list[tuple[Any, datetime]]]  # (asset, name) -> values in the order in which they held
Dated = tuple[str, Any, datetime]  # name, value, since


def _settle(given: Given) -> None:
    retired, published = given.now["retired_on"], given.row.values.get(PUBLISHED)
    if isinstance(retired, date) and isinstance(published, date) and retired < published:
        given.report("retired_on", worded("lies before its publication on {day}: both are kept", day=str(published)))


ASSETS = Noun(
    table="asset",
    columns={
        "account_id": None,
        "key": "",
        "name": "",
        "kind": Asset.Kind.APP.value,
        "platform": "",
        "retired_on": None,
        "created_at": None,
    },
    taken=("name", "kind", "platform", "retired_on"),
    settle=_settle,
)


def write_assets(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the asset of each row, with its dated values. Runs inside the caller's transaction.

    The measurements of an asset go with it when it moves to another account.
    """
    outcome = Outcome()
    drafts = plan(ASSETS, of, reading, rows, outcome)
    said = {row.number: row for row in rows}
    known = [draft.pk for draft in drafts if draft.pk is not None]
    held = _held(of, known)
    dated = [_dated(of, [said[number] for number in draft.rows], draft, held) for draft in drafts]
    for draft, values in zip(drafts, dated, strict=True):
        draft.history = {name: [value, as_json(since)] for name, value, since in values}
    store(ASSETS, of, drafts, outcome)
    entries = [
        (of.workspace_id, draft.pk, name, value, since)
        for draft, values in zip(drafts, dated, strict=True)
        for name, value, since in values
    ]
    insert(AssetHistory, ("workspace", "asset", "name", "value", "since"), entries)
    for draft in drafts:
        if draft.was and draft.was["account_id"] != draft.now["account_id"]:
            move_measurements(of.workspace_id, draft.pk, draft.now["account_id"])
    return outcome


def move_measurements(workspace: int, asset: int | None, account: int) -> None:
    """Let an asset's measurements be of the account that it is of."""
    Measurement.objects.filter(workspace=workspace, asset=asset).update(account=account)


def _held(of: Import, assets: Sequence[int]) -> Held:
    found: Held = {}
    history = AssetHistory.objects.filter(workspace=of.workspace_id)
    for asset, name, value, since in rows_of(history, "asset", assets, ("asset", "name", "value", "since")):
        found.setdefault((asset, name), []).append((value, since))
    for values in found.values():
        values.sort(key=lambda one: one[1])
    return found


def _dated(of: Import, rows: Sequence[Row], draft: Draft, held: Held) -> list[Dated]:
    """The dated values that an asset's rows bring and that did not hold already."""
    found: list[Dated] = []
    values = {name: value for row in rows for name, value in row.values.items() if value is not None}
    for name in _LATEST:
        value = as_json(values.get(name))
        before = held.get((draft.pk or 0, name))
        if value is None or (before and before[-1][0] == value):
            continue
        found.append((name, value, max(of.started_at, before[-1][1] + _INSTANT) if before else BEGINNING))
    published = values.get(PUBLISHED)
    if isinstance(published, date):
        since = datetime.combine(published, time(), UTC)
        if since not in {at for _, at in held.get((draft.pk or 0, PUBLISHED), ())}:
            found.append((PUBLISHED, as_json(published), since))
    return found
