"""Which account does an actor belong to, and which person is it?

By identity (what identify, alias and group calls said), else by contact, else because its id is the account's key.
Aliases and anonymous ids follow their person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tenure.records.account_keys import by_key, keys_of
from tenure.records.contact import Contact
from tenure.records.identity import Identity
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

Way = Literal["identity", "contact", "key"]
Belonging = dict[str, tuple[str, int]]  # actor -> (person, account)


def all_actors(workspace: Workspace) -> Belonging:
    """Every actor of the workspace that leads to an account."""
    return _Evidence.read(workspace, None).resolve()


def actors_of(workspace: Workspace, accounts: Sequence[int]) -> Belonging:
    """The actors that lead to some accounts: the same rows that `all_actors` gives for them."""
    own = _Evidence.read(workspace, accounts)
    ids = {key for _, key in own.keys} | {id_ for _, *both in own.contacts for id_ in both if id_}
    ids |= {person for _, _, person, _ in own.links}
    wanted = set(accounts)
    # Whoever could explain these ids otherwise has to be read, too.
    found = own.joined_by(workspace, ids).resolve()
    return {actor: entry for actor, entry in found.items() if entry[1] in wanted}


def accounts_of(workspace: Workspace, actors: Iterable[str], groups: Iterable[str]) -> set[int]:
    """The accounts that events of these actors, or of these groups, belong to."""
    wanted = set(actors)
    found = _Evidence().joined_by(workspace, {actor[2:] for actor in wanted}).resolve()
    accounts = {account for actor, (_, account) in found.items() if actor in wanted}
    if workspace.accounts_are == Workspace.AccountsAre.COMPANIES:
        accounts |= set(by_key(workspace, sorted(set(groups))).values())
    return accounts


def ways_of(workspace: Workspace, actors: Iterable[str]) -> dict[str, tuple[int, Way]]:
    """For actors that lead to an account: which one, and what says so."""
    wanted = set(actors)
    evidence = _Evidence().joined_by(workspace, {actor[2:] for actor in wanted})
    found, ways = evidence.resolve(), evidence.ways()
    return {actor: (found[actor][1], ways[actor]) for actor in wanted & found.keys()}


_LINK = ("kind", "external_id", "person", "account")
_CONTACT = ("account", "key", "email")


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Rows that say who belongs where."""

    keys: list[Any] = field(default_factory=list)  # (account, account key)
    contacts: list[Any] = field(default_factory=list)  # (account, contact key, e-mail)
    links: list[Any] = field(default_factory=list)  # (kind, id, person, account)

    @classmethod
    def read(cls, workspace: Workspace, accounts: Sequence[int] | None) -> "_Evidence":
        contacts = Contact.objects.filter(workspace=workspace, account__isnull=False)
        links = Identity.objects.filter(workspace=workspace)
        return cls(
            [(pk, key) for key, pk in keys_of(workspace, accounts)],
            list(rows_of(contacts, "account", accounts, _CONTACT)),
            list(rows_of(links, "account", accounts, _LINK)),
        )

    def joined_by(self, workspace: Workspace, ids: set[str]) -> "_Evidence":
        """This evidence and all there is about some ids and the persons that they lead to."""
        links = Identity.objects.filter(workspace=workspace)
        persons = {person for (person,) in rows_of(links, "external_id", sorted(ids), ("person",))} | ids
        some = sorted(persons)
        contacts = Contact.objects.filter(workspace=workspace, account__isnull=False)
        return _Evidence(
            self.keys + [(pk, key) for key, pk in by_key(workspace, some).items()],
            self.contacts
            + list(rows_of(contacts, "key", some, _CONTACT))
            + list(rows_of(contacts, "email", some, _CONTACT)),
            self.links + list(rows_of(links, "person", some, _LINK)),
        )

    def resolve(self) -> Belonging:
        found: Belonging = {f"u:{key}": (f"u:{key}", account) for account, key in self.keys}
        for account, key, email in sorted(self.contacts):
            for id_ in filter(None, (email, key)):
                found[f"u:{id_}"] = (f"u:{key}", account)
        explained = {actor[2:]: account for actor, (_, account) in found.items()}
        called = {id_: account for kind, id_, _, account in self.links if kind == "user" and account is not None}
        for kind, id_, person, account in self.links:
            owner = called.get(person) or account or explained.get(person)
            if owner is not None:
                found[f"{kind[0]}:{id_}"] = (f"u:{person}", owner)
        return found

    def ways(self) -> dict[str, Way]:
        """What leads each actor to where `resolve` found it: a call, else a contact, else that its id is a key."""
        people = {id_ for _, key, email in self.contacts for id_ in (key, email)}
        found: dict[str, Way] = {f"u:{key}": "key" for _, key in self.keys}
        found |= {f"u:{id_}": "contact" for id_ in people}
        called = {id_ for kind, id_, _, account in self.links if kind == "user" and account is not None}
        for kind, id_, person, account in self.links:
            is_called = person in called or account is not None
            found[f"{kind[0]}:{id_}"] = "identity" if is_called else "contact" if person in people else "key"
        return found
