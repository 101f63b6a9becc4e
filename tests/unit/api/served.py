"""The whole program as a server in a process of its own, with a key of a workspace in it."""

import subprocess
import sys
from pathlib import Path

from tests.servers import Server, environment, start

SET_UP = """
import django; django.setup()
from tenure.actions.keys import create_key
from tenure.actions.workspaces import create_workspace
made = create_workspace(name="Bakers", by="test")
print(create_key(workspace=made, kind="api", by="test"))
"""


class Served:
    """A running server."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.server: Server = start(data, **settings)
        self.url = self.server.url
        set_up = [sys.executable, "-c", SET_UP]
        made = subprocess.run(set_up, env=environment(data, **settings), capture_output=True, text=True, check=True)
        self.key = made.stdout.strip()

    def stop(self) -> None:
        self.server.stop()
