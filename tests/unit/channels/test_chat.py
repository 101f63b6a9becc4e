"""Can whoever chooses where a chat is turn our messages against our own network, or have them held for ever?"""

import json
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tenure.channels import addresses, chat
from tenure.channels.chat import CHATS, NoChat, chat_at, write
from tenure.channels.mail import NotSent
from tenure.channels.outgoing import Limits

LOOPBACK = Limits(seconds=1, size=10_000, reach=("127.0.0.0/8",))
SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
TEAMS = (
    "https://prod-1.westeurope.logic.azure.com:443/workflows/643e69f83c8944/triggers/manual/paths/invoke"
    "?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=KODuebWbDGYFr0z0eu"
)
GOOGLE = "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=bbbb&token=cccc"
DISCORD = "https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
WEBEX = f"https://webexapis.com/v1/webhooks/incoming/{'a' * 80}"
ONE_OF_EACH = {
    "Slack": SLACK,
    "Power Automate / Workflows (for MSTeams)": TEAMS,
    "Google Chat": GOOGLE,
    "Discord": DISCORD,
    "Cisco Webex Teams": WEBEX,
    "Mattermost": "mmosts://chat.example.com/abcdef1234567890abcdef12",
    "Rocket.Chat": f"rockets://{'a' * 17}/{'b' * 24}@chat.example.com/%23ops",
    "Zulip": "zulip://botname@acme/a6ShYJHnMHnLqh3FwcKmGiSuLqUnWzGr/ops",
    "Nextcloud Talk": "nctalks://jana:secret@cloud.example.com/room",
    "Telegram": "tgram://123456789:alphanumeric_abcdefghijklmnopqrstuv/12315544/",
    "ntfy": "ntfys://ntfy.example.com/ops",
    "JSON": "jsons://example.com/told",
}


class Chat(BaseHTTPRequestHandler):
    """Somebody's own chat, or what poses as one."""

    def do_POST(self) -> None:
        self.server.heard.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        if "silent" in self.path:
            self.server.ended.wait(20)
        elif "elsewhere" in self.path:
            self.send_response(307)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/inside")
            self.end_headers()
        else:
            self.send_response(404 if "gone" in self.path else 200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

    def log_message(self, *_) -> None:
        pass


@pytest.fixture
def own_chat():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Chat)
    server.heard, server.ended = [], threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.ended.set()
    server.shutdown()
    server.server_close()


def test_a_message_arrives_with_its_title(own_chat):
    write(f"json://127.0.0.1:{own_chat.server_port}/told", "2 alerts", "First\nSecond & last", LOOPBACK)
    [(path, said)] = own_chat.heard
    assert (path, said["title"], said["message"]) == ("/told", "2 alerts", "First\nSecond & last")


@pytest.mark.parametrize(("name", "address"), ONE_OF_EACH.items(), ids=ONE_OF_EACH)
def test_each_chat_is_known_by_its_address(name, address):
    assert chat_at(f" {address} ") == name


def test_there_is_an_address_of_each_chat_here():
    assert {str(kind.service_name) for kind in CHATS} == set(ONE_OF_EACH)


@pytest.mark.parametrize("address", ONE_OF_EACH.values(), ids=ONE_OF_EACH)
def test_no_chat_reaches_a_private_address(address, monkeypatch):
    """Whatever name a chat asks for, it leads to the inside here: each must come by the one guard and be refused."""
    inside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 443))
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: [inside])
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it was asked all the same"))
    with pytest.raises(NotSent, match=r"10\.0\.0\.7, which is not on the public internet"):
        write(address, "An alert", "Words", Limits(seconds=5))


def test_each_chat_asks_by_the_guard_alone():
    """A chat that came to use another name of `requests`, or another way out, fails before it is asked."""
    for kind in CHATS:
        module = sys.modules[kind.__module__]
        assert isinstance(module.requests, chat._Requests)
        assert not {"socket", "urlopen", "http", "urllib3", "Session"} & set(vars(module))


def test_a_redirect_is_not_followed(own_chat):
    with pytest.raises(NotSent, match="JSON did not take the message: the chat answered 307"):
        write(f"json://127.0.0.1:{own_chat.server_port}/elsewhere", "An alert", "Words", LOOPBACK)
    assert [path for path, _ in own_chat.heard] == ["/elsewhere"]


def test_a_chat_that_never_answers_is_given_up(own_chat):
    with pytest.raises(NotSent, match="it was not done within 1 seconds"):
        write(f"json://127.0.0.1:{own_chat.server_port}/silent", "An alert", "Words", LOOPBACK)


def test_a_chat_that_says_no_is_quoted(own_chat):
    with pytest.raises(NotSent, match="the chat answered 404"):
        write(f"json://127.0.0.1:{own_chat.server_port}/gone", "An alert", "Words", LOOPBACK)


@pytest.mark.parametrize(
    "address",
    [
        "", "Slack", "https://example.com/", "https://", "http://[", "slack://half", "mailto://a:b@example.com",
        "syslog://", "dbus://", "file:///etc/passwd", "macosx://", "windows://", "exec://ls", "mqtt://127.0.0.1/x",
        "https://hooks.slack.com/services/T1", "tgram://", "\0", pytest.param("slack://\ud800/b/c", id="half of a surrogate pair"), "x" * 2_000,
    ],
)  # fmt: skip
def test_what_is_no_chat_is_refused(address):
    with pytest.raises(NoChat, match="This is no address of a chat"):
        chat_at(address)


@pytest.mark.parametrize("more", ["template=/etc/passwd", "attach=http://10.0.0.7/", "retry=99", "verify=no", "+X=y"])
def test_settings_that_could_name_files_or_waits_are_refused(more):
    for address in (SLACK, TEAMS, "jsons://example.com/told"):
        with pytest.raises(NoChat, match="is not taken here"):
            chat_at(f"{address}{'&' if '?' in address else '?'}{more}")
