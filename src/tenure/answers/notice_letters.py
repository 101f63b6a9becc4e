"""What does a message say that tells a member of alerts? A subject that is a sentence, the worst first, and why it came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenure.answers.alert_words import Catalogue, what_happened
from tenure.calc.signal import SEVERITIES
from tenure.records.account import Account
from tenure.records.notice import Notice, NoticeChoice
from tenure.values.voice import later, worded, worded_for

MOST: Final = 50  # things in one message; whoever has more reads them on the pages
_LONGEST: Final = 150  # characters of a subject
_HEADS: Final[Mapping[str, str]] = {
    "high": later("High severity"),
    "medium": later("Medium severity"),
    "low": later("Low severity"),
    "": later("From plays"),
}
_ORDER: Final = (*SEVERITIES, "")
_WHY: Final[Mapping[str, str]] = {
    NoticeChoice.Scope.MINE: later("You get this because you asked to be told of the alerts of your own accounts."),
    NoticeChoice.Scope.TEAM: later("You get this because you asked to be told of the alerts of your team’s accounts."),
    NoticeChoice.Scope.ALL: later("You get this because you asked to be told of the alerts of all accounts."),
}


@dataclass(frozen=True, slots=True)
class Message:
    """The same in plain text and as a page."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses of this server: of an account's page, of where a member starts, and of where they change all this."""

    accounts: Mapping[int, str]
    start: str
    change: str


@dataclass(frozen=True, slots=True)
class _Said:
    rank: int
    account: Account | None
    sentence: str

    @property
    def name(self) -> str:
        return str(self.account) if self.account else ""


def message_of(notices: Sequence[Notice], scope: str, places: Places, catalogue: Catalogue) -> Message:
    """What these notices tell, in the voice in force: by severity, the worst first, and by account within."""
    ranked = sorted(notices, key=lambda one: (_rank(one), str(one.account or ""), one.pk))
    shown = [_Said(_rank(one), one.account, _sentence(one, catalogue)) for one in ranked[:MOST]]
    groups = [
        (worded(_HEADS[_ORDER[rank]]), [(name, list(said)) for name, said in groupby(some, lambda one: one.name)])
        for rank, some in groupby(shown, lambda one: one.rank)
    ]
    more = _more(len(notices) - len(shown))
    subject = _subject(notices, shown[0])
    why = worded(_WHY[scope])
    return Message(subject, _text(groups, more, why, places), _html(groups, more, why, places))


def _rank(notice: Notice) -> int:
    return _ORDER.index(notice.alert.severity if notice.alert else "")


def _sentence(notice: Notice, catalogue: Catalogue) -> str:
    return what_happened(notice.alert, catalogue) if notice.alert else notice.text


def _subject(notices: Sequence[Notice], first: _Said) -> str:
    n, high = len(notices), sum(_rank(one) == 0 for one in notices)
    if n == 1:
        alone = f"{first.name}: {first.sentence}" if first.name else first.sentence
        return alone if len(alone) <= _LONGEST else f"{alone[: _LONGEST - 1]}…"
    if high:
        return worded_for(
            n, "{n} thing to look at, {high} of high severity", "{n} things to look at, {high} of high severity",
            high=str(high),
        )  # fmt: skip
    return worded_for(n, "{n} thing to look at", "{n} things to look at")


def _more(n: int) -> str:
    return worded_for(n, "And {n} more, which is on your pages.", "And {n} more, which are on your pages.") if n else ""


_Groups = Sequence[tuple[str, Sequence[tuple[str, Sequence[_Said]]]]]


def _text(groups: _Groups, more: str, why: str, places: Places) -> str:
    def lines() -> Iterator[str]:
        for head, accounts in groups:
            yield f"{head}\n"
            for name, said in accounts:
                if name:
                    yield f"  {name}  {_place(said[0], places)}"
                yield from (f"  - {one.sentence}" for one in said)
                yield ""
        if more:
            yield f"{more} {places.start}\n"
        yield f"-- \n{why}"
        yield worded("Change what you are told: {url}", url=places.change)

    return "\n".join(lines()) + "\n"


def _html(groups: _Groups, more: str, why: str, places: Places) -> str:
    found = format_html_join("", '<h2 style="font-size:16px;margin:24px 0 8px">{}</h2>{}', _sections(groups, places))
    rest = format_html('<p><a href="{}">{}</a></p>', places.start, more) if more else ""
    return format_html(
        '<!doctype html><html><head><meta charset="utf-8"></head><body style="font-family:sans-serif;font-size:15px;'
        'line-height:1.5;max-width:40em;margin:16px">{}{}<p style="color:#667;font-size:13px;margin-top:32px">{} '
        '<a href="{}">{}</a></p></body></html>',
        found, rest, why, places.change, worded("Change what you are told"),
    )  # fmt: skip


def _sections(groups: _Groups, places: Places) -> Iterator[tuple[str, SafeString]]:
    for head, accounts in groups:
        yield head, format_html_join("", "<p>{}</p><ul>{}</ul>", (_account(said, places) for _, said in accounts))


def _account(said: Sequence[_Said], places: Places) -> tuple[SafeString, SafeString]:
    place, name = _place(said[0], places), said[0].name
    link = format_html('<a href="{}"><b>{}</b></a>', place, name) if name else SafeString("")
    return link, format_html_join("", "<li>{}</li>", ((one.sentence,) for one in said))


def _place(said: _Said, places: Places) -> str:
    return places.accounts[said.account.pk] if said.account else places.start
