"""Adds a contact by hand."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Final

from django.db import transaction
from django.db.models import Q

from tenure import clock
from tenure.actions.contacts import FIELDS, LANGUAGE, NOUN, ContactError, check_values, speaking_of
from tenure.actions.importing.progress import take_turns
from tenure.actions.importing.records import snapshot
from tenure.actions.staleness import mark_stale
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.contact_keys import leading
from tenure.records.workspace import Workspace
from tenure.sources.given import read_given
from tenure.values.voice import worded

KEY: Final = "key"


def add_contact(*, account: Account, said: Mapping[str, str], is_champion: bool, by: str) -> AuditEntry:
    """Make a contact of the account; the entry that `undo` takes back.

    Without a key it is the e-mail address, as in a file, and where there is none either one is made. Raises
    ContactError for what a contact cannot have, and when somebody of that key or address is known already.
    """
    values = {name: said.get(name, "").strip() for name in FIELDS}
    check_values(values)
    key = said.get(KEY, "").strip() or values["email"].lower() or f"contact-{token_hex(6)}"
    _check_identity(account.workspace, key, values)
    now = clock.now()
    with transaction.atomic():
        take_turns(account.workspace_id)
        _refuse_known(account.workspace, key, values["email"])
        row = Contact(workspace=account.workspace, account=account, key=key, created_at=now, **values)
        row.champion_since = now if is_champion else None
        row.traits = speaking_of({}, said.get(LANGUAGE, ""))
        row.save(force_insert=True)
        mark_stale(account.workspace, [account.pk])
        return AuditEntry.objects.create(
            workspace=account.workspace, at=now, by=by, verb="create", noun=NOUN, record=row.pk, after=snapshot(row)
        )


def _check_identity(workspace: Workspace, key: str, values: Mapping[str, str]) -> None:
    """What an import would refuse as a key or an address, in its words."""
    if not any(values[name] for name in ("name", "email", "phone")):
        raise ContactError(worded("Write at least a name, an e-mail address or a phone number."))
    address = {"email": values["email"]} if values["email"] else {}
    _, (read,) = read_given("contacts", [{"user_id": key, **address}], workspace.currency)
    if read.problems:
        raise ContactError("; ".join(problem.reason for problem in read.problems))


def _refuse_known(workspace: Workspace, key: str, email: str) -> None:
    same = Q(key=key) | (Q(email__iexact=email) | Q(key=email.lower()) if email else Q())
    known = Contact.objects.select_related("account").filter(same, workspace=workspace).first()
    if known is None and not leading(workspace.pk, {key, email.lower()} - {""}):
        return
    if known is None or known.account is None:
        raise ContactError(worded("Somebody with that id or address is known already; bring them in by a file."))
    raise ContactError(
        worded(
            "{name} of {account} has that id or address already; change that contact instead.",
            name=str(known),
            account=str(known.account),
        )
    )
