"""Where are things kept? Paths of the spool and of each workspace's log under the data directory."""

import re
from dataclasses import dataclass
from pathlib import Path

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\Z")


@dataclass(frozen=True, slots=True)
class Home:
    """The data directory (``TENURE_DATA``) and the names inside it; creates nothing."""

    root: Path

    @property
    def spool(self) -> Path:
        """The file of accepted requests that are not yet in the log."""
        return self.root / "spool.sqlite3"

    @property
    def logs(self) -> Path:
        """The folder that holds one folder for each workspace."""
        return self.root / "log"

    def log(self, workspace: str) -> Path:
        """The folder of one workspace's tables. Raises ValueError unless the name is a plain slug."""
        if not SLUG.match(workspace):
            raise ValueError(f"“{workspace[:80]}” cannot name a workspace: use small letters, digits and inner hyphens")
        return self.logs / workspace

    def events(self, workspace: str) -> Path:
        """The Delta table of every event as sent."""
        return self.log(workspace) / "events"

    def days(self, workspace: str) -> Path:
        """The Delta table of closed days."""
        return self.log(workspace) / "days"

    def spans(self, workspace: str) -> Path:
        """The Delta table of first and last usage by month."""
        return self.log(workspace) / "spans"

    def facts(self, workspace: str) -> Path:
        """The Delta table of what was known on each day."""
        return self.log(workspace) / "facts"

    def workspaces(self) -> list[str]:
        """Workspaces that have a log, in order of name."""
        if not self.logs.is_dir():
            return []
        return sorted(entry.name for entry in self.logs.iterdir() if entry.is_dir() and SLUG.match(entry.name))
