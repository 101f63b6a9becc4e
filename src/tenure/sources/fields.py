"""Which columns may each kind of file have? Fields with the names people give them, what they hold, what is needed."""

from dataclasses import dataclass

from tenure.sources.cells import Parser

LATE = 1_000  # the rank after which every other field had its turn


@dataclass(frozen=True, slots=True)
class Field:
    """``names`` are headers taken for it, commas between, likeliest first; the field's own name always is one.

    ``late`` names are tried when no other field wants them.
    """

    name: str
    parse: Parser
    names: str = ""
    late: str = ""

    @property
    def headers(self) -> tuple[tuple[int, str], ...]:
        """(rank, header) of all that it may be called; the lower the rank, the likelier."""
        usual = enumerate((self.name, *filter(None, self.names.split(", "))))
        return *usual, *((LATE, name) for name in self.late.split(", ") if name)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. ``needed``: of each group one way must be given in full, or the row stays out.

    ``others`` is what becomes of the other columns. ``key``: the columns that say which record a row is; the first of
    them that is filled, or all together. Without any, rows are never the same record.
    """

    name: str
    fields: tuple[Field, ...]
    needed: tuple[tuple[tuple[str, ...], ...], ...]
    others: str  # traits, payload, ignored
    key: tuple[str, ...] = ()
    key_is_whole: bool = False  # all columns of ``key`` together name the record

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(field for field in self.fields if field.name == name)
