"""Which rows count? A message id counts once: of rows a day or less apart, the one received first."""

import ibis

# Duplicates that agree in time of receipt and time are told apart by these, so that every engine and every order of
# files chooses the same row. Rows that agree in all of them count the same whichever is taken.
TIES = ("received_at", "time", "type", "event", "user_id", "anonymous_id", "group_id", "value")


def repeated(rows: ibis.Table) -> ibis.Table:
    """The ``key`` (hash) of each message id that ``rows`` hold more than once.

    Few ids come twice: hashes take a fraction of the memory of sorting every row by its id, and two ids of one hash
    only send two more rows through the exact test.
    """
    keys = rows.group_by(key=rows.message_id.hash()).agg(times=rows.count())
    return keys.filter(keys.times > 1).select("key")


def first_received(rows: ibis.Table) -> ibis.Table:
    """The rows that count, of ``rows`` with a ``day`` (int32) and the columns of an event that ``TIES`` names.

    A row counts unless a row with its message id, on its own day or a neighbouring one, was received before it. So what
    counts on a day depends on that day and its neighbours alone, and days may be closed one by one or by the hundred.
    """
    order = [rows[name].asc(nulls_first=True) for name in TIES]
    placed = rows.mutate(place=ibis.row_number().over(group_by=rows.message_id, order_by=order))
    near = ibis.range_window(preceding=1, following=1, group_by=placed.message_id, order_by=placed.day)
    best = placed.mutate(best=placed.place.min().over(near))
    return best.filter(best.place == best.best).select(*rows.columns)
