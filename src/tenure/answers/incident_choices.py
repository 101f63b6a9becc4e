"""What may the accounts that an incident affects have in common? What there is in the workspace, and at one account."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from tenure import clock
from tenure.facts.profile_rows import TRAIT
from tenure.facts.values import trait
from tenure.records.account import Account, AccountHistory
from tenure.records.asset import Asset, AssetHistory
from tenure.records.contract import ContractLine
from tenure.records.workspace import Workspace
from tenure.rules.comparison import Scalar

MOST: Final = 500  # of each, so that a page stays one


@dataclass(frozen=True, slots=True)
class Choices:
    """Each by its name, in order."""

    options: list[str]
    platforms: list[str]
    versions: list[str]
    traits: list[str]


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing that an account has, as the form about the affected names it: the field, its value, and of a trait its name."""

    field: str
    value: str
    trait: str = ""


def choices(workspace: Workspace) -> Choices:
    """What accounts of the workspace have."""
    assets = Asset.objects.filter(_running(), workspace=workspace).exclude(platform="")
    versions = AssetHistory.objects.filter(workspace=workspace, name="version")
    traits = AccountHistory.objects.filter(workspace=workspace, name__startswith=TRAIT)
    return Choices(
        _distinct(ContractLine.objects.filter(workspace=workspace), "option"),
        _distinct(assets, "platform"),
        sorted(filter(None, map(_text, _distinct(versions, "value"))), key=_version_order, reverse=True),
        [name.removeprefix(TRAIT) for name in _distinct(traits, "name")],
    )


def shared_by(account: Account) -> list[Shared]:
    """What of this is an account's own today: whoever has it too may have the same trouble."""
    now = clock.now()
    found: dict[Shared, None] = {}
    lines = ContractLine.objects.filter(contract__account=account, starts_on__lte=now.date())
    for option in _distinct(lines.filter(Q(ends_on=None) | Q(ends_on__gt=now.date())), "option"):
        found[Shared("option", option)] = None
    assets = Asset.objects.filter(_running(), workspace=account.workspace_id, account=account).order_by("pk")[:20]
    known = AssetHistory.objects.filter(asset__in=[one.pk for one in assets], name="version", since__lte=now)
    versions = {row.asset_id: _text(row.value) for row in known.order_by("since", "pk")}
    for one in assets:
        found |= {Shared("platform", one.platform): None} if one.platform else {}
        found |= {Shared("version", versions[one.pk]): None} if versions.get(one.pk) else {}
    return [*found, *_traits_of(account)]


def values_of(workspace: Workspace, name: str) -> list[str]:
    """The values that a trait has, in words."""
    rows = AccountHistory.objects.filter(workspace=workspace, name=f"{TRAIT}{name}")
    return sorted(filter(None, map(_text, _distinct(rows, "value"))))


def trait_value(workspace: Workspace, name: str, text: str) -> Scalar:
    """The value of a trait that somebody means by a text: as accounts have it, so that 3 is found where it is a number."""
    rows = AccountHistory.objects.filter(workspace=workspace, name=f"{TRAIT}{name}")
    for value in _distinct(rows, "value"):
        if _text(value).casefold() == text.casefold() and (known := trait(value)) is not None:
            return known
    return text


def _traits_of(account: Account) -> Iterator[Shared]:
    rows = AccountHistory.objects.filter(workspace=account.workspace_id, account=account, name__startswith=TRAIT)
    latest = dict(rows.filter(since__lte=clock.now()).order_by("since", "pk").values_list("name", "value"))
    for name, value in sorted(latest.items()):
        if text := _text(value):
            yield Shared("value", text, name.removeprefix(TRAIT))


def _running() -> Q:
    return Q(retired_on=None) | Q(retired_on__gt=clock.now().date())


def _distinct(rows: Any, field: str) -> list[Any]:
    found: Iterable[Any] = rows.order_by(field).values_list(field, flat=True).distinct()[:MOST]
    return list(found)


def _text(value: Any) -> str:
    """A value of JSON as people write it; empty for what is none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else ""


def _version_order(version: str) -> list[tuple[int, str]]:
    """2.10 is later than 2.9."""
    return [(int(part) if part.isdecimal() else 0, part) for part in version.replace("v", "").split(".")]
