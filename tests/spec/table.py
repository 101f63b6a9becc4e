"""How is a table written in a specification? As people draw it, with bars; and read back cell by cell."""

from collections.abc import Iterator


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a table drawn with bars: a header, then one line a row. ``-`` is null: the cell is left out."""
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()]
    header, *body = [line for line in lines if not set("".join(line)) <= {"-", ":", " "} or len(line) == 1]
    for line in body:
        if len(line) != len(header):
            raise ValueError(f"{line} does not have the columns of {header}")
    return [{name: cell for name, cell in zip(header, line, strict=True) if cell != "-"} for line in body]


def header(text: str) -> list[str]:
    """The names of the columns."""
    return [cell.strip() for cell in text.strip().splitlines()[0].strip().strip("|").split("|")]


def markdown(text: str) -> Iterator[str]:
    """The same table in Markdown, its columns aligned."""
    names = header(text)
    body = [[row.get(name, "–") for name in names] for row in rows(text)]
    widths = [max(len(cell) for cell in column) for column in zip(names, *body, strict=True)]
    yield _line(names, widths)
    yield _line(["-" * width for width in widths], widths)
    for cells in body:
        yield _line(cells, widths)


def _line(cells: list[str], widths: list[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
