"""Writes rows of a contacts file: people by user id, else by e-mail address, at the accounts they name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tenure.actions.accounts import BEGINNING
from tenure.actions.importing.records import Change, Json, Outcome, difference, snapshot
from tenure.records.account_keys import by_key
from tenure.records.contact import Contact
from tenure.records.contact_keys import leading
from tenure.records.imports import Import
from tenure.records.slices import rows_of
from tenure.sources.problems import Problem, shortened
from tenure.sources.reading import Reading, Row
from tenure.values.voice import worded

_PLAIN = ("email", "phone", "role", "preferred_channel")
_BATCH = 1_000


@dataclass(slots=True)
class _People:
    """The contacts that a batch may mean, by key and by e-mail address, and how each was before."""

    by_key: dict[str, Contact] = field(default_factory=dict)
    by_email: dict[str, Contact] = field(default_factory=dict)
    before: dict[int, Json] = field(default_factory=dict)
    other_ids: dict[str, str] = field(default_factory=dict)  # id of one that was merged -> key of the contact it is now

    def add(self, contact: Contact) -> None:
        self.by_key[contact.key] = contact
        if contact.email:
            self.by_email.setdefault(contact.email, contact)
        if contact.pk:
            self.before[contact.pk] = snapshot(contact)

    def find(self, user: str | None, email: str | None) -> Contact | None:
        """The contact of a user id; who was known by address only gets the user id now. Else that of an address."""
        if user:
            known = self.by_key.get(user)
            if known is None and email and (same := self.by_key.get(email.lower())) and _is_only_address(same):
                same.key = user
                self.by_key[user] = self.by_key.pop(email.lower())
                return same
            return known
        if not email:
            return None
        return self.by_key.get(email.lower()) or self.by_email.get(email) or self.by_email.get(email.lower())

    def merged(self, row: Row) -> tuple[str, str] | None:
        """Whether a row speaks of somebody who is another contact now: by which of its columns, and which contact.

        Such a row stays out: what it says of one is not guessed to hold of the other.
        """
        user, email = row.values.get("user_id"), row.values.get("email")
        named, id_ = ("user_id", str(user)) if user else ("email", str(email or "").lower())
        if id_ not in self.other_ids or self.find(str(user) if user else None, str(email) if email else None):
            return None
        return named, self.other_ids[id_]


def write_contacts(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the contact of each row; an account that is not known keeps its row out.

    Runs inside the caller's transaction.
    """
    accounts = _accounts(of, rows)
    people = _people(of, rows)
    outcome = Outcome()
    touched: dict[int, tuple[Row, Contact]] = {}
    meant: dict[int, Contact] = {}
    for row in rows:
        key = row.values.get("account")
        if key is not None and str(key) not in accounts:
            shown = shortened(key)
            outcome.refuse(
                Problem(
                    row.number, reading.header("account"), shown, worded("there is no account “{name}”", name=shown)
                )
            )
            continue
        if (other := people.merged(row)) is not None:
            reason = worded(
                "this is “{name}” now, another contact; say it of that one, or take the merge back", name=other[1]
            )
            outcome.refuse(Problem(row.number, reading.header(other[0]), shortened(row.values[other[0]]), reason))
            continue
        account = accounts[str(key)] if key is not None else None
        contact = meant[row.number] = _change(of, people, row, account)
        earlier = touched.setdefault(id(contact), (row, contact))
        outcome.unchanged += earlier[0] is not row  # a second row about the same person, by another of their ids
    _store(people, list(touched.values()), outcome)
    outcome.records = {number: contact.pk for number, contact in meant.items()}
    return outcome


def _accounts(of: Import, rows: Sequence[Row]) -> dict[str, int]:
    keys = sorted({str(key) for row in rows if (key := row.values.get("account")) is not None})
    return by_key(of.workspace_id, keys)


def _people(of: Import, rows: Sequence[Row]) -> _People:
    emails = {str(row.values["email"]) for row in rows if row.values.get("email")}
    keys = {str(row.values["user_id"]) for row in rows if row.values.get("user_id")} | {e.lower() for e in emails}
    contacts = Contact.objects.filter(workspace=of.workspace_id)
    ids = {pk for (pk,) in rows_of(contacts, "key", sorted(keys), ("pk",))}
    ids |= {pk for (pk,) in rows_of(contacts, "email", sorted(emails | {e.lower() for e in emails}), ("pk",))}
    persons = leading(of.workspace_id, keys)
    ids |= {pk for (pk,) in rows_of(contacts, "key", sorted(set(persons.values())), ("pk",))}
    people, wanted = _People(), sorted(ids)
    for start in range(0, len(wanted), _BATCH):
        for contact in contacts.filter(pk__in=wanted[start : start + _BATCH]).order_by("pk"):
            people.add(contact)
    people.other_ids = {id_: person for id_, person in persons.items() if person in people.by_key}
    return people


def _is_only_address(contact: Contact) -> bool:
    return contact.key == contact.email.lower()


def _change(of: Import, people: _People, row: Row, account: int | None) -> Contact:
    """The contact of a row with what the row says of it; a blank cell says nothing."""
    values = row.values
    user, email = values.get("user_id"), values.get("email")
    contact = people.find(str(user) if user else None, str(email) if email else None)
    if contact is None:
        key = str(user) if user else str(email).lower()
        contact = Contact(workspace_id=of.workspace_id, key=key, created_at=of.started_at, email=str(email or ""))
        people.add(contact)
    for name in _PLAIN:
        if values.get(name) is not None:
            setattr(contact, name, values[name])
    full = " ".join(str(values[part]) for part in ("first_name", "last_name") if values.get(part))
    contact.name = str(values.get("name") or full or contact.name)[:300]
    if account is not None:
        contact.account_id = account
    if row.traits:
        contact.traits = {**contact.traits, **row.traits}
    _note_champion(of, contact, values.get("champion"))
    return contact


def _note_champion(of: Import, contact: Contact, is_champion: object) -> None:
    """A first yes counts from the beginning, as every first value does; a later one from this import on."""
    is_now = contact.champion_since is not None and contact.champion_until is None
    if is_champion is True and not is_now:
        contact.champion_since = of.started_at if contact.champion_since else BEGINNING
        contact.champion_until = None
    elif is_champion is False and is_now:
        contact.champion_until = of.started_at


def _store(people: _People, touched: Sequence[tuple[Row, Contact]], outcome: Outcome) -> None:
    Contact.objects.bulk_create([contact for _, contact in touched if contact.pk is None], batch_size=_BATCH)
    changed: list[Contact] = []
    for row, contact in touched:
        after, before = snapshot(contact), people.before.get(contact.pk)
        if before is None:
            outcome.created += 1
            outcome.changes.append(Change(row.number, "contact", contact.pk, None, after))
        else:
            was, now = difference(before, after)
            if not now:
                outcome.unchanged += 1
                continue
            outcome.updated += 1
            changed.append(contact)
            outcome.changes.append(Change(row.number, "contact", contact.pk, was, now))
        places = (contact.account_id, (before or {}).get("account_id"))
        outcome.stale.update(place for place in places if place is not None)
    names = ("key", "name", *_PLAIN, "account", "traits", "champion_since", "champion_until")
    Contact.objects.bulk_update(changed, names, batch_size=200)
