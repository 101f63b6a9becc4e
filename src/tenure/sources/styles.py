"""How does each column write its numbers and dates? What the person said goes first, then what the cells prove."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tenure.sources import cells
from tenure.sources.cells import Style
from tenure.sources.dates import detect_order
from tenure.sources.fields import Kind
from tenure.sources.mapping import Match
from tenure.sources.numbers import BOTH_WAYS, NOTHING_TELLS, Tally, decide, tally
from tenure.sources.settings import Settings
from tenure.sources.table import Cells
from tenure.values.voice import later

_DATED = (cells.day, cells.moment, cells.paid)
_COUNTED = (cells.amount, cells.number)
_UNLIKE = later("the rest of the file has another decimal sign than this column")
_NOTHING = later("nothing else in this column tells which")
_AS_SET = later("as set")
_COMMAS = later("assumed, because commas separate the columns; check some amounts, or set it with --decimal")
_THOUSANDS = later(
    "assumed: amounts with three digits behind the sign are thousands; check some, or set it with --decimal"
)


@dataclass(frozen=True, slots=True)
class Styles:
    """``file``: what holds for the file as a whole; ``columns``: for positions where it is otherwise; ``how`` it was found."""

    file: Style
    columns: Mapping[int, Style]
    how: dict[str, object]

    def at(self, position: int) -> Style:
        """How the column at that position is written."""
        return self.columns.get(position, self.file)


def find_styles(
    kind: Kind, match: Match, sample: Sequence[Cells], settings: Settings, *, separator: str, usual: str = ""
) -> Styles:
    """Look at a sample. ``usual`` is the decimal sign of this sort of export, where the cells do not prove another."""

    def column(position: int) -> Iterator[object]:
        return (row[position] for row in sample if position < len(row))

    parse = {name: kind.field(name).parse for name in match.columns}
    free = list(match.others) if kind.others != "ignored" else []
    counted = {
        position: parse[name] is cells.amount for name, position in match.columns.items() if parse[name] in _COUNTED
    }
    dated = [position for name, position in match.columns.items() if parse[name] in _DATED]
    dates, dates_how = settings.dates, _AS_SET
    if not dates:
        dates, dates_how = detect_order(cell for position in dated + free for cell in column(position))
    if settings.decimal:
        found = Style(settings.decimal, dates, settings.currency)
        return Styles(found, {}, {"decimal_how": _AS_SET, "dates_how": dates_how})
    tallies = {position: tally(column(position)) for position in (*counted, *free)}
    whole = Tally()
    for one in tallies.values():
        whole.add(one)
    decimal, how = decide(whole, ";" if separator == "semicolon" else "")
    if how == NOTHING_TELLS and usual:
        decimal, how = usual, later("as this export writes it")
    if how == NOTHING_TELLS and separator == "comma" and any(one.either for one in tallies.values()):
        how = _COMMAS  # who separates by commas writes decimals with a point
    found = Style(decimal, dates, settings.currency, is_set=False, doubt=_NOTHING if how == NOTHING_TELLS else "")
    own = {
        position: style
        for position, one in tallies.items()
        if (style := _own_style(found, one, is_money=counted.get(position, False))) != found
    }
    if how == NOTHING_TELLS and any(tallies[position].thousands and not style.doubt for position, style in own.items()):
        how = _THOUSANDS
    return Styles(found, own, {"decimal_how": how, "dates_how": dates_how})


def _own_style(file: Style, column: Tally, *, is_money: bool) -> Style:
    """A column that is sure of itself is read by its own sign; one that is not has numbers that must not be read."""
    if column.sign:
        return replace(file, decimal=column.sign, doubt="")
    if column.comma and column.point:
        return replace(file, doubt=BOTH_WAYS)
    if column.comma + column.point:
        return file if (file.decimal == ",") == bool(column.comma) else replace(file, doubt=_UNLIKE)
    if file.doubt and is_money and column.thousands:
        return replace(file, decimal="," if column.thousands == "." else ".", doubt="")
    return file
