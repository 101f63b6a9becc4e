"""Which account is a row about? By its key, else by the contact it names; where accounts are people, a new one is made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tenure.actions.importing.records import Change, snapshot
from tenure.records.account import KEY_LENGTH, Account
from tenure.records.account_keys import by_key
from tenure.records.asset import Asset
from tenure.records.contact import Contact
from tenure.records.contact_keys import leading
from tenure.records.imports import Import
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.sources.problems import Problem, shortened
from tenure.sources.reading import Reading, Row
from tenure.values.voice import later, worded

_BATCH = 1_000
_WHO = ("account", "contact", "email")
_UNKNOWN = {
    "account": later("there is no account “{name}”"),
    "contact": later("there is no contact “{name}”"),
    "email": later("nobody is known by the address “{name}”"),
    "asset": later("there is no asset “{name}”"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row belongs."""

    account: int
    contact: int | None = None
    asset: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """A contact; ``account`` is None when it is at none."""

    pk: int
    key: str
    account: int | None


class Whose:
    """The accounts, contacts and assets that a batch of rows may mean.

    ``made`` are the accounts (with their contacts) that were made because a row named somebody new.
    """

    def __init__(self, of: Import, reading: Reading, rows: Sequence[Row], *, brings_people: bool = False) -> None:
        self._reading = reading
        accounts, people, emails = (_cells(rows, name) for name in _WHO)
        emails |= {email.lower() for email in emails}
        contacts = Contact.objects.filter(workspace=of.workspace_id)
        fields = ("pk", "key", "email", "account")
        found = [
            *rows_of(contacts, "key", sorted(people | emails), fields),
            *rows_of(contacts, "email", sorted(emails), fields),
        ]
        persons = leading(of.workspace_id, people | emails)
        found += rows_of(contacts, "key", sorted(set(persons.values())), fields)
        self._by_key = {key: _Known(pk, key, account) for pk, key, _, account in found}
        for id_, person in persons.items():  # one that was merged into another, or became another
            if same := self._by_key.get(person):
                self._by_key.setdefault(id_, same)
        self._by_email: dict[str, _Known] = {}
        for pk, key, email, account in sorted(found, key=lambda one: (one[3] is None, one[0])):
            self._by_email.setdefault(email, _Known(pk, key, account))  # who is at an account goes before who is not
        keys = accounts | people | emails | self._by_key.keys()
        self._accounts: dict[object, int] = dict(by_key(of.workspace_id, sorted(keys)).items())
        assets = rows_of(
            Asset.objects.filter(workspace=of.workspace_id),
            "key",
            sorted(_cells(rows, "asset")),
            ("key", "pk", "account"),
        )
        self._assets: dict[object, Place] = {key: Place(account, asset=pk) for key, pk, account in assets}
        self.made: list[Change] = []
        if brings_people and of.workspace.accounts_are == Workspace.AccountsAre.PEOPLE:
            self._welcome(of, rows)

    def place(self, row: Row) -> Place | Problem:
        """Where a row belongs, or why it stays out."""
        values = row.values
        if (asset := values.get("asset")) is not None:
            return self._assets.get(asset) or self._unknown(row, "asset")
        contact = self._contact(row)
        account = self._account(row, contact)
        if account is not None:
            return Place(account, contact.pk if contact else None)
        named = next(name for name in _WHO if values.get(name) is not None)
        if contact and values.get("account") is None:
            shown = shortened(values[named])
            return Problem(
                row.number, self._reading.header(named), shown, worded("“{name}” is at no account yet", name=shown)
            )
        return self._unknown(row, named)

    def stranger(self, row: Row) -> Problem | None:
        """What to say of a row whose account is known, and the contact that it names is not."""
        named = next((name for name in ("contact", "email") if row.values.get(name) is not None), None)
        if named is None or self._contact(row):
            return None
        return self._unknown(row, named)

    def _unknown(self, row: Row, named: str) -> Problem:
        shown = shortened(row.values[named])
        return Problem(row.number, self._reading.header(named), shown, worded(_UNKNOWN[named], name=shown))

    def _contact(self, row: Row) -> _Known | None:
        values = row.values
        found = None if values.get("contact") is None else self._by_key.get(str(values["contact"]))
        if found is None and (email := values.get("email")) is not None:
            address, plain = str(email), str(email).lower()
            found = self._by_email.get(address) or self._by_email.get(plain) or self._by_key.get(plain)
        return found

    def _account(self, row: Row, contact: _Known | None) -> int | None:
        values = row.values
        found = self._accounts.get(values.get("account"))
        if found is None and contact is not None:
            found = self._accounts.get(contact.key) if contact.account is None else contact.account
        # Whose id is an account's key is at that account, as with events.
        found = self._accounts.get(values.get("contact")) if found is None else found
        if found is None and (email := values.get("email")) is not None:
            found = self._accounts.get(email, self._accounts.get(str(email).lower()))
        return found

    def _welcome(self, of: Import, rows: Iterable[Row]) -> None:
        """Make an account of everybody whom a row names and nobody knows, and a contact with their address."""
        new: dict[str, tuple[Row, Account, Contact | None]] = {}
        for row in rows:
            contact = self._contact(row)
            if self._account(row, contact) is not None or (key := _new_key(row, contact)) is None:
                continue
            account = Account(workspace_id=of.workspace_id, key=key, name=_name(row), created_at=of.started_at)
            email = str(row.values.get("email") or "")
            person = None
            if email and contact is None and key not in self._by_key:
                person = Contact(workspace_id=of.workspace_id, key=key, email=email, name=account.name)
                person.created_at = of.started_at
                self._know(person)
            self._accounts[key] = 0  # numbered below; until then a later row about the same person finds it
            new[key] = row, account, person
        self._make(new)

    def _make(self, new: Mapping[str, tuple[Row, Account, Contact | None]]) -> None:
        Account.objects.bulk_create([account for _, account, _ in new.values()], batch_size=_BATCH)
        people = [person for _, _, person in new.values() if person]
        for key, (row, account, person) in new.items():
            self._accounts[key] = account.pk
            self.made.append(Change(row.number, "account", account.pk, None, snapshot(account) | {"history": {}}))
            if person:
                person.account = account
        Contact.objects.bulk_create(people, batch_size=_BATCH)
        for person in people:
            self._know(person)
            number = new[person.key][0].number
            self.made.append(Change(number, "contact", person.pk, None, snapshot(person)))

    def _know(self, person: Contact) -> None:
        known = _Known(person.pk or 0, person.key, person.account_id)
        self._by_key[person.key] = self._by_email[person.email] = self._by_email[person.email.lower()] = known


def _cells(rows: Sequence[Row], name: str) -> set[str]:
    return {str(value) for row in rows if (value := row.values.get(name)) is not None}


def _new_key(row: Row, contact: _Known | None) -> str | None:
    """The key of an account for somebody new: as the row names it, else their user id, else their address."""
    values = row.values
    key = values.get("account") or (contact and contact.key) or values.get("contact")
    key = key or str(values.get("email") or "").lower()
    return str(key) if 0 < len(str(key)) <= KEY_LENGTH else None


def _name(row: Row) -> str:
    return str(row.values.get("account_name") or "")[:300]
