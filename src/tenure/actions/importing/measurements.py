"""Writes rows of a measurements file: a figure a day of an asset or an account."""

from collections.abc import Sequence
from decimal import Decimal

from tenure.actions.bulk import find
from tenure.actions.importing.plain import Given, Key, Noun, Values, write
from tenure.actions.importing.records import Outcome
from tenure.actions.importing.whose import Place
from tenure.records.imports import Import
from tenure.records.measurement import Measurement
from tenure.sources.reading import Reading, Row

_NAMES = ("account_id", "asset_id", "metric", "day")


def _settle(given: Given) -> None:
    value = given.row.values["value"]
    assert isinstance(value, Decimal)  # noqa: S101 - a row without a figure was kept out when it was read
    given.now["value"] = float(value)


def _key(row: Row, place: Place) -> Key:
    return place.account, place.asset, row.values["metric"], row.values["day"]


def _find(noun: Noun, of: Import, keys: Sequence[Key]) -> dict[Key, tuple[int, Values]]:  # noqa: ARG001 - as every noun is asked
    """The measurements there are: of an asset by asset, metric and day, of an account by account, metric and day."""
    found: dict[Key, tuple[int, Values]] = {}
    for owner, other in (("asset_id", None), ("account_id", "asset_id")):
        some = [key for key in keys if (key[1] is None) is (owner == "account_id")]
        wanted = [(key[0] if key[1] is None else key[1], *key[2:]) for key in some]
        for position, pk, value in find(Measurement, of.workspace_id, (owner, "metric", "day"), wanted, "value", other):
            found[some[position]] = pk, dict(zip(_NAMES, some[position], strict=True)) | {"value": value}
    return found


MEASUREMENTS = Noun(
    table="measurement",
    columns={"account_id": None, "asset_id": None, "metric": "", "day": None, "value": 0.0},
    taken=("metric", "day"),
    settle=_settle,
    key_of=_key,
    find=_find,
    told=("value",),
)


def write_measurements(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the measurement of each row. Runs inside the caller's transaction."""
    return write(MEASUREMENTS, of, reading, rows)
