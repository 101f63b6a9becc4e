"""Removes every byte about a person or an account: records, log, spool, dead letters, stored facts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from tenure import clock
from tenure.actions.export_files import forget_exports
from tenure.actions.forget_records import forget_records
from tenure.actions.importing.uploads import forget_uploads
from tenure.actions.merging.traces import kept_of
from tenure.actions.orders import note_orders_changed
from tenure.actions.staleness import mark_all_stale
from tenure.actions.strike import strike, to_strike
from tenure.eventlog.erase import Far, unheard
from tenure.eventlog.erase import erase as erase_events
from tenure.eventlog.gate import erasing
from tenure.eventlog.home import Home
from tenure.eventlog.spool import Spool
from tenure.records.account import Account
from tenure.records.account_keys import account_at, by_key, keys_of
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.identity import Identity
from tenure.records.imports import Import
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

_PATIENCE = 20.0  # seconds to wait for others to finish reading what was erased
_TELLING = ("key", "name", "email", "phone")
_TELLING_TRAITS = ("name", "fullName", "email", "phone", "username", "avatar")


@dataclass(slots=True)
class Traces:
    """The ids under which somebody is known."""

    user_ids: set[str] = field(default_factory=set)
    anonymous_ids: set[str] = field(default_factory=set)
    group_ids: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)  # names, addresses and numbers that records may repeat
    contacts: set[int] = field(default_factory=set)
    accounts: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told how it goes: ``far`` how many rows were gone through and of how many, while the log is; ``ended`` how
    many events went when the records go, in the same transaction. What is left then is `finish_erase`.
    """

    far: Far = unheard
    ended: Callable[[int], None] = unheard


NOBODY: Final = Told()


class NobodyToErase(Exception):  # noqa: N818 - reads as what is the matter
    """Nothing in the workspace bears this id."""


class StillThere(Exception):  # noqa: N818 - reads as what is the matter
    """Everything was erased, and bytes of it are still in a file: the message says how they go."""


def erase_person(*, workspace: Workspace, user_id: str, home: Home, spool: Spool, by: str, told: Told = NOBODY) -> int:
    """Erase a person by user id and whatever ids lead to it; where accounts are people, the account as well.

    Returns how many events went. The statistics of an account a person belonged to change with the events.
    """
    traces = Traces(user_ids={user_id})
    _follow(workspace, traces)
    if workspace.accounts_are == Workspace.AccountsAre.PEOPLE:
        accounts = set(by_key(workspace, sorted(traces.user_ids)).values())
        traces.user_ids |= {key for key, _ in keys_of(workspace, sorted(accounts))}
        _follow(workspace, traces)
        _add_accounts(traces, Account.objects.filter(workspace=workspace, pk__in=accounts))
    return _erase(workspace, traces, home, spool, by, told)


def erase_account(*, workspace: Workspace, key: str, home: Home, spool: Spool, by: str, told: Told = NOBODY) -> int:
    """Erase an account with its contacts, contracts and all their events. Returns how many events went."""
    account = account_at(workspace, key)
    if account is None:
        raise NobodyToErase(f"workspace {workspace.slug} has no such account")
    keys = {one for one, _ in keys_of(workspace, [account.pk])}
    traces = Traces(user_ids=set(keys), group_ids=set(keys))
    _add_accounts(traces, [account])
    for contact in Contact.objects.filter(workspace=workspace, account=account):
        traces.user_ids.add(contact.key)
    for identity in Identity.objects.filter(workspace=workspace, account=account):
        traces.user_ids.add(identity.person)
    _follow(workspace, traces)
    return _erase(workspace, traces, home, spool, by, told)


def _add_accounts(traces: Traces, accounts: Iterable[Account]) -> None:
    for account in accounts:
        traces.accounts.add(account.pk)
        traces.texts |= {account.key, account.name}
        traces.group_ids |= {key for key, _ in keys_of(account.workspace, [account.pk])}
        for gone in kept_of(account.workspace, "account", [account.pk]):
            traces.texts |= {text for name in ("key", "name") if (text := gone.get(name))}


