"""How does the demo's business come in? Files as a customer would bring them, and calls as a program would send them.

The same for the same moment: nothing here depends on anything else.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.sources.demo.assets import app_key, site_key
from tenure.sources.demo.business import Business
from tenure.sources.demo.figures import Column, figures
from tenure.sources.demo.leaving import Expected, Why, expected, whys
from tenure.sources.demo.life import Life
from tenure.sources.demo.tables import LISTS, Rows

CAPTURED_FROM = timedelta(days=1)  # events since the beginning of the day before come as calls, not in a file
METRICS_OF_SITES = ("visitors",)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a kind."""

    kind: str
    path: Path


@dataclass(frozen=True, slots=True)
class Demo:
    """``files`` in the order in which they are to be imported, then ``events``: the latest, to be sent as calls."""

    files: tuple[File, ...]
    events: pa.Table
    whys: tuple[Why, ...]  # what is said of those who left, once they are in the register
    expected: tuple[Expected, ...]  # and of those that are due


def write_demo(folder: Path, now: datetime) -> Demo:
    """Write the demo's files, which end at ``now``, into a folder."""
    today = now.astimezone(UTC).date()
    business = Business(today)
    files = [_write_list(folder / f"{name}.csv", kind, rows, business) for kind, name, rows in LISTS]
    events = business.events()
    captured = datetime.combine(today, time(), UTC) - CAPTURED_FROM
    before = pc.less(events["Time"], pa.scalar(captured, events["Time"].type))
    so_far = pc.less_equal(events["Time"], pa.scalar(now, events["Time"].type))
    files += [
        _write(folder / "measurements.parquet", "measurements", _measurements(business)),
        _write(folder / "events.parquet", "events", events.filter(before)),
    ]
    captured_so_far = events.filter(pc.and_(pc.invert(before), so_far))
    return Demo(tuple(files), captured_so_far, tuple(whys(business)), tuple(expected(business)))


def _write_list(path: Path, kind: str, rows: Rows, business: Business) -> File:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows(business))
    return File(kind, path)


def _write(path: Path, kind: str, table: pa.Table) -> File:
    pq.write_table(table, path)
    return File(kind, path)


def _measurements(business: Business) -> pa.Table:
    today = np.datetime64(business.days.today, "D")
    parts = list(_figures(business))
    return pa.table(
        {
            "Asset ID": pa.concat_arrays([pa.repeat(pa.scalar(asset), len(ago)) for asset, (_, ago, _) in parts]),
            "Date": pa.array(today - np.concatenate([ago for _, (_, ago, _) in parts])),
            "Metric": pa.concat_arrays([pa.repeat(pa.scalar(metric), len(ago)) for _, (metric, ago, _) in parts]),
            "Value": pa.array(np.concatenate([values for _, (_, _, values) in parts])),
        }
    )


def _figures(business: Business) -> Iterator[tuple[str, Column]]:
    """The figures of every account with the key of the asset that they are of."""
    for life, sent in zip(business.lives, business.pushes, strict=True):
        site = site_key(life)
        for column in figures(life, business.days, sent, site=site is not None):
            yield _asset(life, site, column[0]), column


def _asset(life: Life, site: str | None, metric: str) -> str:
    return site if site is not None and metric in METRICS_OF_SITES else app_key(life)
