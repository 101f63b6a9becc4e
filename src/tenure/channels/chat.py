"""How is a chat written to? Through Apprise, which knows how each wants it, and `outgoing`, which alone asks other servers."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import requests
from apprise import AppriseAsset
from apprise.common import NotifyFormat, OverflowMode
from apprise.plugins.base import NotifyBase
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.google_chat import NotifyGoogleChat
from apprise.plugins.mattermost import NotifyMattermost
from apprise.plugins.nextcloudtalk import NotifyNextcloudTalk
from apprise.plugins.ntfy import NotifyNtfy
from apprise.plugins.rocketchat import NotifyRocketChat
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.webexteams import NotifyWebexTeams
from apprise.plugins.workflows import NotifyWorkflows
from apprise.plugins.zulip import NotifyZulip
from requests.adapters import BaseAdapter

from tenure.channels.mail import NotSent
from tenure.channels.outgoing import Limits, Unreachable, ask
from tenure.values.voice import worded

# Those that are asked over HTTP alone. Apprise knows more, also such as write files or speak to this machine: not here.
CHATS: Final[tuple[type[NotifyBase], ...]] = (
    NotifySlack, NotifyWorkflows, NotifyGoogleChat, NotifyDiscord, NotifyMattermost, NotifyRocketChat, NotifyWebexTeams,
    NotifyZulip, NotifyNextcloudTalk, NotifyTelegram, NotifyNtfy, NotifyJSON,
)  # fmt: skip
# What may follow the ? of an address: keys and where in the chat. Others could name files, waits and repetitions.
_SETTINGS: Final = frozenset(
    {
        "api-version",
        "sp",
        "sv",
        "sig",
        "key",
        "token",
        "thread",
        "threadkey",
        "channel",
        "channels",
        "to",
        "mode",
        "secret",
    }
)
_ABOUT_US: Final = AppriseAsset(
    app_id="Tenure", app_desc="Tenure", app_url="", image_url_mask="", image_url_logo="",
    http_redirects=False, allow_templates=False,
)  # fmt: skip
_OURS: Final = frozenset({"accept", "accept-encoding", "connection", "content-length", "user-agent"})


class NoChat(ValueError):  # noqa: N818 - reads as what is the matter
    """An address that is of no chat that can be written to; the sentence says what would be."""


@dataclass(slots=True)
class _Attempt:
    """What one message may ask, and what came of it."""

    limits: Limits
    said: list[str] = field(default_factory=list)


_attempt: ContextVar[_Attempt] = ContextVar("attempt")


class _ByOutgoing(BaseAdapter):
    """Hands each request to `outgoing`: public addresses only, limits on time and size, certificates looked at."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        attempt = _attempt.get()
        body = request.body if isinstance(request.body, bytes) else str(request.body or "").encode()
        headers = {name: _plain(value) for name, value in request.headers.items() if name.lower() not in _OURS}
        try:
            answer = ask(str(request.method), str(request.url), body, headers, attempt.limits)
        except Unreachable as error:
            attempt.said.append(str(error))
            raise requests.ConnectionError(str(error)) from error
        if not 200 <= answer.status < 300:
            attempt.said.append(worded("the chat answered {status}", status=str(answer.status)))
        response = requests.Response()
        response.status_code, response.request, response.url = answer.status, request, str(request.url)
        response.headers.update(answer.headers)
        response._content = answer.body  # the one way to make a Response that was not read from a socket by requests
        return response

    def close(self) -> None:
        """Nothing is kept open."""


class _Requests:
    """Stands where Apprise's chats look for the module ``requests``, and has of it only what they use."""

    codes = requests.codes
    RequestException = requests.RequestException

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """Ask by `outgoing`; a redirect is an answer like any other."""
        with requests.Session() as session:
            session.trust_env = False  # no proxies and passwords of whoever runs this server
            for scheme in ("http://", "https://"):
                session.mount(scheme, _ByOutgoing())
            return session.request(method, url, **options | {"allow_redirects": False})

    def get(self, url: str, **options: Any) -> requests.Response:
        """The same with GET."""
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> requests.Response:
        """The same with POST."""
        return self.request("POST", url, **options)


for _chat in CHATS:
    # Apprise has no place to hand a transport in: its chats find `requests` by this name.
    sys.modules[_chat.__module__].requests = _Requests()  # type: ignore[attr-defined]  # set where there is such a name


def chat_at(address: str) -> str:
    """What the chat behind an address is called, such as Slack. Raises NoChat."""
    return str(_made(address).service_name)


def write(address: str, title: str, text: str, limits: Limits) -> None:
    """Write to a chat once. Raises NoChat, and NotSent with what went wrong."""
    chat = _made(address)
    with _asking(limits) as attempt:
        taken = chat.notify(body=text, title=title, body_format=NotifyFormat.TEXT, overflow=OverflowMode.TRUNCATE)
    if not taken:
        name = str(chat.service_name)
        why = attempt.said[-1] if attempt.said else worded("it did not say why")
        raise NotSent(worded("{name} did not take the message: {why}", name=name, why=why))


@contextmanager
def _asking(limits: Limits) -> Iterator[_Attempt]:
    attempt = _Attempt(limits)
    before = _attempt.set(attempt)
    try:
        yield attempt
    finally:
        _attempt.reset(before)


def _made(address: str) -> NotifyBase:
    address = address.strip()
    for name in _settings(address):
        if name.lower() not in _SETTINGS:
            raise NoChat(
                worded("The address holds “{name}”, which is not taken here: leave that part out.", name=name[:50])
            )
    for kind, parts in _read(address) if address.isprintable() else ():  # else it could not be written down either
        try:
            return kind(asset=_ABOUT_US, **parts)
        except TypeError:  # so Apprise says that a part is missing, or is none
            break
    raise NoChat(
        worded(
            "This is no address of a chat: paste the one that Slack, Teams, Google Chat, Discord or Webex gives for an "
            "incoming webhook, or write one such as mmosts://chat.example.com/token for Mattermost."
        )
    )


def _settings(address: str) -> list[str]:
    try:
        return [name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)]
    except ValueError:  # such as an address of version 6 that does not end
        return []


def _read(address: str) -> Iterator[tuple[type[NotifyBase], Mapping[str, Any]]]:
    """Which chat an address is of and what it says: as the chat itself gives it, or in Apprise's form."""
    scheme = address.partition("://")[0].lower()
    for kind in CHATS:
        found = kind.parse_native_url(address)
        if not found and scheme in _schemes(kind):
            found = kind.parse_url(address)
        if found:
            yield kind, found


def _schemes(kind: type[NotifyBase]) -> set[str]:
    named: list[str | tuple[str, ...] | None] = [kind.protocol, kind.secure_protocol]
    return {scheme for one in named if one for scheme in ([one] if isinstance(one, str) else one)}


def _plain(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
