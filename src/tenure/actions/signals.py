"""Makes signals, changes them, and switches them on and off; the next facts round counts for whom they hold."""

from typing import Any, Final

from django.db import IntegrityError, transaction

from tenure import clock
from tenure.actions.alerts import end_alerts_of
from tenure.actions.changing import note
from tenure.calc.signal import Signal
from tenure.records.signal import Signal as SignalRow
from tenure.records.signal import SignalState
from tenure.records.workspace import Workspace
from tenure.rules.comparison import Comparison
from tenure.rules.leaves import Changed
from tenure.rules.tree import leaves
from tenure.values.slug import free_slug
from tenure.values.voice import worded

LONGEST_NAME: Final = 100
NOUN: Final = "signal"


class SignalNotMade(ValueError):  # noqa: N818 - reads as what happened
    """A signal that cannot be; the sentence says what to change."""


def create_signal(
    *, workspace: Workspace, name: str, signal: Signal, by: str, slug: str = "", template: str = "", is_on: bool = False
) -> SignalRow:
    """Watch a rule under a name, once it is on. Raises SignalNotMade for a name or slug that does not fit or is taken."""
    name = _checked(name)
    _check_rule(signal)
    taken = SignalRow.objects.filter(workspace=workspace).values_list("slug", flat=True)
    slug = slug or free_slug(name, taken, otherwise="signal")
    row = SignalRow(
        workspace=workspace, slug=slug, name=name, template=template, definition=signal.as_json(), is_on=is_on,
        created_at=clock.now(), created_by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            note(workspace, by, "create", NOUN, row.pk, after=_said(row))
    except IntegrityError:
        raise SignalNotMade(worded("There is a signal “{slug}” already: choose another name.", slug=slug)) from None
    return row


def change_signal(*, row: SignalRow, by: str, name: str | None = None, signal: Signal | None = None) -> SignalRow:
    """Give a signal another name or definition; what it holds for is counted anew. Raises SignalNotMade."""
    with transaction.atomic():
        found = SignalRow.objects.select_for_update().get(workspace=row.workspace_id, pk=row.pk)
        before = _said(found)
        if name is not None:
            found.name = _checked(name)
        if signal is not None and signal.as_json() != found.definition:
            _check_rule(signal)
            found.definition, found.version = signal.as_json(), found.version + 1
        if (after := _said(found)) != before:
            found.save(update_fields=["name", "definition", "version"])
            note(found.workspace, by, "change", NOUN, found.pk, before, after)
    return found


def switch(*, row: SignalRow, is_on: bool, by: str) -> SignalRow:
    """Watch from now on, or no more: then its open alerts end, and nothing is remembered of what held."""
    with transaction.atomic():
        found = SignalRow.objects.select_for_update().get(workspace=row.workspace_id, pk=row.pk)
        if found.is_on != is_on:
            before = _said(found)
            found.is_on, found.counted_version = is_on, 0
            found.save(update_fields=["is_on", "counted_version"])
            if not is_on:
                _forget(found, by)
            note(found.workspace, by, "switch on" if is_on else "switch off", NOUN, found.pk, before, _said(found))
    return found


def retire_signal(*, row: SignalRow, by: str) -> None:
    """Have a signal no more. Its alerts stay known."""
    with transaction.atomic():
        found = SignalRow.objects.select_for_update().get(workspace=row.workspace_id, pk=row.pk)
        if found.retired_at is None:
            found.retired_at, found.is_on = clock.now(), False
            found.slug = f"{found.slug[:40]}-retired-{found.pk}"  # the name is free again
            found.save(update_fields=["retired_at", "is_on", "slug"])
            _forget(found, by)
            note(found.workspace, by, "retire", NOUN, found.pk, _said(found))


def _forget(row: SignalRow, by: str) -> None:
    SignalState.objects.filter(workspace=row.workspace_id, signal=row).delete()
    end_alerts_of(row.pk, workspace=row.workspace, by=by)


def _checked(name: str) -> str:
    plain = " ".join(name.split())
    if not 1 <= len(plain) <= LONGEST_NAME or not plain.isprintable():
        raise SignalNotMade(worded("A signal needs a name of at most {most} characters.", most=str(LONGEST_NAME)))
    return plain


def _check_rule(signal: Signal) -> None:
    """A signal is about accounts."""
    rules = [signal.rule] if signal.resolves is None else [signal.rule, signal.resolves]
    facts = [leaf.fact for rule in rules for leaf in leaves(rule) if isinstance(leaf, Comparison | Changed)]
    asked = next((fact for fact in facts if fact.startswith("contact.")), None)
    if asked:
        raise SignalNotMade(worded("“{fact}” is about a contact, and signals are about accounts.", fact=asked))


def _said(row: SignalRow) -> dict[str, Any]:
    return {"name": row.name, "definition": row.definition, "is_on": row.is_on}
