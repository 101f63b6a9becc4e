"""How many events a second does capture acknowledge and seal, beside what the disk and the JSON allow?

``python -m bench.capture [SECONDS]``: each run lasts so many seconds (default 10).
"""

import json
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from deltalake import DeltaTable

from bench.load import Result, load
from bench.requests import Requests
from tenure.eventlog.home import Home
from tenure.eventlog.spool_sqlite import SqliteSpool

ROOT = Path(__file__).parents[1]
CONNECTIONS = 64
WORKSPACE = "bench"
TENURE = [sys.executable, "-m", "tenure.commands.main"]


def main() -> int:
    """Run both; 1 when one of them did not reach what it must."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        data = Path(folder)
        key = make_workspace(data)
        reached = [single(data, key, seconds), sealed(data, key, seconds)]
    return 0 if all(reached) else 1


def single(data: Path, key: str, seconds: float) -> bool:
    """Single-event requests, durable, beside the same endpoint without the spool; whether they are as fast as they must."""
    requests = Requests(key, 1, now())
    with serving(data, no_spool=True) as (port, _):
        floor = load(port, requests, CONNECTIONS, seconds)
    with serving(data) as (port, processes):
        result = load(port, requests, CONNECTIONS, seconds)
        memory = peak_memory(processes)
    count = spooled(data)
    print(f"Single-event requests, durable ({CONNECTIONS} connections, {seconds:.0f} s)")
    print(f"  acknowledged      {result.rate:10,.0f} a second (must reach 8,000); p99 {ms(result, 0.99)} (under 50 ms)")
    print(
        f"  without the spool {floor.rate:10,.0f} a second; p99 {ms(floor, 0.99)}; ratio {result.rate / floor.rate:.2f}"
    )
    print(f"  stored {count:,} of {result.statuses[200]:,} acknowledged; other answers {others(result)}")
    print(f"  memory of the server {memory / 1e6:,.0f} MB, of the loader {own_memory() / 1e6:,.0f} MB")
    return result.rate >= 8_000 and result.percentile(0.99) < 0.05 and count == result.statuses[200]


def sealed(data: Path, key: str, seconds: float) -> bool:
    """Batches of 50 until all of them are in the log, beside raw inserts into SQLite and raw decoding of JSON."""
    requests = Requests(key, 50, now())
    with serving(data, worker=True) as (port, processes):
        drain(data)
        before = in_log(data)
        began = time.perf_counter()
        result = load(port, requests, CONNECTIONS, seconds)
        acknowledged = 50 * result.statuses[200]
        drain(data)
        took = time.perf_counter() - began
        memory = peak_memory(processes)
    rate, stored = acknowledged / took, in_log(data) - before
    insert, decode = raw_insert(data, requests.body), raw_decode(requests.body)
    print(f"Acknowledged and sealed, 50 events a request, one server and its worker ({took:.1f} s)")
    print(f"  acknowledged and sealed {rate:12,.0f} events a second (must reach 100,000)")
    print(f"  acknowledged            {50 * result.rate:12,.0f} events a second; p99 {ms(result, 0.99)}")
    print(f"  raw SQLite with fsync   {insert:12,.0f} events a second; ratio {rate / insert:.2f}")
    print(f"  raw JSON decode         {decode:12,.0f} events a second; ratio {rate / decode:.2f}")
    print(f"  stored {stored:,} of {acknowledged:,} acknowledged; other answers {others(result)}")
    print(f"  memory of server and worker {memory / 1e6:,.0f} MB, of the loader {own_memory() / 1e6:,.0f} MB")
    return rate >= 100_000 and stored == acknowledged


def make_workspace(data: Path) -> str:
    """A workspace of its own; its write key."""
    tenure(data, "workspace", "create", WORKSPACE)
    return str(json.loads(tenure(data, "key", "create", "--workspace", WORKSPACE, "--kind", "write", "--json"))["key"])


def tenure(data: Path, *arguments: str) -> str:
    """What a command prints."""
    return subprocess.run(
        [*TENURE, *arguments], env=environment(data), check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def environment(data: Path) -> dict[str, str]:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return {**os.environ, "TENURE_DATA": str(data), "PYTHONPATH": paths, "TENURE_SPOOL_ROWS": "50000000"}


@contextmanager
def serving(data: Path, worker: bool = False, no_spool: bool = False) -> Iterator[tuple[int, list[int]]]:
    """A server on a free port; yields the port and the processes it consists of."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [*TENURE, "serve", "--port", str(port), "--worker" if worker else "--no-worker"]
    if no_spool:
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "bench.no_spool:application",
            "--port",
            str(port),
            "--no-access-log",
            "--log-level",
            "error",
        ]
    settings = {**environment(data), "DJANGO_SETTINGS_MODULE": "tenure.project.settings"}
    process = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError("the server ended before it answered") from None
                time.sleep(0.1)
        yield port, [process.pid]
    finally:
        process.terminate()
        process.wait(60)


def drain(data: Path) -> None:
    """Wait until the worker has moved everything to the log."""
    spool = SqliteSpool(Home(data).spool)
    while spool.depth():
        time.sleep(0.05)
    spool.close()


def spooled(data: Path) -> int:
    spool = SqliteSpool(Home(data).spool)
    try:
        return spool.depth()
    finally:
        spool.close()


def in_log(data: Path) -> int:
    """Different events in the log."""
    try:
        table = DeltaTable(str(Home(data).events(WORKSPACE)))
    except Exception as error:
        if "not" in str(error).lower():
            return 0
        raise
    return len(table.to_pyarrow_dataset().to_table(columns=["message_id"])["message_id"].unique())


def raw_insert(data: Path, body: bytes) -> float:
    """Events a second that SQLite takes when 32 such requests share a durable commit and nothing else is done."""
    db = sqlite3.connect(data / "floor.sqlite3", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE requests (id INTEGER PRIMARY KEY, body BLOB)")
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < 3:
        db.execute("BEGIN")
        db.executemany("INSERT INTO requests (body) VALUES (?)", [(body,)] * 32)
        db.execute("COMMIT")
        count += 32 * 50
    return count / (time.perf_counter() - began)


def raw_decode(body: bytes) -> float:
    """Events a second that the standard library's JSON reads in one thread."""
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < 2:
        json.loads(body)
        count += 50
    return count / (time.perf_counter() - began)


def peak_memory(processes: list[int]) -> int:
    """The most resident memory the processes and their children had, added up, in bytes."""
    total = 0
    for process in processes:
        for task in Path(f"/proc/{process}/task").iterdir():
            total += peak_memory([int(child) for child in (task / "children").read_text().split()])
        status = Path(f"/proc/{process}/status").read_text()
        total += int(status.split("VmHWM:")[1].split()[0]) * 1024
    return total


def own_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def others(result: Result) -> str:
    return ", ".join(f"{count:,} x {status}" for status, count in result.statuses.items() if status != 200) or "none"


def ms(result: Result, share: float) -> str:
    return f"{result.percentile(share) * 1000:.1f} ms"


def now() -> str:
    return datetime.now(UTC).isoformat()


if __name__ == "__main__":
    sys.exit(main())
