"""On which fields do two records differ, what does each say, and since when?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from babel import Locale
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure import clock
from tenure.actions.accounts import BEGINNING
from tenure.actions.merging.accounts import OWN
from tenure.actions.merging.contacts import FIELDS, TRAIT
from tenure.console.locale import day
from tenure.console.touchpoints.words import CHANNELS, FELT
from tenure.records.models import Account, AccountHistory, Contact

_WORDS: Final[Mapping[str, str | Promise]] = {
    "account": gettext_lazy("Account"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "role": gettext_lazy("Role"),
    "preferred_channel": gettext_lazy("Prefers"),
    "time_zone": gettext_lazy("Time zone"),
    "video_link": gettext_lazy("Link for video meetings"),
    "champion": gettext_lazy("Champion"),
    "minimum_score": gettext_lazy("Least score"),
    "owner": gettext_lazy("Owner"),
    "lifecycle_stage": gettext_lazy("Stage"),
    "sentiment": gettext_lazy("Sentiment"),
}
_VALUES: Final[Mapping[str, Mapping[Any, str | Promise]]] = {"sentiment": FELT, "preferred_channel": CHANNELS}


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two says; ``history`` is since when, and what it said before."""

    text: str
    history: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One field on which the two differ; ``both_dated`` where each has a history of its own."""

    name: str
    word: str | Promise
    kept: Side
    gone: Side
    takes_gone: bool
    both_dated: bool = False

    @property
    def takes_kept(self) -> bool:
        """Whether what stays as it is was chosen beforehand."""
        return not self.takes_gone


def account_choices(kept: Account, gone: Account, locale: Locale) -> list[Choice]:
    """The fields of accounts: their own, and what is dated."""
    own = [
        _choice(name, _plain(getattr(kept, name)), _plain(getattr(gone, name)))
        for name in OWN
        if getattr(gone, name) not in {None, ""} and getattr(gone, name) != getattr(kept, name)
    ]
    return [*own, *_dated(kept, gone, locale)]


def contact_choices(kept: Contact, gone: Contact, locale: Locale) -> list[Choice]:
    """The fields of contacts, then their traits."""
    return [
        _choice(name, mine, theirs, takes_gone=_stood(gone) if name == "champion" and not _stood(kept) else None)
        for name, mine, theirs in _said(kept, gone, locale)
        if theirs and mine != theirs
    ]


def _said(kept: Contact, gone: Contact, locale: Locale) -> Iterator[tuple[str, str, str]]:
    for name in FIELDS:
        if name == "champion":
            yield name, _champion(kept, locale), _champion(gone, locale)
        elif name == "preferred_channel":
            yield name, *(str(CHANNELS.get(one.preferred_channel, "")) for one in (kept, gone))  # type: ignore[misc]  # two of them
        else:
            yield name, _plain(getattr(kept, name)), _plain(getattr(gone, name))
    for trait in sorted(gone.traits):
        yield f"{TRAIT}{trait}", _plain(kept.traits.get(trait)), _plain(gone.traits[trait])


def _choice(name: str, kept: str, gone: str, *, takes_gone: bool | None = None) -> Choice:
    takes = not kept if takes_gone is None else takes_gone
    return Choice(name, _word(name), Side(kept), Side(gone), takes)


def _dated(kept: Account, gone: Account, locale: Locale) -> Iterator[Choice]:
    mine, theirs = _history(kept), _history(gone)
    for name, rows in theirs.items():
        value = rows[-1][1]
        own = mine.get(name, [])
        if value in {None, ""} or (own and own[-1][1] == value):
            continue
        yield Choice(
            name, _word(name), _side(name, own, locale), _side(name, rows, locale),
            takes_gone=not own or own[-1][1] in {None, ""}, both_dated=bool(own),
        )  # fmt: skip


def _history(account: Account) -> dict[str, list[tuple[datetime, Any]]]:
    """What is known of an account by date, the oldest first; a value said twice in a row stands once."""
    rows: QuerySet[AccountHistory] = AccountHistory.objects.filter(
        workspace=account.workspace_id, account=account, since__lte=clock.now()
    )
    found: dict[str, list[tuple[datetime, Any]]] = {}
    for name, value, since in (
        rows.exclude(name__startswith="declined.").order_by("name", "since").values_list("name", "value", "since")
    ):
        said = found.setdefault(name, [])
        if not said or said[-1][1] != value:
            said.append((since, value))
    return found


def _side(name: str, rows: Sequence[tuple[datetime, Any]], locale: Locale) -> Side:
    if not rows:
        return Side("")
    since, value = rows[-1]
    text = _plain(_VALUES.get(name, {}).get(value, value))
    if since <= BEGINNING:
        return Side(text)
    words = _("since %(day)s") % {"day": day(since.date(), locale)}
    if before := len(rows) - 1:
        words = ngettext(
            "since %(day)s, %(n)s other value before", "since %(day)s, %(n)s other values before", before
        ) % {"day": day(since.date(), locale), "n": before}
    return Side(text, words)


def _stood(contact: Contact) -> bool:
    """Whether the contact is a champion now."""
    return contact.champion_since is not None and contact.champion_until is None


def _champion(contact: Contact, locale: Locale) -> str:
    since, until = contact.champion_since, contact.champion_until
    if since is None:
        return ""
    if until is not None:
        return _("was one until %(day)s") % {"day": day(until.date(), locale)}
    return _("yes") if since <= BEGINNING else _("since %(day)s") % {"day": day(since.date(), locale)}


def _word(name: str) -> str | Promise:
    plain = name.removeprefix(TRAIT)
    known = _WORDS.get(plain) if plain == name else None
    return known or (plain[:1].upper() + plain[1:]).replace("_", " ")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
