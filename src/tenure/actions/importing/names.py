"""Which account does a row mean that gives a name where keys are asked for? The one that is called so."""

from collections.abc import Sequence

from tenure.actions.importing.records import Outcome
from tenure.records.account import Account
from tenure.records.imports import Import
from tenure.records.slices import rows_of
from tenure.sources.folding import folded
from tenure.sources.mapping import bare
from tenure.sources.problems import Problem, shortened
from tenure.sources.reading import Reading, Row
from tenure.values.voice import worded


def with_keys(of: Import, reading: Reading, rows: Sequence[Row], outcome: Outcome) -> list[Row]:
    """The rows with the keys of those whom they name; who is new is called as the row says.

    A row stays out that names several accounts, or one that another row is about. Where a column of names stands beside
    the keys, or the keys are called ids, keys are keys.
    """
    if not _may_be_names(reading):
        return list(rows)
    said = [str(row.values["key"]) for row in rows]
    accounts = Account.objects.filter(workspace=of.workspace_id)
    known = {key for (key,) in rows_of(accounts, "key", said, ("key",))}
    called: dict[str, list[str]] = {}
    for name, key in rows_of(accounts, "name", [one for one in said if one not in known], ("name", "key")):
        called.setdefault(name, []).append(key)
    meant, kept = known.intersection(said), []
    for row, name in zip(rows, said, strict=True):
        keys = called.get(name, [])
        if len(keys) > 1 or meant.intersection(keys):
            outcome.refuse(Problem(row.number, reading.header("key"), shortened(name), _why(name, keys)))
            continue
        if keys:
            row.values["key"] = keys[0]
            meant.add(keys[0])
        elif name not in known:
            row.values["name"] = name
        kept.append(row)
    return kept


def _may_be_names(reading: Reading) -> bool:
    header = folded(bare(reading.header("key")))
    names = {folded(name) for _, name in reading.kind.field("name").headers}
    return "name" not in reading.match.columns and header in names


def _why(name: str, keys: Sequence[str]) -> str:
    if len(keys) == 1:
        return worded("another row is about this account already, by its key “{key}”", key=shortened(keys[0]))
    return worded(
        "{n} accounts are called “{name}”: write the key of one of them", n=str(len(keys)), name=shortened(name)
    )
