"""Where do bars, lines and shades of the Retention page lie? Numbers for templates to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenure.calc.cohorts import Cohort
from tenure.calc.revenue import Movements

SHADES = 9
UP = ("new", "expansion", "reactivation")
DOWN = ("contraction", "churn")
HALF = 90.0  # of the height of the chart of movements, for each side of its base line
WIDTH, HEIGHT = 600.0, 150.0  # of the line of retention


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a month's column."""

    kind: str
    amount: int
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    """One month: what came above the base line, what went below it."""

    x: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the waterfall: ``start`` and ``width`` in per cent of the scale."""

    kind: str
    amount: int
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of the line."""

    x: str
    y: str
    at: int
    side: str  # where the rate of the lowest and of the last is written: "under" or "above"


@dataclass(frozen=True, slots=True)
class Cell:
    """One age of a cohort; ``shade`` 0 to 9."""

    share: float
    count: int
    shade: int


def columns(months: Sequence[Movements]) -> list[Column]:
    """A column for each month, on one scale."""
    tallest = max([max(sum(getattr(one, kind) for kind in side) for side in (UP, DOWN)) for one in months] or [0]) or 1
    step = 100 / max(len(months), 1)
    return [Column(f"{at * step + step * 0.2:.2f}", _pieces(one, HALF / tallest)) for at, one in enumerate(months)]


def _pieces(month: Movements, scale: float) -> list[Piece]:
    pieces, up, down = [], HALF, HALF
    for kind in UP:
        height = getattr(month, kind) * scale
        up -= height
        pieces.append(Piece(kind, getattr(month, kind), f"{up:.2f}", f"{height:.2f}"))
    for kind in DOWN:
        height = getattr(month, kind) * scale
        pieces.append(Piece(kind, getattr(month, kind), f"{down:.2f}", f"{height:.2f}"))
        down += height
    return [piece for piece in pieces if piece.amount]


def waterfall(found: Movements) -> list[Step]:
    """From the start to the end, each bar from where the one before ended; the first and last from zero."""
    highest = max(found.start + found.new + found.expansion + found.reactivation, found.end, 1)
    steps, level = [_step("start", found.start, 0, found.start, highest)], found.start
    for kind in UP:
        amount = getattr(found, kind)
        steps.append(_step(kind, amount, level, level + amount, highest))
        level += amount
    for kind in DOWN:
        amount = getattr(found, kind)
        steps.append(_step(kind, -amount, level - amount, level, highest))
        level -= amount
    return [*steps, _step("end", found.end, 0, found.end, highest)]


def _step(kind: str, amount: int, low: int, high: int, highest: int) -> Step:
    return Step(kind, amount, f"{100 * low / highest:.2f}", f"{100 * (high - low) / highest:.2f}")


def line(rates: Sequence[float | None]) -> tuple[list[str], list[Dot]]:
    """Runs of known points on a scale from just below the lowest rate to 100 %, and a dot for each."""
    known = {at: rate for at, rate in enumerate(rates) if rate is not None}
    lowest, last = min(known, key=known.__getitem__, default=0), max(known, default=0)
    low = max(known.get(lowest, 0.0) - max((1 - known.get(lowest, 0.0)) / 2, 0.01), 0.0)
    step = WIDTH / max(len(rates) - 1, 1)
    runs: list[list[str]] = [[]]
    dots: list[Dot] = []
    for at, rate in enumerate(rates):
        if rate is None:
            runs.append([])
            continue
        height = HEIGHT * (1 - (rate - low) / (1 - low if low < 1 else 1))
        falls = bool(dots) and known[dots[-1].at] > rate  # the line comes from above, where no word can stand
        side = "under" if at == lowest or (at == last and falls) else "above" if at == last else ""
        dots.append(Dot(f"{at * step:.1f}", f"{height:.1f}", at, side))
        runs[-1].append(f"{dots[-1].x},{dots[-1].y}")
    return [" ".join(run) for run in runs if len(run) > 1], dots


def cells(cohort: Cohort, of: str) -> list[Cell]:
    """A cohort's row of the heat map: of accounts, or of revenue against that of month 0."""
    counts = cohort.revenue if of == "revenue" else cohort.retained
    whole = counts[0] if counts else 0
    if not whole:
        return []
    shares = [one / whole for one in counts]
    return [
        Cell(share, one, min(int(share * (SHADES + 0.999)), SHADES)) for share, one in zip(shares, counts, strict=True)
    ]
