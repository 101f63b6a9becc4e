"""Whenever the round of plays is killed, each account gets exactly what its play says, and the log says it once."""

import json
import shutil
import signal
import subprocess
import sys

import pytest

from tests import depth
from tests.crash.dying_plays import ACCOUNTS
from tests.installation import Installation

ONCE = [
    ["Call", "Write"],
    ["renewing"],
    ["More use"],
    1,
    [["start", "start"], ["0", "did"], ["1", "did"], ["2", "did"], ["3", "did"], ["4", "holds"], ["4.then.0", "did"], ["5", "waits"]],
    [["running", "5"]],
]  # fmt: skip


class Plays:
    """An installation whose accounts are about to be played with, again and again from the same start."""

    def __init__(self, data) -> None:
        self.installation = Installation(data)
        self.installation.prepare()
        environment = self.installation.environment | {"DJANGO_SETTINGS_MODULE": "tenure.project.settings"}
        command = [sys.executable, "-m", "tests.crash.dying_plays"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, env=environment, start_new_session=True, **pipes)
        self.installation.processes.append(self.process)
        assert self.do("begin") == 0
        self.records = data / "tenure.sqlite3"
        shutil.copy(self.records, data / "begin.sqlite3")

    def do(self, word: object) -> int:
        self._say(word)
        return int(self.process.stdout.readline())

    def told(self):
        self._say("tell")
        said = json.loads(self.process.stdout.readline())
        assert int(self.process.stdout.readline()) == 0
        return said

    def begin_again(self) -> None:
        for left in self.records.parent.glob("tenure.sqlite3-*"):
            left.unlink()
        shutil.copy(self.records.parent / "begin.sqlite3", self.records)

    def _say(self, word: object) -> None:
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()


@pytest.fixture
def plays(tmp_path):
    made = Plays(tmp_path / "data")
    yield made
    made.installation.kill()


@pytest.mark.slow
def test_a_pass_killed_after_any_statement_loses_nothing_and_repeats_nothing(plays):
    assert plays.do("0 0") == 0
    expected = plays.told()
    assert expected[0] == {f"a{one}": ONCE for one in range(ACCOUNTS)}
    assert expected[1] == 0
    statement = 0
    while True:
        statement += 1 if depth.FULL else 5
        plays.begin_again()
        if (ended := plays.do(f"0 {statement}")) == 0:  # it did not reach so many
            break
        assert ended == -signal.SIGKILL
        assert plays.do("2 0") == 0  # what the dead one had claimed is free by then
        assert plays.told() == expected, f"killed after statement {statement}"
    assert statement > 20 * ACCOUNTS


@pytest.mark.slow
def test_a_pass_killed_again_and_again_gets_there(plays):
    minutes = 0
    while plays.do(f"{minutes} {75 + minutes % 7}") != 0:
        minutes += 2
        assert minutes < 200
    assert minutes > 0
    assert plays.told()[0] == {f"a{one}": ONCE for one in range(ACCOUNTS)}
