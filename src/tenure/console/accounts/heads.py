"""What stands around the rows of the list: heads to sort by, bands and scopes to choose, filters to read back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tenure.console.accounts.account_list import FIRST, ORDERS, Query, Share, total
from tenure.console.accounts.fields import Field
from tenure.console.accounts.filters import Applied
from tenure.console.bands import BANDS, Band
from tenure.console.scope import words_of
from tenure.records.models import Member

_DOWN_FIRST = {"number", "money", "date", "bool"}


@dataclass(frozen=True, slots=True)
class Head:
    """One column head; ``direction`` is empty while the list is sorted by another."""

    word: str
    style: str
    address: str
    direction: str


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the list, in words."""

    sort: str
    words: str | Promise


@dataclass(frozen=True, slots=True)
class Tab:
    """One band as a filter."""

    band: Band | None
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, as a link."""

    words: str
    address: str
    chosen: bool = False


def heads(query: Query, columns: Sequence[Field]) -> list[Head]:
    """One for each column."""
    return [_head(query, one) for one in columns]


def _head(query: Query, field: Field) -> Head:
    style = {"number": "number", "money": "number", "score": "number"}.get(field.kind, "")
    if field.name not in {"account", "health", "score", "mrr", "renewal"}:
        style = "seen" if field.name == "seen" else f"extra {style}".strip()
    if query.column != field.name:
        first = FIRST.get(field.name, "-" if field.kind in _DOWN_FIRST else "")
        return Head(field.head, style, query.address(sort=first + field.name, by=field), "")
    other = field.name if query.is_downwards else f"-{field.name}"
    return Head(field.head, style, query.address(sort=other), "descending" if query.is_downwards else "ascending")


def orders(query: Query) -> list[Order]:
    """The usual orders, and the one in force where that is another."""
    found = [Order(sort, words) for sort, words in ORDERS.items()]
    if query.by is not None:
        words = _("%(field)s, downwards") if query.is_downwards else _("%(field)s, upwards")
        found.append(Order(query.sort, words % {"field": query.by.head}))
    return found


def tabs(query: Query, by_band: dict[str, Share]) -> list[Tab]:
    """All, and each band that may have accounts."""
    found = [Tab(None, total(by_band).count, query.address(band=""), not query.band)]
    for band in BANDS.values():
        count = by_band[band.slug].count if band.slug in by_band else 0
        if count or band.slug in ("poor", "average", "good") or band.slug == query.band:
            found.append(Tab(band, count, query.address(band=band.slug), query.band == band.slug))
    return found


def scopes(member: Member, query: Query) -> list[Choice]:
    """Mine, my team's, everybody's; a team only for who is in one."""
    words = words_of(member)
    return [Choice(str(said), query.address(scope=scope), query.scope == scope) for scope, said in words.items()]


def read_back(query: Query, applied: Sequence[Applied]) -> list[Choice]:
    """Each filter in words, with the address of the list without it."""
    return [
        *(
            Choice(one.words, query.address(unusable=tuple(other for other in query.unusable if other != one)))
            for one in query.unusable
        ),
        *(
            Choice(one.words, query.address(filters=tuple(other for other in query.filters if other != one.filter)))
            for one in applied
        ),
    ]
