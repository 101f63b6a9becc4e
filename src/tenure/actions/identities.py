"""Who did the calls say somebody is? Applies identify, alias and group calls to identities, contacts and accounts.

Applying a call twice, or a batch again after a crash, changes nothing: the seal may therefore repeat it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from tenure import clock
from tenure.actions.call_traits import TraitChange, record_traits
from tenure.actions.staleness import mark_stale
from tenure.eventlog.calls import IdentityCall
from tenure.records.account import Account
from tenure.records.account_keys import by_key
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.identity import Identity
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

_BATCH = 2_000
_COLUMNS = (("name", "name"), ("firstName", "name"), ("lastName", "name"), ("email", "email"), ("phone", "phone"))


def apply_calls(*, workspace: Workspace, calls: Sequence[IdentityCall], by: str = "capture") -> set[int]:
    """Apply calls in order; returns the accounts made stale: an actor's old one and its new one."""
    if not calls:
        return set()
    with transaction.atomic():
        state = _State.read(workspace, calls)
        for call in calls:
            _APPLY[call.kind](state, call)
        changed = state.write() | record_traits(workspace, state.account_traits)
        if changed:
            mark_stale(workspace, sorted(changed))
            after = {"calls": len(calls), "accounts": sorted(changed)[:100]}
            AuditEntry.objects.create(
                workspace=workspace, at=clock.now(), by=by, verb="apply_calls", noun="identity", after=after
            )
    return changed


def ensure_people(*, workspace: Workspace, user_ids: Sequence[str], by: str) -> set[int]:
    """Where accounts are people, make an account of every user id that has none; returns those made."""
    if workspace.accounts_are != Workspace.AccountsAre.PEOPLE or not user_ids:
        return set()
    with transaction.atomic():
        wanted = sorted(set(user_ids))
        identities = Identity.objects.filter(workspace=workspace, kind="user")
        person_of = dict(rows_of(identities, "external_id", wanted, ("external_id", "person")))
        persons = sorted({person_of.get(user, user) for user in wanted})
        known = by_key(workspace, persons).keys()
        now = clock.now()
        made = [Account(workspace=workspace, key=key, created_at=now) for key in persons if key not in known]
        Account.objects.bulk_create(made, batch_size=_BATCH)
        ids = {account.pk for account in made}
        if ids:
            mark_stale(workspace, sorted(ids))
            AuditEntry.objects.create(
                workspace=workspace, at=now, by=by, verb="create", noun="account", after={"count": len(ids)}
            )
    return ids


@dataclass(slots=True)
class _State:
    """What is known of everyone whom a batch of calls names, and what the calls change."""

    workspace: Workspace
    identities: dict[tuple[str, str], Identity] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    followers: dict[str, list[Identity]] = field(default_factory=dict)  # person -> identities that lead to it
    dirty: set[tuple[str, str]] = field(default_factory=set)
    dirty_contacts: set[str] = field(default_factory=set)
    account_traits: list[TraitChange] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)  # keys of accounts whose actors changed
    touched_ids: set[int] = field(default_factory=set)

    @classmethod
    def read(cls, workspace: Workspace, calls: Sequence[IdentityCall]) -> "_State":
        ids = {i for c in calls for i in (c.user_id, c.anonymous_id, c.previous_id) if i}
        state = cls(workspace)
        for identity in _objects(Identity, workspace, "external_id", ids) + _objects(
            Identity, workspace, "person", ids
        ):
            state.identities[identity.kind, identity.external_id] = identity
        persons = ids | {identity.person for identity in state.identities.values()}
        for identity in _objects(Identity, workspace, "person", persons - ids):
            state.identities.setdefault((identity.kind, identity.external_id), identity)
        for identity in state.identities.values():
            state.followers.setdefault(identity.person, []).append(identity)
        state.contacts = {c.key: c for c in _objects(Contact, workspace, "key", persons)}
        keys = persons if state.people else persons | {c.group_id for c in calls if c.group_id}
        numbers = by_key(workspace, sorted(keys))
        found = {a.pk: a for a in _objects(Account, workspace, "pk", set(numbers.values()))}
        state.accounts = {key: found[pk] for key, pk in numbers.items() if pk in found}
        return state

    @property
    def people(self) -> bool:
        return self.workspace.accounts_are == Workspace.AccountsAre.PEOPLE

    def identity(self, kind: str, id_: str) -> Identity:
        """The identity of an id, made when it is new: at first it leads to itself."""
        if (found := self.identities.get((kind, id_))) is None:
            found = Identity(workspace=self.workspace, kind=kind, external_id=id_, person=id_)
            self.identities[kind, id_] = found
            self.followers.setdefault(id_, []).append(found)
            self.dirty.add((kind, id_))
        return found

    def lead(self, identity: Identity, person: str, time: datetime) -> None:
        """Let an id, and all that followed it as a person, lead to a person; an older call does not undo a newer."""
        if identity.person == person or (identity.person_since and time < identity.person_since):
            return
        self.touch(identity)
        followers = (
            self.followers.pop(identity.external_id, []) if identity.person == identity.external_id else [identity]
        )
        for follower in followers:
            follower.person, follower.person_since = person, time
            self.dirty.add((follower.kind, follower.external_id))
        self.followers.setdefault(person, []).extend(followers)
        self.touch(identity)

    def touch(self, identity: Identity) -> None:
        """The accounts that an id leads to before or after a change must be computed again."""
        self.touched.add(identity.person)
        person = self.identities.get(("user", identity.person))
        contact = self.contacts.get(identity.person)
        for row in (identity, person, contact):
            if row is not None and row.account_id is not None:
                self.touched_ids.add(row.account_id)

    def account(self, key: str) -> Account:
        if (found := self.accounts.get(key)) is None:
            found = Account(workspace=self.workspace, key=key, created_at=clock.now())
            self.accounts[key] = found
            self.touched.add(key)
        return found

    def contact(self, key: str) -> Contact:
        if (found := self.contacts.get(key)) is None:
            found = Contact(workspace=self.workspace, key=key, created_at=clock.now())
            self.contacts[key] = found
            self.dirty_contacts.add(key)
        return found

    def write(self) -> set[int]:
        """Store what changed; returns the accounts concerned."""
        new = [account for account in self.accounts.values() if account.pk is None]
        Account.objects.bulk_create(new, batch_size=_BATCH)
        rows: list[Identity | Contact] = [*self.identities.values(), *self.contacts.values()]
        for row in rows:
            if row.account is not None:
                row.account_id = row.account.pk  # an account made in this batch has its number only now
        _store(
            Identity, [self.identities[k] for k in self.dirty], ("person", "account", "account_since", "person_since")
        )
        fields = ("name", "email", "phone", "traits", "account")
        _store(Contact, [self.contacts[k] for k in self.dirty_contacts], fields)
        known = {self.accounts[key].pk for key in self.touched if key in self.accounts}
        return known | self.touched_ids | {account.pk for account in new}


