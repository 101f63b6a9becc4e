"""Forgets what was said of a record, field by field: which an import cannot, because there a blank cell says nothing."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import models, transaction

from tenure import clock
from tenure.actions.accounts import record_history
from tenure.actions.importing.accounts import DATED
from tenure.actions.importing.records import TABLES, as_json
from tenure.actions.staleness import mark_stale
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.workspace import Workspace
from tenure.sources.problems import Problem, shortened
from tenure.values.voice import later

TRAIT: Final = "traits."
# Field -> the columns that it is, each with its value when nothing is known.
_COLUMNS: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    "accounts": {"name": {"name": ""}, "parent": {"parent_id": None}, "minimum_score": {"minimum_score": None}},
    "contacts": {
        "account": {"account_id": None},
        **{name: {name: ""} for name in ("name", "email", "phone", "role", "preferred_channel")},
    },
    "contracts": {name: {name: None} for name in ("notice_given_on", "notice_days", "renews_itself")},
    "orders": {"product": {"product": ""}, "refunded": {"refunded": 0, "refunded_on": None}},
    "invoices": {"due_on": {"due_on": None}, "paid_on": {"paid_on": None}},
    "assets": {"name": {"name": ""}, "platform": {"platform": ""}, "retired_on": {"retired_on": None}},
    "touchpoints": {
        "contact": {"contact_id": None},
        "minutes": {"minutes": None},
        **{name: {name: ""} for name in ("service", "summary", "by")},
    },
    "tickets": {
        "contact": {"contact_id": None},
        "closed_at": {"closed_at": None},
        **{name: {name: ""} for name in ("subject", "priority", "status")},
    },
    "notes": {"by": {"by": ""}},
}


def clear(*, workspace: Workspace, kind: str, number: int, names: Sequence[str], by: str) -> list[Problem]:
    """Forget these fields of a record; what cannot be forgotten is reported, and then nothing is.

    ``traits.NAME`` is a trait. What is dated holds until now and is unknown from now on.
    """
    refused = [
        Problem(1, shortened(name), "", later("cannot be without a value")) for name in names if not _may(kind, name)
    ]
    if refused:
        return refused
    with transaction.atomic():
        record = TABLES[kind.removesuffix("s")]._default_manager.get(workspace=workspace, pk=number)
        columns: dict[str, Any] = {}
        for name in names:
            columns |= _COLUMNS[kind].get(name, {})
        if isinstance(record, Account):
            _forget_dated(record, names, by)
        elif isinstance(record, Contact) and (traits := _without(record.traits, names)) != record.traits:
            columns["traits"] = traits
        _store(workspace, record, columns, by)
    return []


def _may(kind: str, name: str) -> bool:
    if name.startswith(TRAIT):
        return kind in {"accounts", "contacts"}
    return name in _COLUMNS.get(kind, {}) or (kind == "accounts" and name in DATED)


def _forget_dated(account: Account, names: Sequence[str], by: str) -> None:
    for name in names:
        if name in DATED:
            record_history(account=account, name=name, value=None, by=by)
        elif name.startswith(TRAIT):
            record_history(account=account, name=f"trait.{name.removeprefix(TRAIT)}", value=None, by=by)


def _without(traits: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    gone = {name.removeprefix(TRAIT) for name in names if name.startswith(TRAIT)}
    return {name: value for name, value in traits.items() if name not in gone}


def _store(workspace: Workspace, record: models.Model, columns: Mapping[str, Any], by: str) -> None:
    """Write what changed, and queue the account that it is of, or was."""
    before = {name: getattr(record, name) for name in columns if getattr(record, name) != columns[name]}
    if not before:
        return
    for name in before:
        setattr(record, name, columns[name])
    record.save(update_fields=[name.removesuffix("_id") for name in before])
    AuditEntry.objects.create(
        workspace=workspace,
        at=clock.now(),
        by=by,
        verb="clear",
        noun=record._meta.model_name or "",
        record=record.pk,
        before={name: as_json(value) for name, value in before.items()},
        after={name: as_json(columns[name]) for name in before},
    )
    places = (
        before.get("account_id"),
        record.pk if isinstance(record, Account) else getattr(record, "account_id", None),
    )
    mark_stale(workspace, [place for place in places if place is not None])
