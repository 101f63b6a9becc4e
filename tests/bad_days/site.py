"""A whole installation with two workspaces, and how programs and people talk to it: what the bad days share."""

import atexit
import base64
import functools
import http.client
import http.cookiejar
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.installation import Installation, wait_for

PASSWORD = "correct horse battery"


class Site(Installation):
    """Workspaces acme and rival with a write key each; what a bad day does to one is no business of the other."""

    def __init__(self, data: Path, **environment: str) -> None:
        super().__init__(data, **environment)
        self.keys: dict[str, str] = {}
        self.sent: set[str] = set()  # ids of events that were acknowledged

    def found(self) -> "Site":
        """Make the workspaces."""
        records, self.keys = _founded()
        self.data.mkdir(parents=True, exist_ok=True)
        shutil.copy(records, self.data)
        return self

    @contextmanager
    def working(self) -> Iterator[None]:
        """Let a worker run beside the server, and kill it in the end."""
        with (self.data.parent / f"{self.data.name}.output").open("ab") as output:
            command = [sys.executable, "-m", "tenure.commands.main", "work"]
            worker = subprocess.Popen(
                command, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
        try:
            yield
        finally:
            worker.kill()
            worker.wait()

    def stored(self, account: str, fact: str) -> Any:
        """A fact of an account of acme as the worker stored it; None when it has none."""
        question = (
            "SELECT h.facts FROM records_accounthealth h JOIN records_account a ON a.id = h.account_id "
            "JOIN records_workspace w ON w.id = a.workspace_id WHERE a.key = ? AND w.slug = 'acme'"
        )
        with closing(sqlite3.connect(self.data / "tenure.sqlite3")) as records:
            row = records.execute(question, (account,)).fetchone()
        return json.loads(row[0])[fact] if row else None

    def assert_whole(self) -> None:
        """Wait; then everything acknowledged is in the log once, nothing else is, and the bakery's facts count it."""
        self.until_computed()
        ids = Counter(self.ids())
        assert ids.keys() == self.sent, "acknowledged and missing, or invented"
        assert set(ids.values()) <= {1}
        uses = [id_ for id_ in self.sent if not id_.startswith("group")]
        assert self.stored("bakery", "events_7") == len(uses)

    def introduce(self) -> None:
        """Say that there is a bakery."""
        call = {"userId": "somebody", "groupId": "bakery", "messageId": "group"}
        assert self.post("/v1/group", call)[0] == 200
        self.sent.add("group")

    def post(self, path: str, body: Any, key: str | None = None, **headers: str) -> tuple[int, Any]:
        """Send something to capture; status and the answer's JSON."""
        token = base64.b64encode(f"{key or self.keys['acme']}:".encode()).decode()
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("POST", path, sent, {"Authorization": f"Basic {token}", **headers})
            answer = connection.getresponse()
            return answer.status, json.load(answer)

    def track(self, id_: str, key: str | None = None, account: str = "bakery") -> int:
        """Send one event of an account; the status."""
        call = {"userId": "somebody", "event": "Opened", "messageId": id_, "context": {"groupId": account}}
        status = self.post("/v1/track", call, key)[0]
        if status == 200:
            self.sent.add(id_)
        return status

    def readiness(self) -> dict[str, str]:
        """What /readyz finds wrong, by what it looked at."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=60) as answer:
                said = json.load(answer)
        except urllib.error.HTTPError as answer:
            said = json.load(answer)
        return {about: check["says"] for about, check in said["checks"].items() if not check["ok"]}

    def says(self, *words: str) -> tuple[int, str]:
        """Exit code of a command, and what it told people."""
        command = [sys.executable, "-m", "tenure.commands.main", *words]
        done = subprocess.run(
            command,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            cwd=self.data.parent,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr

    def output(self) -> str:
        """What server and worker told their log."""
        return (self.data.parent / f"{self.data.name}.output").read_text()

    def waiting(self) -> int:
        """Requests in the spool."""
        with closing(sqlite3.connect(self.home.spool)) as spool:
            return int(spool.execute("SELECT count(*) FROM spool").fetchone()[0])

    def until_computed(self, workspace: str = "acme") -> None:
        """Wait until everything acknowledged is in the log and its accounts' facts are stored."""
        wait_for(lambda: self.waiting() == 0 and self._computed(workspace), "everything is sealed and computed")

    def _computed(self, workspace: str) -> bool:
        log = sorted((self.home.events(workspace) / "_delta_log").glob("*.json"))
        question = (  # in one look: accounts become stale in the very moment in which the mark moves
            "SELECT m.log_version, (SELECT count(*) FROM records_staleaccount) FROM records_factsmark m "
            "JOIN records_workspace w ON w.id = m.workspace_id WHERE w.slug = ?"
        )
        with closing(sqlite3.connect(self.data / "tenure.sqlite3")) as records:
            version, stale = records.execute(question, (workspace,)).fetchone() or (-2, 0)
        return bool(log) and not stale and version >= int(log[-1].stem)

    def account_keys(self, workspace: str) -> set[str]:
        """Keys of the accounts that a workspace knows."""
        question = (
            "SELECT a.key FROM records_account a JOIN records_workspace w ON w.id = a.workspace_id WHERE w.slug = ?"
        )
        with closing(sqlite3.connect(self.data / "tenure.sqlite3")) as records:
            return {key for (key,) in records.execute(question, (workspace,))}

    def ids(self, workspace: str = "acme") -> list[str]:
        """The message id of every event in the log, in order, duplicates included."""
        return sorted(self.events(workspace)["message_id"].to_pylist())

    def member(self, workspace: str, email: str) -> "Browser":
        """A new member of a workspace, signed in."""
        self.tenure("member", "add", email, "--password", PASSWORD, "--workspace", workspace)
        return Browser(self.port, email)


@functools.cache
def _founded() -> tuple[Path, dict[str, str]]:
    """Records with both workspaces, made once by the commands and then copied: that saves seconds on each day."""
    folder = Path(tempfile.mkdtemp(prefix="tenure-founded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Installation(folder / "data")
    return made.data / "tenure.sqlite3", {name: made.make(name) for name in ("acme", "rival")}


class Browser:
    """Somebody who signed in with address and password."""

    def __init__(self, port: int, email: str) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), urllib.request.ProxyHandler({})
        )
        status, page = self.get("/account/login/")
        assert status == 200
        (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page))
        fields = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token}
        status, page = self._open("/account/login/", urllib.parse.urlencode(fields).encode())
        assert (status, 'name="login"' in page) == (200, False), "not signed in"

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._open(path, None)

    def _open(self, path: str, body: bytes | None) -> tuple[int, str]:
        request = urllib.request.Request(self.origin + path, body, {"Referer": self.origin})
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()
