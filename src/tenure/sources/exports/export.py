"""What is known of a file that another product wrote? Which columns prove it, what they mean, what must stay out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tenure.sources.folding import folded
from tenure.values.voice import worded


@dataclass(frozen=True, slots=True)
class Export:
    """An export of ``product`` (“Shopify”), called ``noun`` there (“orders”), that is a file of ``kind`` here.

    Headers may have others after a bar, of which the first that the file has is meant: “Record ID | Company ID”.
    ``proof`` must all be there and ``absent`` must not. ``mapping`` is field -> header; an empty one leaves a field out
    that would be found by name. ``decimal`` is the sign that the product writes where its numbers do not tell.

    ``made`` are new columns: header -> headers, of which the first filled one counts, or with a plus between them all
    (“First Name + Last Name”). ``made_where``: one of these columns -> a header and the words of which one must stand
    there, else the new column stays blank. ``always`` are new columns of one value. ``divided``: header -> by what its plain numbers
    are divided. ``first_of``: headers with several values and semicolons between, of which the first counts.

    ``lines_of``: rows that have the same in this column as the one before are further lines of it, and what they have in
    ``line`` is added to it. ``only`` and ``without``: header -> words; rows stay out whose cell holds none of them, or
    is one of them. ``ignored`` columns become no traits; a star stands for any end. ``has_footer``: remarks of one cell
    follow the last row. ``has_apostrophes``: numbers have one before them, so that spreadsheets leave them alone.
    """

    product: str
    noun: str
    kind: str
    proof: tuple[str, ...]
    mapping: Mapping[str, str]
    absent: tuple[str, ...] = ()
    decimal: str = "."
    made: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    made_where: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)
    divided: Mapping[str, int] = field(default_factory=dict)
    first_of: tuple[str, ...] = ()
    lines_of: str = ""
    line: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    has_footer: bool = False
    has_apostrophes: bool = False

    @property
    def name(self) -> str:
        """As reports say it."""
        if self.noun.endswith(" report"):
            return worded("{product} {noun} report", product=self.product, noun=self.noun.removesuffix(" report"))
        return worded("{product} {noun} export", product=self.product, noun=self.noun)

    def is_proved_by(self, headers: Sequence[str]) -> bool:
        """Whether a file with these headers is such an export."""
        return all(position(headers, wanted) is not None for wanted in self.proof) and not any(
            position(headers, other) is not None for other in self.absent
        )

    def known(self, headers: Sequence[str]) -> int:
        """How many of the columns that mean something are there."""
        return sum(position(headers, wanted) is not None for wanted in self.mapping.values())


def position(headers: Sequence[str], wanted: str) -> int | None:
    """Where the first of several headers with bars between is; None when none of them is there."""
    names = [folded(header) for header in headers]
    for one in wanted.split("|"):
        if (name := folded(one)) and name in names:
            return names.index(name)
    return None
