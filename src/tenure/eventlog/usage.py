"""What usage is known as of a moment? Files of closed days, and rows of the days that are not closed."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tenure.eventlog.home import Home
from tenure.eventlog.recount import recount
from tenure.eventlog.spool import Spool
from tenure.eventlog.tables import days_table, month_of, spans_table
from tenure.eventlog.today import Today
from tenure.values.moment import Moment


@dataclass(frozen=True, slots=True)
class Usage:
    """The frames ``closed``, ``spans``, ``open`` and ``open_keys`` that facts read."""

    closed: tuple[
        str, ...
    ]  # Parquet files of DAYS, whole months; ignore the days of open_keys and days after the moment
    spans: tuple[str, ...]  # Parquet files of SPANS, up to the moment's month
    open: pa.Table  # DAYS: open days and the moment's own day, each message id once, strictly before the moment
    open_keys: pa.Table  # day int32: days for which ``open`` speaks, also where it has no row


def usage(
    home: Home,
    spool: Spool,
    workspace: str,
    moment: Moment,
    horizon_days: int,
    *,
    today: Today | None = None,
    actors: pa.Array | None = None,
    groups: pa.Array | None = None,
) -> Usage:
    """Usage as of ``moment``: files for the ``horizon_days`` before it, every open day however old.

    With ``actors`` or ``groups``, ``open`` holds only what they did (an event is theirs by its actor or its group);
    files are given whole. The files may be replaced while they are read: on StaleFiles ask once more.

    Open days are read before the lists of files, and maintenance writes files before it closes a day. So a day is found
    open, and then its rows in the files are ignored, or closed, and then the files hold all of it: never half.
    """
    opened = spool.open_days(workspace)
    partial = {moment.window_day} if _inside_a_day(moment) else set()
    first, last = month_of(moment.window_day - horizon_days), month_of(moment.day)
    closed = [file.path for file in days_table(home, workspace).active() if first <= file.partition <= last]
    spans = spans_table(home, workspace)
    # The month that the moment cuts is told by its days: its spans would tell what came later.
    before = [file.partition for file in spans.active() if file.partition < month_of(moment.window_day)]
    needed = {day for day in opened if day <= moment.day} | partial
    keys = sorted({*opened, moment.window_day})
    rows = _open_rows(home, workspace, moment, needed, today=today, actors=actors, groups=groups)
    return Usage(
        tuple(closed),
        tuple(spans.files([max(before)]) if before else ()),
        rows,
        pa.table({"day": pa.array(keys, pa.int32())}),
    )


def _open_rows(
    home: Home,
    workspace: str,
    moment: Moment,
    needed: set[int],
    *,
    today: Today | None,
    actors: pa.Array | None,
    groups: pa.Array | None,
) -> pa.Table:
    held = needed & today.days if today is not None and today.knows(moment) else set()
    read = recount(home, workspace, needed - held, moment, actors=actors, groups=groups)
    if today is None or not held:
        return read
    rows = today.rows(moment, actors, groups)
    return pa.concat_tables([rows.filter(pc.is_in(rows["day"], pa.array(held, pa.int32()))), read])


def _inside_a_day(moment: Moment) -> bool:
    return moment.day == moment.window_day
