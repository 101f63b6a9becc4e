"""Many threads of one process that import the same file at the same moment. Run by test_concurrent_imports.

Arguments: how many threads, then files, each called as its kind. For each it says "ready", waits for a line, and prints
what each thread was told as JSON.
"""

import json
import os
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tenure.project.settings"
django.setup()

from django.db import connection  # noqa: E402 - what reads records can only be imported once Django is set up

from tenure.actions.importing.files import import_file  # noqa: E402 - as above
from tenure.actions.importing.progress import ImportRefused  # noqa: E402 - as above
from tenure.answers.process import home, spool  # noqa: E402 - as above
from tenure.records.models import Workspace  # noqa: E402 - as above


def bring(workspace: Workspace, kind: str, path: Path, start: threading.Barrier, told: list[dict[str, Any]]) -> None:
    """Import the file once all others are there."""
    start.wait()
    try:
        of = import_file(workspace=workspace, kind=kind, path=path, home=home(), spool=spool(), by="test")
        told.append({"import": of.pk, "state": of.state, "created": of.created, "unchanged": of.unchanged})
    except ImportRefused as refusal:
        told.append({"refused": str(refusal)})
    except BaseException:  # noqa: BLE001 - the test wants to see whatever it was
        told.append({"broke": traceback.format_exc()})
    finally:
        connection.close()


def together(workspace: Workspace, kind: str, path: Path, count: int) -> list[dict[str, Any]]:
    """What each thread was told; they wait for each other, and for the other processes."""
    told: list[dict[str, Any]] = []
    start = threading.Barrier(count + 1)
    threads = [threading.Thread(target=bring, args=(workspace, kind, path, start, told)) for _ in range(count)]
    for thread in threads:
        thread.start()
    print("ready", flush=True)
    sys.stdin.readline()
    start.wait()
    for thread in threads:
        thread.join()
    return told


def main() -> None:
    """One file after the other."""
    home(), spool()  # opened before the threads, as a server does
    workspace = Workspace.objects.get()
    connection.close()
    count = int(sys.argv[1])
    for path in map(Path, sys.argv[2:]):
        print(json.dumps(together(workspace, path.stem, path, count)), flush=True)


main()
