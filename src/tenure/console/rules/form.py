"""What stands in the form of a rule? Lines and groups of lines as they were typed, each with what is wrong in its field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict

from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.field import Field
from tenure.console.rules.words import OPS, Words
from tenure.rules.comparison import OF_TEXT, ORDERED, WITHOUT_VALUE, Op
from tenure.rules.parse import DEEPEST

MOST_LINES: Final = 100
ROOT: Final = ""
SPANS: Final = frozenset({"next", "past"})  # two comparisons in one line, of dates alone
# Kind of a line -> its fields, each with what it holds before anybody chose.
FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "group": {"join": "all"},
    "fact": {"fact": "", "op": "", "value": "", "unit": ""},
    "changed": {"fact": "", "way": "falls", "by": "", "unit": "share", "days": "28"},
    "did": {"event": "", "op": "ge", "times": "1", "window": "days", "days": "30", "since": ""},
    "property": {"property": "", "op": "eq", "value": ""},
    "followed": {"event": "", "then": "", "within": "7", "days": "90"},
    "watch": {"watch": "stopped", "source": "event", "of": ""},
}
_WITHIN: Final = {"group": frozenset(FIELDS) - {"property"}, "did": frozenset({"property"})}


@dataclass(slots=True)
class Line:
    """One line, or a group of them. ``of`` is the type of its fact, ``values`` what can be offered for it."""

    prefix: str
    number: str
    kind: str
    fields: dict[str, Field]
    parts: list["Line"] = field(default_factory=list)
    of: str = ""
    says: str = ""
    values: Sequence[str] = ()

    @classmethod
    def empty(cls, prefix: str, number: str, kind: str) -> "Line":
        """With what each field holds before anybody chose."""
        return cls(
            prefix,
            number,
            kind,
            {name: Field(_name(prefix, number, name), usual) for name, usual in FIELDS[kind].items()},
        )

    @property
    def start(self) -> str:
        """How the names of its fields begin."""
        return f"{self.prefix}-{self.number}" if self.number else self.prefix

    @property
    def is_error(self) -> bool:
        """Whether something is wrong in it."""
        return any(one.error for one in self.fields.values())

    def value(self, name: str) -> str:
        """What was typed into one of its fields."""
        return self.fields[name].value

    def walk(self) -> Iterator["Line"]:
        """It and all within it, in their order on the page."""
        yield self
        for one in self.parts:
            yield from one.walk()

    def learn(self, names: FactNames) -> None:
        """Look up what its fact is, and what can be offered for it; an operator of another type becomes a usual one."""
        if "fact" in self.fields:
            name = names.named(self.value("fact")) or ""
            self.of, self.says, self.values = names.kind(name), names.sentence(name), names.offered(name)
        if self.kind == "fact" and not _fits(self.value("op"), self.of):
            self.fields["op"].value = next(iter(OPS[self.of]))

    @property
    def ops(self) -> Words:
        """How its fact can be compared, that it is compared so already included."""
        op = self.value("op")
        usual = OPS[self.of]
        return usual if op in usual or not op else {**usual, op: {**OPS[""], **OPS["date"]}[op]}

    @property
    def asks_value(self) -> bool:
        """Whether a value stands beside the operator."""
        return self.value("op") not in WITHOUT_VALUE

    @property
    def is_relative(self) -> bool:
        """Whether its value is so many days from the moment."""
        return self.of == "date" and (self.value("op") in SPANS or self.value("unit") in {"ahead", "ago"})


@dataclass(slots=True)
class RuleForm:
    """The lines of a rule under one prefix; none: no rule."""

    prefix: str
    root: Line

    @classmethod
    def empty(cls, prefix: str) -> "RuleForm":
        """No rule yet."""
        return cls(prefix, Line.empty(prefix, ROOT, "group"))

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not self.root.parts

    @property
    def error(self) -> str:
        """What is wrong with the rule as a whole."""
        return self.root.fields["join"].error

    @property
    def lines(self) -> list[Line]:
        """Every line, in the order of the page, without the whole."""
        return list(self.root.walk())[1:]

    def fields(self) -> list[Field]:
        """All that somebody may have typed wrongly."""
        return [one for line in self.root.walk() for one in line.fields.values()]

    @property
    def errors(self) -> list[Field]:
        """The fields in which something is wrong."""
        return [one for one in self.fields() if one.error]

    def add(self, kind: str, within: str = ROOT) -> Line | None:
        """One more line, the last of its group; None where none can be."""
        place = next((one for one in self.root.walk() if one.number == within), None)
        if place is None or kind not in _WITHIN.get(place.kind, ()) or len(self.lines) >= MOST_LINES:
            return None
        number = str(max((int(one.number) for one in self.lines), default=-1) + 1)
        place.parts.append(Line.empty(self.prefix, number, kind))
        return place.parts[-1]

    def remove(self, number: str) -> None:
        """Without one line and what is within it."""
        for one in self.root.walk():
            one.parts = [part for part in one.parts if part.number != number]


def read_rule(given: QueryDict, prefix: str, names: FactNames) -> RuleForm:
    """What the form sent of one rule."""
    form = RuleForm(prefix, _sent(given, prefix, ROOT, "group"))
    places, depth = {ROOT: form.root}, {ROOT: 1}
    for number in dict.fromkeys(given.getlist(prefix)[:MOST_LINES]):
        if not number.isdecimal() or len(number) >= 7:
            continue
        kind, within = given.get(f"{prefix}-{number}-kind", "fact"), given.get(f"{prefix}-{number}-in", ROOT)
        place = places.get(within)
        if place is None or kind not in _WITHIN.get(place.kind, ()) or depth[within] >= DEEPEST:
            continue
        line = places[number] = _sent(given, prefix, number, kind)
        depth[number] = depth[within] + 1
        line.learn(names)
        place.parts.append(line)
    return form


def _fits(op: str, of: str) -> bool:
    if op in SPANS:
        return of == "date"
    if op in OF_TEXT:
        return of in {"text", ""}
    return op in Op.__members__.values() and not (of == "bool" and op in ORDERED)


def _sent(given: QueryDict, prefix: str, number: str, kind: str) -> Line:
    fields = {part: Field.read(given, _name(prefix, number, part), usual) for part, usual in FIELDS[kind].items()}
    return Line(prefix, number, kind, fields)


def _name(prefix: str, number: str, part: str) -> str:
    return f"{prefix}-{number}-{part}" if number else f"{prefix}-{part}"
