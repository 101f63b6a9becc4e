"""A load of single and batched requests whose every event is known, and what became of it."""

import base64
import http.client
import json
import random
import threading
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

ACCOUNTS = [f"account-{number}" for number in range(40)]


class Load:
    """Sends until told to stop; keeps the message ids it tried, and those that were acknowledged."""

    def __init__(self, key: str, seed: int, prefix: str = "m") -> None:
        self.attempted: set[str] = set()
        self.acknowledged: set[str] = set()
        self.ports: list[int] = []
        self.answers: Counter[object] = Counter()  # since the last wait
        self._prefix = prefix
        self._dice = random.Random(seed)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._reached = threading.Condition(self._lock)
        token = base64.b64encode(f"{key}:".encode()).decode()
        self._headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        self._threads = [threading.Thread(target=self._send, args=(number,), daemon=True) for number in range(3)]

    def introduce(self) -> None:
        """Say which accounts there are, by group calls."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[0], timeout=10)
        ids = [f"group-{account}" for account in ACCOUNTS]
        calls = [
            {"type": "group", "messageId": id_, "userId": "u", "groupId": account}
            for id_, account in zip(ids, ACCOUNTS, strict=True)
        ]
        connection.request("POST", "/v1/batch", json.dumps({"batch": calls}).encode(), self._headers)
        assert connection.getresponse().status == 200
        self.attempted.update(ids)
        self.acknowledged.update(ids)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int, patience: float = 60.0) -> None:
        """Until that many further events were acknowledged."""
        with self._reached:
            wanted = len(self.acknowledged) + more
            self.answers.clear()
            came = self._reached.wait_for(lambda: len(self.acknowledged) >= wanted, patience)
            assert came, f"{more - wanted + len(self.acknowledged)} of {more} acknowledged; answers: {self.answers}"

    def _send(self, number: int) -> None:
        connection, sent = None, 0
        while not self._stop.is_set():
            with self._lock:
                size = self._dice.choice((1, 1, 1, 20))
                port = self._dice.choice(self.ports)
                account = self._dice.choice(ACCOUNTS)
            ids = [f"{self._prefix}-{number}-{sent}-{index}" for index in range(size)]
            sent += 1
            with self._lock:
                self.attempted.update(ids)
            if connection is None or connection.port != port:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            try:
                connection.request(
                    "POST", "/v1/track" if size == 1 else "/v1/batch", _body(ids, account), self._headers
                )
                answer = connection.getresponse()
                said = answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.answers[repr(error)] += 1
                with suppress(OSError):
                    connection.close()
                connection = None
                self._stop.wait(0.02)
                continue
            self.answers[answer.status if answer.status == 200 else (answer.status, said)] += 1
            if answer.status == 200:
                with self._reached:
                    self.acknowledged.update(ids)
                    self._reached.notify_all()


def _body(ids: list[str], account: str) -> bytes:
    now = datetime.now(UTC).isoformat()
    events = [
        {
            "type": "track", "event": "Work done", "messageId": id_, "userId": f"user-of-{account}",
            "timestamp": now, "sentAt": now, "context": {"groupId": account},
        }
        for id_ in ids
    ]  # fmt: skip
    return json.dumps(events[0] if len(ids) == 1 else {"batch": events, "sentAt": now}).encode()
