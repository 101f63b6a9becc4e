"""Which of some ids do events carry, as user or as group?"""

from collections.abc import Collection

import pyarrow as pa
import pyarrow.dataset as ds

from tenure.eventlog.home import Home
from tenure.eventlog.tables import events_table

_COLUMNS = ("user_id", "group_id")


def ids_in_log(home: Home, workspace: str, ids: Collection[str]) -> set[str]:
    """Those of ``ids`` that stand as user id or group id in a sealed event of the workspace. Scans two columns."""
    if not ids or not home.events(workspace).is_dir():
        return set()
    files = events_table(home, workspace).files()
    wanted = pa.array(sorted(ids), pa.string())
    found: set[str] = set()
    for column in _COLUMNS if files else ():
        scanner = ds.dataset(files).scanner(columns=[column], filter=ds.field(column).isin(wanted))
        for batch in scanner.to_batches():
            found.update(batch.column(0).unique().to_pylist())
    return found
