"""Days of a workspace in which events come in and the rounds run, on a frozen clock."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tenure.answers import process
from tenure.eventlog.spool import SpooledRequest
from tenure.records.models import Workspace
from tenure.rounds.facts import FactsRound
from tenure.rounds.seal import seal

_NUMBERS = count(1)


class Days:
    """Sends what a product would, moves the clock, and lets the rounds work."""

    def __init__(self, workspace: Workspace, clock: Any) -> None:
        self.workspace, self._clock, self._facts = workspace, clock, FactsRound()

    def send(self, account: str, times: int, event: str = "Opened", **properties: Any) -> None:
        """So many events of an account now, in the next seconds they are counted."""
        group = {"type": "group", "userId": f"u-{account}", "groupId": account, "messageId": f"g{next(_NUMBERS)}"}
        sent = [
            {
                "type": "track",
                "event": event,
                "userId": f"u-{account}",
                "messageId": f"t{next(_NUMBERS)}",
                "context": {"groupId": account},
                "properties": properties,
            }
            for _ in range(times)
        ]
        body = json.dumps({"batch": [group, *sent]}).encode()
        received = int(datetime.now(UTC).timestamp() * 1_000_000)
        process.spool().append([SpooledRequest(self.workspace.slug, "batch", received, body, len(sent) + 1)])
        seal(self.workspace)

    def work(self) -> None:
        """Let the facts round work until nothing waits."""
        while self._facts.run(self.workspace):
            pass

    def later(self, **by: int) -> None:
        """Move the clock, and do nothing."""
        self._clock.shift(timedelta(**by))

    def pass_days(self, days: int) -> None:
        """Let so many days go by, the rounds working once on each."""
        for _ in range(days):
            self.later(days=1)
            self.work()
