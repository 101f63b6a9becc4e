"""Which row counts when several name the same record? The last; cells it leaves blank are taken from those before."""

from collections.abc import Iterable, Iterator

from tenure.sources.problems import Problem, shortened
from tenure.sources.reading import Reading, Row
from tenure.values.voice import worded


def fold_repeats(rows: Iterable[Row], reading: Reading, done: int) -> Iterator[Row]:
    """Rows from the ``done``-th on; the last one about a record carries what earlier ones said besides.

    An earlier one that says something else is reported. So the file's last word is written once, and the same file
    again changes nothing.
    """
    waiting: dict[str, Row] = {}
    for position, row in enumerate(rows):
        if row.later is not None:
            _wait(waiting, row, reading)
        elif row.key in waiting:
            row = _joined(waiting.pop(row.key), row)  # noqa: PLW2901 - the row, with what was said before
        if position >= done:
            yield row


def _wait(waiting: dict[str, Row], row: Row, reading: Reading) -> None:
    if row.is_bad or row.later is None:
        return
    if reading.repeats.differ(row.number, row.later):
        column = next((name for name in reading.kind.key if name in reading.match.columns), "")
        shown = shortened(row.values.get(column) or row.key)
        reason = worded(
            "row {later} is about the same {kind}: where they differ, that row counts",
            later=str(row.later), kind=reading.kind.name[:-1],
        )  # fmt: skip
        row.problems.append(Problem(row.number, reading.header(column), shown, reason))
    earlier = waiting.get(row.key)
    waiting[row.key] = row if earlier is None else _joined(earlier, row)


def _joined(earlier: Row, row: Row) -> Row:
    """A row with its blank cells filled from an earlier one. A bad row stands in for the earlier one as that was."""
    if row.is_bad:
        row.is_bad, row.is_stand_in = False, True
        row.values, row.traits = earlier.values, earlier.traits
        return row
    said = {name: value for name, value in row.values.items() if value is not None or name not in earlier.values}
    row.values = {**earlier.values, **said}
    row.traits = {**earlier.traits, **row.traits}
    return row
