"""How long does a file of 1.77 million events take to come in, beside reading it into Arrow?

``python -m bench.event_import [FILE]``: by default a file it makes, of the shape of a social network's half year.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.installation import Installation

ROWS = 1_770_805
ACCOUNTS = 1_470
DAYS = 182
MUST = 20  # seconds
NAMES = ("ad", "like", "post", "message", "reply", "newfriend", "unfriend", "dislike")


def main() -> bool:
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        file = Path(sys.argv[1]) if len(sys.argv) > 1 else _make(Path(folder) / "events.parquet")
        floor, rows = _read(file)
        installation = Installation(Path(folder) / "data")
        installation.prepare("bench")
        command = [sys.executable, "-m", "tenure.commands.main", "import", "events", str(file), "-w", "bench", "--json"]
        start = time.monotonic()
        subprocess.run(command, env=installation.environment, check=True, capture_output=True)
        took = time.monotonic() - start
    print(f"event import: {rows:,} rows in {took:.1f} s, whole command (must stay under {MUST} s)")
    print(f"  floor: reading the file into Arrow {floor:.2f} s; ratio {took / floor:.0f}")
    return took < MUST


def _make(path: Path) -> Path:
    dice = np.random.default_rng(7)
    start = np.datetime64("2025-01-01", "us")
    seconds = dice.integers(0, DAYS * 86_400, ROWS)
    columns = {
        "user_id": pa.array(dice.integers(0, ACCOUNTS, ROWS).astype(str)),
        "event": pa.DictionaryArray.from_arrays(dice.integers(0, len(NAMES), ROWS).astype("int8"), list(NAMES)),
        "time": pa.array(start + seconds.astype("timedelta64[s]"), pa.timestamp("us", tz="UTC")),
    }
    pq.write_table(pa.table(columns), path)
    return path


def _read(file: Path) -> tuple[float, int]:
    start = time.monotonic()
    rows = pq.read_table(file).num_rows
    return time.monotonic() - start, rows


if __name__ == "__main__":
    sys.exit(not main())
