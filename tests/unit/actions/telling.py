"""Members who want to be told, alerts to tell them, and a real mail server and chat to which they are told."""

import json
import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

from tenure.actions.notices import note_alerts
from tenure.actions.secret_text import encrypt
from tenure.records.models import Account, Alert, Member, NoticeChoice, Signal, User

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday


class Mailbox:
    """What a real SMTP server took; ``refuses`` is what it answers instead."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses = ""

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        if self.refuses:
            return self.refuses
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == address]


@contextmanager
def mail_server(settings):
    """Mail goes to a server on this machine."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "Tenure <tenure@tenure.example>"
    settings.TENURE_URL = "https://tenure.example"
    yield box
    controller.stop()


def _free_port() -> int:
    """The controller asks its own server whether it is up, so it has to know the port beforehand."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Chat:
    """A chat on this machine: what it heard, and with which status it answers."""

    def __init__(self) -> None:
        self.heard: list[dict[str, str]] = []
        self.status = 200
        outer = self

        class Listening(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(outer.status)
                if outer.status == 307:
                    self.send_header("Location", "http://10.0.0.7/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"json://127.0.0.1:{self.server.server_port}/told"


@contextmanager
def chat_server(settings):
    """A chat that may be reached."""
    settings.TENURE_REACH = ("127.0.0.0/8",)
    chat = Chat()
    yield chat
    chat.server.shutdown()
    chat.server.server_close()


def somebody(workspace, name: str, **chosen) -> Member:
    """A member who chose these; with nothing chosen they are told nothing."""
    role, more = chosen.pop("role", Member.Role.AGENT), {}
    for key in ("team", "away_from", "away_until", "cover", "language"):
        if key in chosen:
            more[key] = chosen.pop(key)
    user = User.objects.create_user(f"{name.lower()}@example.com")
    member = Member.objects.create(
        workspace=workspace, user=user, role=role, name=name, created_at=workspace.created_at, **more
    )
    if chosen:
        if "chat" in chosen:
            chosen["chat"] = encrypt(chosen["chat"])
        NoticeChoice.objects.create(workspace=workspace, member=member, **chosen)
    return member


def signal_of(workspace, slug: str = "silent", name: str = "Gone silent", **definition) -> Signal:
    """A signal that is switched on."""
    rule = {"fact": "last_event_days", "op": "gt", "value": 14}
    return Signal.objects.create(
        workspace=workspace, slug=slug, name=name, definition={"rule": rule} | definition, is_on=True,
        created_at=NOON, created_by="test",
    )  # fmt: skip


def opened(
    signal: Signal, key: str, owner: Member | None = None, severity: str = "medium", *, note: bool = True
) -> Alert:
    """An alert that just opened, noted for whoever is to be told."""
    account, _ = Account.objects.get_or_create(
        workspace=signal.workspace, key=key, defaults={"name": key.title(), "created_at": NOON}
    )
    alert = Alert.objects.create(
        workspace=signal.workspace, signal=signal, account=account, owner=owner, severity=severity, since=NOON,
        opened_at=NOON,
    )  # fmt: skip
    if note:
        note_alerts(signal.workspace, [alert])
    return alert
