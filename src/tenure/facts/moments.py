"""As of when, as a frame: the one row that every expression joins, so that its SQL never changes."""

import pyarrow as pa

from tenure.facts.schemas import MOMENT
from tenure.values.moment import Moment


def frame(moment: Moment, *, by_group: bool) -> pa.Table:
    """The ``moment`` frame. ``by_group``: an event's own group names its account (accounts are companies)."""
    row = {"at": moment.at, "window_day": moment.window_day, "day": moment.day, "by_group": by_group}
    return pa.Table.from_pylist([row], schema=MOMENT.to_pyarrow())
