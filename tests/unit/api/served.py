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
    """A running server; requests are not limited."""

    def __init__(self, data: Path) -> None:
        self.server: Server = start(data, TENURE_API_RATE_LIMIT="0")
        self.url = self.server.url
        made = subprocess.run(
            [sys.executable, "-c", SET_UP], env=environment(data), capture_output=True, text=True, check=True
        )
        self.key = made.stdout.strip()

    def stop(self) -> None:
        self.server.stop()
