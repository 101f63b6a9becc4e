"""Keeps the list of what a workspace sells: products, options and services."""

from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.changing import change, note
from tenure.records.option import Option
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

LONGEST: Final = 200
NOUN: Final = "option"


class OptionRefused(ValueError):  # noqa: N818 - reads as what is the matter
    """An option that cannot be; the sentence says what to change."""


def add_option(
    *,
    workspace: Workspace,
    name: str,
    by: str,
    kind: str = "option",
    minutes: int | None = None,
    mrr: int | None = None,
) -> Option:
    """Sell something from now on; one that was retired under this name comes back. Raises OptionRefused.

    ``minutes`` is what a touchpoint about it usually takes, ``mrr`` its usual price in minor units a month.
    """
    values = {"name": _name(name), "kind": _kind(kind), "minutes": _amount(minutes), "mrr": _amount(mrr)}
    with transaction.atomic():
        row = Option.objects.select_for_update().filter(workspace=workspace, name=values["name"]).first()
        if row is not None:
            if row.retired_at is None:
                raise OptionRefused(worded("“{name}” is in the list already.", name=row.name))
            change(row, {**values, "retired_at": None}, workspace=workspace, noun=NOUN, by=by, verb="restore")
            return row
        row = Option.objects.create(workspace=workspace, created_at=clock.now(), **values)
        note(workspace, by, "create", NOUN, row.pk, None, values)
    return row


def change_option(
    *, workspace: Workspace, option_id: int, name: str, kind: str, minutes: int | None, mrr: int | None, by: str
) -> bool:
    """Say anew what an option is; False when there is none, or nothing changed. Raises OptionRefused."""
    values = {"name": _name(name), "kind": _kind(kind), "minutes": _amount(minutes), "mrr": _amount(mrr)}
    with transaction.atomic():
        row = Option.objects.select_for_update().filter(workspace=workspace, pk=option_id).first()
        if row is None:
            return False
        if Option.objects.filter(workspace=workspace, name=values["name"]).exclude(pk=row.pk).exists():
            raise OptionRefused(worded("“{name}” is in the list already.", name=_name(name)))
        return change(row, values, workspace=workspace, noun=NOUN, by=by)


def retire_option(*, workspace: Workspace, option_id: int, by: str) -> bool:
    """Sell it no more; contracts that have it keep it. False when it is not sold."""
    with transaction.atomic():
        row = Option.objects.select_for_update().filter(workspace=workspace, pk=option_id, retired_at=None).first()
        return row is not None and change(
            row, {"retired_at": clock.now()}, workspace=workspace, noun=NOUN, by=by, verb="retire"
        )


def restore_option(*, workspace: Workspace, option_id: int, by: str) -> bool:
    """Sell it again; False when it is sold anyway, or is not there."""
    with transaction.atomic():
        row = Option.objects.select_for_update().filter(workspace=workspace, pk=option_id).first()
        return row is not None and change(
            row, {"retired_at": None}, workspace=workspace, noun=NOUN, by=by, verb="restore"
        )


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST:
        raise OptionRefused(worded("It needs a name of at most {most} characters.", most=str(LONGEST)))
    return name


def _kind(kind: str) -> str:
    if kind not in Option.Kind.values:
        raise OptionRefused(worded("“{kind}” is no kind: choose product, option or service.", kind=kind))
    return kind


def _amount(amount: int | None) -> int | None:
    if amount is not None and amount < 0:
        raise OptionRefused(worded("Minutes and prices are 0 or more."))
    return amount
