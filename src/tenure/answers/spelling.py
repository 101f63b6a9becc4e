"""How is the name of what was sold or asked about written? One way whatever its case: people type it by hand."""

from collections.abc import Iterable, Mapping

import pyarrow.compute as pc

from tenure.answers.spans import History
from tenure.calc.ledger import Part
from tenure.records.option import Option


def spelling(history: History, names: Iterable[Iterable[str]]) -> dict[str, str]:
    """Each of the names by itself without its case: as the settings have it, else as contracts do, else the first in order."""
    seen = sorted({one for some in names for one in some if one}, reverse=True)
    known = Option.objects.filter(workspace=history.workspace).order_by("-name").values_list("name", flat=True)
    lines, products = history.lines["option"], history.contracts["product"]
    sold = sorted({*pc.unique(lines).to_pylist(), *pc.unique(products).to_pylist()}, reverse=True)
    return {name.casefold(): name for name in (*seen, *sold, *known)}


def written(part: Part, spelled: Mapping[str, str]) -> Part:
    """A part of a ledger with its names written that way."""
    return part[0], [spelled.get(name.casefold(), name) for name in part[1]], part[2]
