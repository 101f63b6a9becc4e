"""Are the dated values of an account or an asset still as an import left them? And how are they taken back?"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from tenure.actions.importing.assets import PUBLISHED
from tenure.actions.importing.records import as_json
from tenure.records.account import Account, AccountHistory
from tenure.records.asset import Asset, AssetHistory

_HISTORY: Mapping[type[models.Model], tuple[type[models.Model], str]] = {
    Account: (AccountHistory, "account"),
    Asset: (AssetHistory, "asset"),
}
Entry = tuple[Any, str]  # value, and since when
Held = dict[str, list[Entry]]  # name -> what held, in order


def held_by(records: Iterable[models.Model]) -> dict[int, Held]:
    """The dated values of records of one table; nothing for tables that have none."""
    found: dict[int, Held] = {}
    records = list(records)
    if not records or type(records[0]) not in _HISTORY:
        return found
    model, owner = _HISTORY[type(records[0])]
    rows = model._default_manager.filter(**{f"{owner}__in": [record.pk for record in records]}).order_by("since")
    for record, name, value, since in rows.values_list(owner, "name", "value", "since"):
        found.setdefault(record, {}).setdefault(name, []).append((value, as_json(since)))
    return found


def changed_since(held: Held, noted: Mapping[str, Iterable[Any]], *, is_new: bool) -> str | None:
    """The first dated value that is no longer as the import noted it. Of a new record no other name may have come."""
    names = held.keys() | noted.keys() if is_new else noted.keys()
    for name in sorted(names):
        entries, entry = held.get(name, []), tuple(noted.get(name, ()))
        if name == PUBLISHED:
            # Each publication stands for itself: another one is no change of this one.
            same = [one for one in entries if one == entry]
            if not same or (is_new and len(entries) > 1):
                return name
        elif not entries or entries[-1] != entry:
            return name
    return None


def drop(record: models.Model, noted: Mapping[str, Iterable[Any]]) -> None:
    """Take the dated values away that the import brought to a record."""
    if type(record) not in _HISTORY:
        return
    model, owner = _HISTORY[type(record)]
    for name, (_, since) in noted.items():
        at = datetime.fromisoformat(since)
        model._default_manager.filter(**{owner: record.pk}, name=name, since=at).delete()
