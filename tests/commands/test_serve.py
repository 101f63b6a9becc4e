"""What do `tenure serve` and `tenure work` do before they begin, and what do they say of themselves?"""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing

import pytest

from tests.installation import Installation, wait_for


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "data")
    yield made
    made.kill()


def left_by_a_killed_process(installation):
    """A folder that an engine spilled into."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folder = installation.data / "tmp" / "log" / f"spill-{ended.pid}"
    folder.mkdir(parents=True)
    return folder


def ready(port):
    try:
        answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with closing(answer):
        return answer.status, json.load(answer)["checks"]["worker"]["says"]


def test_a_server_told_to_run_without_a_worker_tidies_is_ready_and_says_that_nothing_is_sealed(installation):
    folder = left_by_a_killed_process(installation)
    port = installation.serve("--no-worker")
    assert not folder.exists()
    status, says = ready(port)
    assert status == 200
    assert "nothing is sealed" in says


def test_a_server_with_a_worker_is_ready_once_that_runs(installation):
    port = installation.serve()
    wait_for(lambda: ready(port) == (200, "A worker runs."), "the worker says that it runs")


def test_a_server_told_to_end_takes_its_worker_with_it(installation):
    installation.serve()
    server = installation.processes[-1]
    found = subprocess.run(["pgrep", "-P", str(server.pid)], capture_output=True, text=True, check=True)
    (worker,) = map(int, found.stdout.split())
    server.send_signal(signal.SIGTERM)  # as systemd and docker stop a service
    server.wait(timeout=60)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_worker_tidies(installation):
    folder = left_by_a_killed_process(installation)
    worker = subprocess.Popen(
        [sys.executable, "-m", "tenure.commands.main", "work"], env=installation.environment, start_new_session=True
    )
    installation.processes.append(worker)
    wait_for(lambda: not folder.exists(), "the worker tidies")