def _follow(workspace: Workspace, traces: Traces) -> None:
    """Add every id that leads to the same persons, and what their contacts say."""
    known = Identity.objects.filter(workspace=workspace)
    persons = set(known.filter(external_id__in=traces.user_ids).values_list("person", flat=True)) | traces.user_ids
    for identity in known.filter(person__in=persons):
        ids = traces.user_ids if identity.kind == Identity.Kind.USER else traces.anonymous_ids
        ids.add(identity.external_id)
    traces.user_ids |= persons
    for contact in Contact.objects.filter(workspace=workspace, key__in=persons):
        traces.contacts.add(contact.pk)
        _add_contact(traces, {name: getattr(contact, name) for name in (*_TELLING, "traits")})
    for gone in kept_of(workspace, "contact", traces.contacts):
        _add_contact(traces, gone)


def _add_contact(traces: Traces, said: Mapping[str, Any]) -> None:
    """What a contact, or one that was merged into it, is told by; its key and address name it in events too."""
    traces.texts |= {text for name in _TELLING if (text := said.get(name))} | _telling(said.get("traits", {}))
    traces.user_ids |= {text for name in ("key", "email") if (text := said.get(name))}


def _telling(traits: dict[str, Any]) -> set[str]:
    """Traits that tell somebody by; a city or a plan is others' as well, and theirs must stay."""
    return {str(traits[name]) for name in _TELLING_TRAITS if isinstance(traits.get(name), str)}


def _erase(  # noqa: PLR0917 - passed on as they came
    workspace: Workspace, traces: Traces, home: Home, spool: Spool, by: str, told: Told
) -> int:
    ids = traces.user_ids | traces.anonymous_ids | traces.group_ids | {text for text in traces.texts if text}
    records = to_strike(workspace)
    count = erase_events(
        home, spool, workspace.slug, traces.user_ids, traces.anonymous_ids, traces.group_ids, ids - traces.group_ids,
        lambda done, total: told.far(done, total + records),
    )  # fmt: skip
    with erasing(home, workspace.slug):  # else a round could store facts that it computed from these records before
        with transaction.atomic():
            _erase_records(workspace, traces, ids)
            AuditEntry.objects.create(
                workspace=workspace, at=clock.now(), by=by, verb="erase", noun="person", after={"events": count}
            )
            told.ended(count)
        finish_erase(workspace=workspace, home=home)
    return count


def finish_erase(*, workspace: Workspace, home: Home) -> None:
    """Remove what may hold somebody whose records are gone: files brought and copies made, and rows that were deleted."""
    forget_uploads(workspace=workspace, home=home)
    forget_exports(workspace=workspace, home=home)
    _shred()


def _erase_records(workspace: Workspace, traces: Traces, ids: set[str]) -> None:
    forget_records(workspace, traces.accounts, traces.contacts)
    Contact.objects.filter(workspace=workspace, pk__in=traces.contacts).delete()
    leads = Q(external_id__in=traces.user_ids | traces.anonymous_ids) | Q(person__in=traces.user_ids)
    Identity.objects.filter(leads, workspace=workspace).delete()
    Account.objects.filter(workspace=workspace, pk__in=traces.accounts).delete()
    for import_ in Import.objects.filter(workspace=workspace).exclude(errors=[]):
        kept = [error for error in import_.errors if str(error.get("value")) not in ids]
        Import.objects.filter(pk=import_.pk).update(errors=kept)
    strike(workspace, ids)
    note_orders_changed(workspace=workspace)
    mark_all_stale(workspace)


def _shred() -> None:
    """Rewrite the SQLite file, so that deleted rows leave no bytes; PostgreSQL's vacuum does it in its own time.

    Raises StillThere when others read old rows for so long that the write-ahead log cannot be emptied.
    """
    if connection.vendor != "sqlite":
        return
    deadline = clock.monotonic() + _PATIENCE
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        while cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if clock.monotonic() > deadline:
                raise StillThere(
                    worded(
                        "Everything was erased, but others read the database all the while, so that bytes of it are still "
                        "in {path}-wal: stop Tenure and start it again, which empties that file.",
                        path=str(connection.settings_dict["NAME"]),
                    )
                )
