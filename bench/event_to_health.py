"""How long after an event was acknowledged is its account's new score stored, and on an open page?

``python -m bench.event_to_health [SECONDS] [ACCOUNTS] [EVENTS_A_SECOND]``: 30 s, 10,000 accounts, 1,000 events/s.
Twice a second an account that nobody else uses gets one event; its row is watched in the database, and every tenth also
on a stream of server-sent events. The load beside it goes to all accounts evenly, in requests of ten events.
"""

import base64
import http.client
import json
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from tests.installation import Installation, wait_for

SAMPLES_A_SECOND = 2
BATCH = 10
PAGE_EVERY = 10
MUST = 2  # seconds


def main() -> bool:
    given = [int(word) for word in sys.argv[1:]]
    seconds, accounts, rate = (*given, *(30, 10_000, 1_000)[len(given) :])
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        bench = Bench(Installation(Path(folder) / "data"), accounts, rate)
        try:
            bench.prepare(seconds * SAMPLES_A_SECOND + 1)
            stored, shown = bench.measure(seconds)
        finally:
            bench.installation.kill()
    print(f"event to health, {accounts:,} accounts, {bench.sent / bench.took:,.0f} events/s acknowledged beside:")
    reached = True
    for where, found in (("stored", stored), ("on an open page", shown)):
        ordered = sorted(found)
        median, p95 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
        print(
            f"  {where:16} median {median:.2f} s  p95 {p95:.2f} s (must stay under {MUST} s)  most {ordered[-1]:.2f} s"
            f"  ({len(ordered)} samples)"
        )
        reached = reached and p95 < MUST
    return reached


class Bench:
    """One installation under an even load, and the accounts that are watched."""

    def __init__(self, installation: Installation, accounts: int, rate: int) -> None:
        self.installation, self.accounts, self.rate = installation, accounts, rate
        self.sent, self.took = 0, 1.0
        self._stop = threading.Event()

    def prepare(self, samples: int) -> None:
        self.samples = samples
        key = self.installation.prepare("bench")
        token = base64.b64encode(f"{key}:".encode()).decode()
        self.headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        names = [f"account-{n}" for n in range(self.accounts - samples)] + [f"sample-{n}" for n in range(samples)]
        table = self.installation.data.parent / "accounts.csv"
        table.write_text("Account ID,Name\n" + "".join(f"{name},{name}\n" for name in names))
        self.installation.tenure("import", "accounts", str(table), "--workspace", "bench")
        password = "a bench's own password"
        self.installation.tenure("member", "add", "bench@example.com", "--password", password, "-w", "bench")
        self.installation.serve()
        self.cookie = self._sign_in(password)
        wait_for(
            lambda: self._one("SELECT count(*) FROM records_accounthealth") >= self.accounts, "all are scored", 300
        )

    def measure(self, seconds: int) -> tuple[list[float], list[float]]:
        loader = threading.Thread(target=self._load, daemon=True)
        loader.start()
        stored: list[float] = []
        shown: list[float] = []
        start = time.monotonic()
        watchers = []
        for number in range(seconds * SAMPLES_A_SECOND):
            time.sleep(max(0.0, start + number / SAMPLES_A_SECOND - time.monotonic()))
            key = f"sample-{number}"
            page = self._open_page(key) if number % PAGE_EVERY == 0 else None
            self._post([_event(key)])
            acknowledged = time.monotonic()
            for watch, found in ((self._watch_row(key), stored), (page, shown)):
                if watch is not None:
                    watcher = threading.Thread(target=_time, args=(watch, acknowledged, found), daemon=True)
                    watcher.start()
                    watchers.append(watcher)
        for watcher in watchers:
            watcher.join(60)
        self._stop.set()
        loader.join()
        return stored, shown

    def _load(self) -> None:
        start, number = time.monotonic(), 0
        connection = http.client.HTTPConnection("127.0.0.1", self.installation.port)
        while not self._stop.is_set():
            ahead = start + number / self.rate - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
            events = [_event(f"account-{(number + n) * 7919 % (self.accounts - self.samples)}") for n in range(BATCH)]
            connection.request("POST", "/v1/batch", json.dumps({"batch": events}).encode(), self.headers)
            answer = connection.getresponse()
            answer.read()
            self.sent += BATCH if answer.status == 200 else 0
            number += BATCH
            self.took = time.monotonic() - start

    def _post(self, events: list[dict[str, object]]) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.installation.port)) as connection:
            connection.request("POST", "/v1/batch", json.dumps({"batch": events}).encode(), self.headers)
            assert connection.getresponse().status == 200

    def _one(self, query: str, *values: object) -> int:
        with (
            suppress(sqlite3.OperationalError),
            closing(sqlite3.connect(self.installation.data / "tenure.sqlite3")) as db,
        ):
            row = db.execute(query, values).fetchone()
            return row[0] if row else 0
        return 0

    def _watch_row(self, key: str) -> Callable[[], None]:
        query = (
            "SELECT json_extract(h.facts, '$.events_7') FROM records_accounthealth h"
            " JOIN records_account a ON a.id = h.account_id WHERE a.key = ?"
        )

        def watch() -> None:
            while not self._one(query, key):
                time.sleep(0.02)

        return watch

    def _open_page(self, key: str) -> Callable[[], None]:
        connection = http.client.HTTPConnection("127.0.0.1", self.installation.port, timeout=60)
        connection.request("GET", f"/w/bench/live?account={key}", headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        assert answer.status == 200, answer.status
        while not answer.readline().startswith(b"data:"):
            pass  # what is stored when the page opens

        def watch() -> None:
            while not answer.readline().startswith(b"data:"):
                pass
            connection.close()

        return watch

    def _sign_in(self, password: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.installation.port)
        connection.request("GET", "/account/login/")
        answer = connection.getresponse()
        page = answer.read().decode()
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        csrf = _cookies(answer)
        form = f"csrfmiddlewaretoken={token}&login=bench%40example.com&password={password.replace(' ', '+').replace(chr(39), '%27')}"
        headers = {"Cookie": csrf, "Content-Type": "application/x-www-form-urlencoded", "Referer": "http://127.0.0.1/"}
        connection.request("POST", "/account/login/", form, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 302, f"sign-in failed: {answer.status}"
        return f"{csrf}; {_cookies(answer)}"


def _cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(header.split(";")[0] for header in answer.headers.get_all("Set-Cookie") or [])


def _event(account: str) -> dict[str, object]:
    now = datetime.now(UTC).isoformat()
    return {
        "type": "track", "event": "Work done", "userId": f"user-of-{account}", "timestamp": now, "sentAt": now,
        "context": {"groupId": account},
    }  # fmt: skip


def _time(watch: Callable[[], None], acknowledged: float, found: list[float]) -> None:
    watch()
    found.append(time.monotonic() - acknowledged)


if __name__ == "__main__":
    sys.exit(not main())
