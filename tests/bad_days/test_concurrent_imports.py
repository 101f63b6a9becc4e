"""Many imports of the same file at the same moment, a hundred in full: it comes in once, and everybody is told so in a sentence."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import depth
from tests.installation import Installation

PROCESSES, THREADS = 4, depth.IMPORTERS
ROWS = 6_000  # more than a batch
PROGRAM = Path(__file__).with_name("importing.py")
TEXTS = {
    "orders": "order id,email,date,total\n"
    + "".join(f"o{n},p{n % 900}@x.example,2026-01-05,{n}\n" for n in range(ROWS)),
    "touchpoints": "email,date,type\n" + "".join(f"p{n % 900}@x.example,2026-01-05,call\n" for n in range(ROWS)),
    "events": "user_id,event,time\n" + "".join(f"p{n % 900}@x.example,Opened,2026-01-05\n" for n in range(ROWS)),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request, tmp_path) -> Iterator[Installation]:
    """An installation whose accounts are people, on either database."""
    url = request.getfixturevalue("migrated_url") if request.param == "postgresql" else ""
    shop = Installation(tmp_path / "data", DATABASE_URL=url)
    shop.prepare("shop", "--kind", "shop")
    return shop


@pytest.fixture
def crowd(shop, tmp_path) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that are about to import the files, each with many threads."""
    paths = [tmp_path / f"{kind}.csv" for kind in TEXTS]
    for path, text in zip(paths, TEXTS.values(), strict=True):
        path.write_text(text)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = [sys.executable, str(PROGRAM), str(THREADS), *map(str, paths)]
    running = [subprocess.Popen(command, env=shop.environment, **pipes) for _ in range(PROCESSES)]
    yield running
    for process in running:
        process.kill()
        process.communicate()


def all_at_once(crowd: list[subprocess.Popen[str]]) -> list[dict[str, Any]]:
    """What each of them was told of the next file."""
    for process in crowd:
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in crowd:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [told for process in crowd for told in json.loads(process.stdout.readline())]


@pytest.mark.slow
def test_a_file_that_many_bring_at_once_comes_in_once(shop, crowd, tmp_path):
    for kind in TEXTS:
        told = all_at_once(crowd)
        assert len(told) == PROCESSES * THREADS
        assert [one["broke"] for one in told if "broke" in one] == []
        refused = [one["refused"] for one in told if "refused" in one]
        assert all(sentence.startswith("This very file is being imported already, as import ") for sentence in refused)
        done = [one for one in told if "import" in one]
        first = min(one["import"] for one in done)
        assert {one["state"] for one in done} == {"done"}
        assert {one["import"] for one in done if one["created"]} == {first}
        assert {(one["created"], one["unchanged"]) for one in done} <= {(ROWS, 0), (0, ROWS)}
        if kind == "orders":  # the others are about whom these brought
            continue
        undone = shop.json("undo", str(first))
        assert (undone["kept"], undone["deleted"] + undone["events"]) == (0, ROWS), "something was doubled"
    again = shop.json("import", "orders", str(tmp_path / "orders.csv"))
    assert (again["created"], again["unchanged"], again["failed"]) == (0, ROWS, 0)
    assert [process.wait(timeout=60) for process in crowd] == [0] * PROCESSES
    assert [process.stderr.read() for process in crowd] == [""] * PROCESSES
