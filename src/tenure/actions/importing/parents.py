"""Which account is each account's parent? Answered when all rows are in, for a parent may stand below its children."""

from collections.abc import Sequence

from tenure.actions.bulk import update
from tenure.actions.importing.names import with_keys
from tenure.actions.importing.records import Change, Outcome
from tenure.records.account import Account
from tenure.records.account_keys import by_key
from tenure.records.imports import Import, ImportRow
from tenure.records.slices import rows_of
from tenure.sources.problems import Problem, shortened
from tenure.sources.reading import Reading, Row
from tenure.values.voice import worded


def write_parents(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Set the parents of rows that name one; ``updated`` counts rows that no earlier pass had counted as changed.

    Writing the same rows again changes nothing. Runs inside the caller's transaction.
    """
    named = with_keys(of, reading, [row for row in rows if row.values.get("parent") is not None], Outcome())
    keys = sorted({str(row.values[name]) for row in named for name in ("key", "parent")})
    accounts = Account.objects.filter(workspace=of.workspace_id)
    numbers = by_key(of.workspace_id, keys)
    parents = dict(rows_of(accounts, "pk", sorted(set(numbers.values())), ("pk", "parent")))
    known = {key: (pk, parents.get(pk)) for key, pk in numbers.items()}
    outcome = Outcome()
    for row in named:
        if str(row.values["key"]) not in known:
            continue  # the row was kept out
        pk, current = known[str(row.values["key"])]
        parent = known.get(str(row.values["parent"]), (None, None))[0]
        if parent is None or parent == pk:
            reason = (
                worded("an account cannot be its own parent")
                if parent == pk
                else worded("there is no account with this key")
            )
            shown = shortened(row.values["parent"])
            outcome.problems.append(Problem(row.number, reading.header("parent"), shown, reason))
        elif parent != current:
            outcome.changes.append(
                Change(row.number, "account", pk, {"parent_id": current}, {"parent_id": parent, "history": {}})
            )
            outcome.stale.add(pk)
    update(Account, ("parent",), [(change.after["parent_id"], change.record) for change in outcome.changes])
    touched = {change.record for change in outcome.changes}
    already = ImportRow.objects.filter(workspace=of.workspace_id, of=of.pk, table="account")
    outcome.updated = len(touched) - len(set(rows_of(already, "record", sorted(touched), ("record",))))
    return outcome