def _identify(state: _State, call: IdentityCall) -> None:
    if not call.user_id:
        if call.anonymous_id:
            state.identity("anonymous", call.anonymous_id)
        return
    user = state.identity("user", call.user_id)
    if call.anonymous_id:
        state.lead(state.identity("anonymous", call.anonymous_id), user.person, call.time)
    if state.people:
        account = state.account(user.person)
        state.account_traits.append(TraitChange(account, call.said, call.time, call.once))
    _describe(state, user, call)


def _describe(state: _State, user: Identity, call: IdentityCall) -> None:
    """Write what an identify call says of a person to the contact."""
    contact = state.contact(user.person)
    known = contact.traits.keys() | {trait for trait, column in _COLUMNS if getattr(contact, column)}
    traits = {name: value for name, value in call.once.items() if name not in known} | call.said
    account = state.accounts.get(user.person) if state.people else user.account
    before = (contact.name, contact.email, contact.phone, dict(contact.traits), contact.account)
    full = " ".join(str(traits[n]) for n in ("firstName", "lastName") if traits.get(n))
    contact.name = str(traits.get("name") or full or contact.name)[:300]
    contact.email = str(traits.get("email") or contact.email)[:320]
    contact.phone = str(traits.get("phone") or contact.phone)[:64]
    contact.traits = contact.traits | traits
    if account is not None and contact.account is None:
        contact.account = account
    if before != (contact.name, contact.email, contact.phone, contact.traits, contact.account):
        state.dirty_contacts.add(contact.key)


def _alias(state: _State, call: IdentityCall) -> None:
    if not (call.previous_id and call.user_id):
        return
    person = state.identity("user", call.user_id).person
    for kind in ("user", "anonymous"):
        state.lead(state.identity(kind, call.previous_id), person, call.time)


def _group(state: _State, call: IdentityCall) -> None:
    if state.people or not call.group_id:
        return
    account = state.account(call.group_id)
    state.account_traits.append(TraitChange(account, call.said, call.time, call.once))
    kind, id_ = ("user", call.user_id) if call.user_id else ("anonymous", call.anonymous_id)
    if not id_:
        return
    identity = state.identity(kind, id_)
    if identity.account_since and call.time < identity.account_since:
        return
    if identity.account != account:
        state.touch(identity)
        identity.account = account
        state.touched.add(account.key)
        if contact := state.contacts.get(identity.person):
            contact.account = account
            state.dirty_contacts.add(contact.key)
    identity.account_since = call.time
    state.dirty.add((kind, id_))


_APPLY = {"identify": _identify, "alias": _alias, "group": _group}


def _objects(model: type[Any], workspace: Workspace, name: str, values: set[Any]) -> list[Any]:
    ids = [pk for (pk,) in rows_of(model.objects.filter(workspace=workspace), name, sorted(values), ("pk",))]
    found = model.objects.filter(workspace=workspace)
    if model is not Account:
        found = found.select_related("account")
    return [row for start in range(0, len(ids), 10_000) for row in found.filter(pk__in=ids[start : start + 10_000])]


def _store(model: type[Any], rows: Sequence[Any], fields: tuple[str, ...]) -> None:
    model.objects.bulk_create([row for row in rows if row.pk is None], batch_size=_BATCH)
    model.objects.bulk_update([row for row in rows if row.pk is not None], fields, batch_size=_BATCH)
