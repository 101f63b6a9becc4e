"""How did stored scores go? The score of some accounts on each of some days, as it was known then."""

from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.eventlog.home import Home
from tenure.eventlog.tables import FACTS, date_of, facts_table

COLUMNS = ["account", "score"]


def scores(
    home: Home, workspace: str, days: Iterable[int], accounts: Sequence[int]
) -> dict[int, dict[int, float | None]]:
    """Account -> day key -> score, for the days that were stored; a day on which the account was unknown is missing.

    A score of None was stored without a number: no data, or former.
    """
    log = facts_table(home, workspace)
    paths = {file.partition: file.path for file in log.active()}
    wanted = pc.is_in(pc.field("account"), pa.array(sorted(accounts), pa.int64()))
    found: dict[int, dict[int, float | None]] = {}
    for day in days:
        path = paths.get(date_of(day))
        if path is None:
            continue
        try:
            table = pq.read_table(path, schema=FACTS, columns=COLUMNS, partitioning=None, filters=wanted)
        except FileNotFoundError:  # stored anew meanwhile: one point of a line may be missing, the next look has it
            continue
        for account, score in zip(table["account"].to_pylist(), table["score"].to_pylist(), strict=True):
            found.setdefault(account, {})[day] = score
    return found
