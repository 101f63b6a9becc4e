"""Which contacts look like one and the same? By address, by number, and by name within an account or an organisation."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from tenure.answers.told_apart import still_alike, told_apart
from tenure.calc.same_person import nearly, own_domain, plain_email, plain_name, plain_phone
from tenure.records.contact import Contact
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

MOST: Final = 100  # groups that are shown
SWITCHBOARD: Final = 3  # more people with one number have the number of their house
COMPARED: Final = 200  # names of one account or organisation with a word in common that are compared
Why = Literal["email", "phone", "name", "near"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why they are suggested, and what they share, as one of them writes it."""

    why: Why
    shared: str


@dataclass(frozen=True, slots=True)
class LikelyContacts:
    """Contacts that may be one."""

    reasons: tuple[Reason, ...]
    contacts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    pk: int
    account: int | None
    name: str
    email: str
    phone: str


_Found = Iterator[tuple[Reason, tuple[int, ...]]]


def duplicate_contacts(
    workspace: Workspace, *, account: int | None = None, most: int | None = MOST
) -> list[LikelyContacts]:
    """Groups of contacts with every reason, those that share an address first; of those at one account, or all.

    Where accounts are people only contacts of one account can be one. Reads the contacts once, whatever their number.
    """
    contacts = Contact.objects.filter(workspace=workspace)
    fields = ("pk", "account", "name", "email", "phone")
    known = sorted(
        (_Known(*row) for row in rows_of(contacts, "account", None if account is None else [account], fields)),
        key=lambda one: one.pk,
    )
    are_people = workspace.accounts_are == Workspace.AccountsAre.PEOPLE
    found: dict[tuple[int, ...], list[Reason]] = {}
    for some in _buckets(known, lambda one: one.account) if are_people else [known]:
        for reason, numbers in _all_reasons(some):
            found.setdefault(numbers, []).append(reason)
    whole = [set(numbers) for numbers in found]
    apart = told_apart(workspace, "contact")
    groups = [
        LikelyContacts(tuple(reasons), group)
        for numbers, reasons in found.items()
        for group in still_alike(numbers, apart)
        if not any(set(numbers) < other for other in whole)
    ]
    return groups[:most]


def _all_reasons(known: Sequence[_Known]) -> _Found:
    for numbers, one in _sharing(known, lambda one: plain_email(one.email)):
        yield Reason("email", one.email), numbers
    for numbers, one in _sharing(known, lambda one: plain_phone(one.phone)):
        if len(numbers) <= SWITCHBOARD:
            yield Reason("phone", one.phone), numbers
    seen: set[tuple[int, ...]] = set()
    for bucket in (*_buckets(known, lambda one: one.account), *_buckets(known, lambda one: own_domain(one.email))):
        for reason, numbers in _named_alike(bucket):
            if numbers not in seen:
                seen.add(numbers)
                yield reason, numbers


def _named_alike(bucket: Sequence[_Known]) -> _Found:
    same = _sharing(bucket, lambda one: plain_name(one.name))
    yield from ((Reason("name", one.name), numbers) for numbers, one in same)
    by_word: dict[str, list[tuple[str, _Known]]] = {}
    for one in bucket:
        for word in (name := plain_name(one.name)).split():
            by_word.setdefault(word, []).append((name, one))
    for sharing in by_word.values():
        for (mine, one), (theirs, other) in combinations(sharing[:COMPARED], 2):
            if mine != theirs and nearly(mine, theirs):
                yield Reason("near", f"{one.name}, {other.name}"), tuple(sorted((one.pk, other.pk)))


def _sharing(known: Iterable[_Known], plain: Callable[[_Known], str]) -> Iterator[tuple[tuple[int, ...], _Known]]:
    for group in _buckets(known, plain):
        yield tuple(sorted(one.pk for one in group)), group[0]


def _buckets(known: Iterable[_Known], by: Callable[[_Known], object]) -> list[list[_Known]]:
    """Those of two and more for whom the same thing can be said; nothing said is nothing shared."""
    found: dict[object, list[_Known]] = {}
    for one in known:
        if what := by(one):
            found.setdefault(what, []).append(one)
    return [group for group in found.values() if len(group) > 1]
