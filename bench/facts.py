"""How long do all facts take, and those of 1,000 stale accounts, beside one raw DuckDB scan?

``python -m bench.facts [ACCOUNTS] [DAYS]``: so many accounts (default 100,000) of 500 events each over so many days
(default a year, more of them lately; 90 puts all within the longest window), in closed days as the log keeps them. The floor runs in the same process with the same settings.
"""

import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from bench.usage_data import LAST, Made, make
from tenure.eventlog.engines.duckdb_engine import DuckDBEngine
from tenure.eventlog.engines.engine import Files
from tenure.eventlog.schema import DAYS, SPANS
from tenure.facts import ask, moments
from tenure.facts.schemas import FRAMES
from tenure.values.moment import Moment, day_of

MEMORY = "4GB"
STALE = 1_000
# What the facts cannot do without: whose each row is, and who did how much on which day.
FLOOR = """
    SELECT account, person, day, sum(count), count(DISTINCT event)
    FROM read_parquet({paths}) JOIN identities USING (actor) GROUP BY ALL
"""


def main() -> bool:
    given = [int(word) for word in sys.argv[1:]]
    accounts, days = (*given, *(100_000, 365)[len(given) :])
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        made = make(Path(folder), accounts, days)
        print(f"{accounts:,} accounts, {made.events:,} events over {days} days in {made.rows:,} rows of days")
        engine = DuckDBEngine(MEMORY, Path(folder) / "spill")
        tables = frames(made, made.identities())
        some = stale(accounts)
        few = frames(made, made.identities(some))
        run(engine, few)  # compiled and warm, as the facts round is
        reached = [
            report("1,000 stale accounts", lambda: run(engine, few), lambda: floor(few, made, folder), 5, 0.5),
            report("all facts", lambda: read(engine, tables), lambda: floor(tables, made, folder), 1, 90),
        ]
        print(f"  memory of this process at its peak {peak() / 1e9:.1f} GB (under 6 GB), tables of identities included")
        return all(reached) and peak() < 6e9


def report(name: str, ours: Callable[[], int], raw: Callable[[], int], times: int, must: float) -> bool:
    with peak_of() as memory:
        seconds, count = best(ours, times)
    beside, _ = best(raw, times)
    print(f"{name}")
    print(f"  {count:,} accounts in {seconds:.2f} s (must stay under {must} s), {memory[0] / 1e9:.1f} GB resident")
    print(f"  one raw scan with the same group-by {beside:.2f} s; ratio {seconds / beside:.2f}")
    return seconds < must


def run(engine: DuckDBEngine, tables: dict[str, Any]) -> int:
    """Facts and traits, as tables."""
    engine.run(*ask.trait_question(), tables)
    return int(engine.run(*ask.question(), tables).num_rows)


def read(engine: DuckDBEngine, tables: dict[str, Any]) -> int:
    """Facts as values, as the rounds take them."""
    engine.run(*ask.trait_question(), tables)
    count = 0
    for batch in engine.run(*ask.question(), tables).to_batches(max_chunksize=5_000):
        count += sum(1 for row in batch.to_pylist() if ask.typed(row))
    return count


def floor(tables: dict[str, Any], made: Made, folder: str) -> int:
    database = duckdb.connect(
        config={"memory_limit": MEMORY, "temp_directory": f"{folder}/floor", "preserve_insertion_order": "false"}
    )
    database.register("identities", tables["identities"])
    return int(database.sql(FLOOR.format(paths=list(made.days))).to_arrow_table().num_rows)


def stale(accounts: int) -> list[int]:
    """Accounts spread over all of the files."""
    return list(range(1, accounts + 1, max(1, accounts // STALE)))[:STALE]


def frames(made: Made, identities: pa.Table) -> dict[str, Any]:
    accounts = identities["account"].unique()
    start, end = day_of(LAST - 400), day_of(LAST + 100)
    known = {
        "accounts": {"account": accounts},
        "identities": {name: identities[name] for name in ("actor", "person", "account")},
        "periods": {"account": accounts, "contract": accounts, "starts_on": start, "ends_on": end, "mrr": 12_000}
        | {"currency": "EUR", "seats": 20, "plan": "Pro"},
        "lines": {"account": accounts, "contract": accounts, "option": "booking", "starts_on": start},
        "history": {"account": accounts, "name": "owner", "value": '"mira"', "since": Moment.end_of(start).at},
    }
    usage = {"closed": Files(made.days, DAYS), "spans": Files(made.spans, SPANS)}
    tables = {name: filled(name, known.get(name, {})) for name in FRAMES if name not in usage}
    return tables | usage | {"moment": moments.frame(Moment.end_of(day_of(LAST)))}


def filled(name: str, columns: dict[str, Any]) -> pa.Table:
    """A frame of one row per account: what is not given is null."""
    schema = FRAMES[name].to_pyarrow()
    size = len(columns["account"]) if columns else 0

    def column(field: pa.Field) -> pa.ChunkedArray | pa.Array:
        value = columns.get(field.name)
        if isinstance(value, pa.Array | pa.ChunkedArray):
            return value.cast(field.type)
        return pa.array([value], field.type).take(pa.array([0] * size, pa.int8()))

    return pa.table([column(field) for field in schema], schema=schema)


def best(work: Callable[[], int], times: int) -> tuple[float, int]:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        count = work()
        taken.append(time.perf_counter() - start)
    return min(taken), count


@contextmanager
def peak_of() -> Any:
    """The highest resident memory while the block runs, in bytes, in a list of one."""
    highest, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            highest[0] = max(highest[0], resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield highest
    finally:
        done.set()
        watcher.join()


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(not main())
