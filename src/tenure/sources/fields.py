"""Which columns may each kind of file have? Fields with the names people give them, what they hold, what is needed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tenure.sources.cells import Parser

LATE = 1_000  # the rank after which every other field had its turn


@dataclass(frozen=True, slots=True)
class Field:
    """``names`` are headers taken for it, commas between, likeliest first; the field's own name always is one.

    ``late`` names are tried when no other field wants them. ``spoken``: the same in other languages, one text each, a
    semicolon before late names.
    """

    name: str
    parse: Parser
    names: str = ""
    late: str = ""
    spoken: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[tuple[int, str], ...]:
        """(rank, header) of all that it may be called; the lower the rank, the likelier."""
        found = [(0, self.name)]
        for listed in (f"{self.names};{self.late}", *self.spoken):
            usual, _, late = listed.partition(";")
            found += enumerate(filter(None, map(str.strip, usual.split(","))), start=1)
            found += ((LATE, name.strip()) for name in late.split(",") if name.strip())
        return tuple(found)


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

    def spoken_in(self, *languages: Mapping[str, Mapping[str, str]]) -> "Kind":
        """The same kind, its fields known by their names in other languages, too."""
        fields = (
            replace(field, spoken=tuple(language[self.name].get(field.name, "") for language in languages))
            for field in self.fields
        )
        return replace(self, fields=tuple(fields))

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(field for field in self.fields if field.name == name)
