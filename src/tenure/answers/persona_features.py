"""Which facts can accounts be compared by? Figures on one scale, and texts of which there are few, a column for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenure.answers.rule_columns import Column, Columns, Mask
from tenure.facts.declare import Fact
from tenure.values.money import Money

Matrix = NDArray[np.float64]
KNOWN: Final = 0.6  # of the accounts must have a value …
TEXTS: Final = 12  # … and of a text there may be so many different ones
ALIKE: Final = 0.8  # correlation from which on a fact says what another said before
# What depends on who looks after an account, or on its being gone, says nothing of what it is like.
PASSED_OVER: Final = frozenset({"owner", "is_former", "has_contract", "has_had_contract", "notice_given", "source_id"})


@dataclass(frozen=True, slots=True)
class Feature:
    """One column: a fact's figure, or whether it is ``text``. ``raw`` as rules compare it, unknown as the median."""

    fact: str
    raw: Matrix
    text: str = ""
    is_whole: bool = False
    currency: str = ""

    @property
    def scaled(self) -> Matrix:
        """With mean 0 and deviation 1; of figures that spread over magnitudes their logarithm. A text weighs half."""
        values = np.sign(self.raw) * np.log1p(np.abs(self.raw)) if not self.text else self.raw
        scaled: Matrix = (values - values.mean()) / (values.std() or 1.0) * (0.5 if self.text else 1.0)
        return scaled


def features(columns: Columns, there: Mask, catalogue: Mapping[str, Fact], currency: str) -> list[Feature]:
    """Those that tell accounts apart, each saying something that no other said before."""
    found: list[Feature] = []
    scaled: list[tuple[bool, Matrix]] = []
    for name in sorted(columns.by_name):
        if name in PASSED_OVER:
            continue
        for one in _of(name, columns.by_name[name], there, catalogue.get(name), currency):
            mine, is_text = one.scaled, bool(one.text)
            # A text is never passed over for a figure: of what says the same, people read it most easily.
            alike = any(_alike(mine, other) for text, other in scaled if text is is_text)
            if one.raw.std() > 0 and not alike:
                found.append(one)
                scaled.append((is_text, mine))
    return found


def _alike(one: Matrix, other: Matrix) -> bool:
    """Both have mean 0."""
    return abs(float(np.mean(one * other))) >= ALIKE * float(one.std() * other.std())


def _of(name: str, column: Column, there: Mask, fact: Fact | None, currency: str) -> Iterator[Feature]:
    codes = column.codes[there]
    known = codes > 0
    if known.mean() < KNOWN:
        return
    values = column.values[1:]
    texts = [one for one in values if isinstance(one, str)]
    if texts and len(texts) == len(values) <= TEXTS:
        for text in texts:
            has = codes == column.values.index(text)
            if 0.02 <= has.mean() <= 0.98:
                yield Feature(name, has.astype(np.float64), text)
        return
    figures = [_figure(one, currency) for one in values]
    if texts or not figures or all(np.isnan(figures)):
        return
    raw = np.asarray([np.nan, *figures])[codes]
    raw[np.isnan(raw)] = np.nanmedian(raw)
    money = next((one.currency for one in values if isinstance(one, Money)), "")
    is_whole = (
        fact.type in {"int", "money"} if fact else not np.any(np.mod([one for one in figures if not np.isnan(one)], 1))
    )
    yield Feature(name, raw, is_whole=is_whole, currency=currency if money else "")


def _figure(value: Any, currency: str) -> float:
    if isinstance(value, Money):
        return float(value.amount) if value.currency == currency else np.nan
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else np.nan
