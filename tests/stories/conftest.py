"""A day in the life of a workspace: real imports, real requests, the rounds as they run, and a clock that is moved."""

import asyncio
import base64
import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from tenure.actions.keys import create_key
from tenure.actions.workspaces import add_member, create_workspace
from tenure.answers import process
from tenure.capture.app import Capture
from tenure.capture.group_commit import GroupCommit
from tenure.capture.keys import Keys
from tenure.capture.rate import Rate
from tenure.commands.main import cli
from tenure.eventlog.open_spool import open_spool
from tenure.records.api_key import hash_key
from tenure.records.models import AccountHealth, Member
from tenure.rounds.facts import FactsRound
from tenure.rounds.imports import ImportsRound, sweep
from tenure.rounds.seal import seal
from tenure.rounds.upkeep import upkeep
from tests.pages.bringing import put


class Story:
    """One workspace and its owner; ``at`` moves the clock, ``pass_by`` lets the rounds work."""

    def __init__(self, folder: Path, traveller: time_machine.Traveller, kind: str = "saas") -> None:
        self._folder = folder
        self._traveller = traveller
        self._facts = FactsRound()
        self._imports = ImportsRound()
        self.workspace = create_workspace(name="Jana", by="command", kind=kind)
        self.key = create_key(workspace=self.workspace, kind="write", by="command")
        self.owner: Member = add_member(
            workspace=self.workspace, email="jana@example.com", name="Jana", role="owner", by="command"
        )

    def at(self, day: str, time: str = "09:00") -> None:
        """It is that moment (UTC) now."""
        self._traveller.move_to(datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC), tick=False)

    def command(self, *words: str) -> Any:
        """What a `tenure` command answers with --json."""
        ran = CliRunner().invoke(cli, [*words, "--workspace", self.workspace.slug, "--json"], catch_exceptions=False)
        assert ran.exit_code == 0, ran.output
        return json.loads(ran.stdout)

    def import_csv(self, kind: str, text: str) -> Any:
        """Import a file by the command; its report."""
        path = self._folder / f"{kind}.csv"
        path.write_text(text)
        return self.command("import", kind, str(path))

    def capture(self, *calls: dict[str, Any]) -> None:
        """Send calls in one request, as an SDK does; they are accepted."""
        status, answer = asyncio.run(self._post("/v1/batch", json.dumps({"batch": calls}).encode()))
        assert (status, json.loads(answer)["success"]) == (200, True), answer

    async def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        writer = GroupCommit(lambda: open_spool(process.home(), ""))
        writer.start()
        app = Capture(Keys(lambda: {hash_key(self.key): self.workspace.slug}), writer, Rate(0), 1_000_000)
        token = base64.b64encode(f"{self.key}:".encode())
        scope = {
            "type": "http", "method": "POST", "path": path, "scheme": "http",
            "headers": [(b"authorization", b"Basic " + token), (b"content-type", b"application/json")],
        }  # fmt: skip
        said: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            said.append(message)

        await app(scope, receive, send)
        await writer.close()
        return said[0]["status"], said[-1]["body"]

    def pass_by(self) -> None:
        """The rounds do all that waits."""
        for round_ in (seal, self._imports.run, sweep, self._facts.run, upkeep):
            for _ in range(100):
                if not round_(self.workspace):
                    break

    def shown(self, key: str) -> AccountHealth:
        """The health that lists and pages show."""
        return AccountHealth.objects.get(workspace=self.workspace, account__key=key)

    def page(self, path: str) -> str:
        """What a page of the workspace says, to its owner."""
        answer = self._browser().get(f"/w/{self.workspace.slug}{path}")
        assert answer.status_code == 200, answer
        return html.unescape(answer.content.decode())

    def words(self, path: str) -> str:
        """The same without marks, each run of white space as one."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.page(path)).split())

    def submit(self, path: str, **fields: Any) -> None:
        """Fill in a form of the workspace and send it; it is taken."""
        answer = self._browser().post(f"/w/{self.workspace.slug}{path}", fields, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer

    def bring(self, name: str, content: bytes) -> str:
        """Drop a file on the page for bringing data in; the path of the page that comes next."""
        announced = self._browser().post(
            f"/w/{self.workspace.slug}/imports/new/file", {"name": name, "size": len(content)}
        )
        assert announced.status_code == 201, announced
        assert put(announced.json()["to"], content)[0] == 201
        return announced.json()["then"].removeprefix(f"/w/{self.workspace.slug}")

    def press(self, path: str, **fields: Any) -> str:
        """Press a button that leads on; the path of the page it leads to."""
        answer = self._browser().post(f"/w/{self.workspace.slug}{path}", fields)
        assert answer.status_code == 302, answer
        return answer.url.removeprefix(f"/w/{self.workspace.slug}")

    def _browser(self) -> Client:
        """Signed in anew, because sessions end as the clock goes on."""
        browser = Client()
        browser.force_login(self.owner.user)
        return browser


@pytest.fixture
def beginning(db, tmp_path, settings) -> Iterator[Callable[[str], Story]]:
    """Begins a story of a workspace of some kind, on a data directory of its own."""
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False) as traveller:
        yield lambda kind: Story(tmp_path, traveller, kind)
    process.forget()


@pytest.fixture
def story(beginning) -> Story:
    """A new workspace of an app vendor."""
    return beginning("saas")


@pytest.fixture
def shop(beginning) -> Story:
    """A new workspace of an online shop."""
    return beginning("shop")
