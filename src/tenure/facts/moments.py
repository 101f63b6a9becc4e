"""As of when? The one row that every expression reads, so that its SQL is the same for every moment."""

from typing import Any

import pyarrow as pa

from tenure.facts.schemas import MOMENT, table
from tenure.values.moment import Moment


def frame(moment: Moment) -> pa.Table:
    """The ``moment`` frame."""
    row = {
        "at": moment.at,
        "window_day": moment.window_day,
        "day": moment.day,
        "date": moment.date,
    }
    return pa.Table.from_pylist([row], schema=MOMENT.to_pyarrow())


def the(column: str) -> Any:
    """One column of the moment, as a scalar to compare with."""
    return table("moment")[column].as_scalar()


def the_workspace(column: str) -> Any:
    """One column of what the whole workspace says, as a scalar."""
    return table("workspace")[column].as_scalar()


def days_between(start: Any, end: Any) -> Any:
    """Whole days from one date to another."""
    return end.delta(start, unit="day").cast("int64")


def utc_day(time: Any) -> Any:
    """The UTC day of a time as a day key, as `values.moment.day_key`."""
    return (time.epoch_seconds() // 86_400).cast("int32")
