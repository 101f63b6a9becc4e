"""Which columns does a file of measurements have?"""

from tenure.sources import cells
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import ACCOUNT

MEASUREMENTS = Kind(
    "measurements",
    (
        Field(
            "asset",
            cells.key,
            "asset id, asset key, app id, app, app key, bundle id, package name, site id, site, domain",
        ),
        Field("account", cells.key, ACCOUNT),
        Field("day", cells.day, "date, measured on, period, time, timestamp"),
        Field("metric", cells.metric, "measure, measurement, kpi, indicator, figure, name, type"),
        Field("value", cells.number, "amount, count, number, total, result"),
    ),
    ((("asset",), ("account",)), (("day",),), (("metric",),), (("value",),)),
    "ignored",
    ("asset", "account", "metric", "day"),
    key_is_whole=True,
)
