"""What stands in the form of a play? What starts it, its steps with those of their branches, and whom it leaves alone, as typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict

from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.field import Field
from tenure.console.rules.form import RuleForm, read_rule
from tenure.plays.parse import DEEPEST, MOST_STEPS

ROOT: Final = ""
ARMS: Final = ("then", "else")
# Kind of a step -> its fields, each with what it holds before anybody chose.
FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "task": {"title": "", "due_in": "3", "to": "owner", "members": "", "script": ""},
    "wait": {"days": "7"},
    "wait for rule": {"at_most": "14"},
    "wait for date": {"fact": "", "days": "0", "side": "before"},
    "check": {},
    "branch": {},
    "notify": {"text": "", "to": "owner", "members": ""},
    "stage": {"stage": ""},
    "owner": {"to": "rules", "members": ""},
    "objective": {"title": "", "fact": "", "target": "", "due_in": "60"},
    "webhook": {"url": ""},
}
RULED: Final = frozenset({"wait for rule", "check", "branch"})
TRIGGER: Final[Mapping[str, str]] = {
    "on": "hand", "signal": "", "segment": "", "fact": "", "days": "60", "side": "before",
}  # fmt: skip
HOLD_OUT: Final[Mapping[str, str]] = {"on": "", "percent": "10", "days": "90", "alone": "", "acted": ""}


@dataclass(slots=True)
class StepForm:
    """One step as typed; ``within`` is the branch and the arm that it is in, such as ``3.then``, empty for none."""

    number: str
    kind: str
    within: str
    fields: dict[str, Field]
    members: list[str]
    rule: RuleForm
    says: str = ""
    arms: "dict[str, list[StepForm]]" = field(default_factory=lambda: {arm: [] for arm in ARMS})

    @classmethod
    def read(cls, given: QueryDict, number: str, kind: str, within: str, names: FactNames) -> "StepForm":
        """What was sent of it; nothing sent: what it holds before anybody chose."""
        start = f"s{number}-"
        fields = {part: Field.read(given, f"{start}{part}", usual) for part, usual in FIELDS[kind].items()}
        return cls(
            number=number,
            kind=kind,
            within=within,
            fields=fields,
            members=given.getlist(f"{start}members")[:100],
            rule=read_rule(given, f"{start}rule", names),
        )

    @property
    def start(self) -> str:
        """How the names of its fields begin."""
        return f"s{self.number}"

    @property
    def has_rule(self) -> bool:
        """Whether a rule belongs to it."""
        return self.kind in RULED

    def value(self, part: str) -> str:
        """What was typed into one of its fields."""
        return self.fields[part].value

    def walk(self) -> "Iterator[StepForm]":
        """It and all within it, in their order on the page."""
        yield self
        for arm in ARMS:
            for one in self.arms[arm]:
                yield from one.walk()

    def all_fields(self) -> list[Field]:
        """All that somebody may have typed wrongly."""
        return [*self.fields.values(), *(self.rule.fields() if self.has_rule else ())]


@dataclass(slots=True)
class Draft:
    """``slug`` is empty for a new play, ``playbook`` names what it was made from."""

    slug: str
    playbook: str
    name: Field
    about: Field
    trigger: dict[str, Field]
    stop_when: RuleForm
    hold_out: dict[str, Field]
    exempt: RuleForm
    steps: list[StepForm] = field(default_factory=list)

    def walk(self) -> Iterator[StepForm]:
        """Every step, in the order of the page."""
        for one in self.steps:
            yield from one.walk()

    @property
    def errors(self) -> list[Field]:
        """The fields in which something is wrong."""
        every = [self.name, self.about, *self.trigger.values(), *self.stop_when.fields()]
        every += [one for step in self.walk() for one in step.all_fields()]
        every += [*self.hold_out.values(), *self.exempt.fields()]
        return [one for one in every if one.error]

    def place(self, within: str) -> list[StepForm] | None:
        """The steps of the play itself, or of the arm of a branch; None where there is no such branch."""
        if within == ROOT:
            return self.steps
        number, _dot, arm = within.partition(".")
        found = next((one for one in self.walk() if one.number == number and one.kind == "branch"), None)
        return found.arms[arm] if found is not None and arm in ARMS else None

    def depth(self, within: str) -> int:
        """In how many branches an arm is."""
        deep = 0
        while within != ROOT:
            number = within.partition(".")[0]
            within, deep = next((one.within for one in self.walk() if one.number == number), ROOT), deep + 1
        return deep

    def add(self, kind: str, within: str, names: FactNames) -> StepForm | None:
        """One more step, the last of its list; None where none can be."""
        place = self.place(within)
        every = list(self.walk())
        if place is None or kind not in FIELDS or len(every) >= MOST_STEPS:
            return None
        if kind == "branch" and self.depth(within) >= DEEPEST:
            return None
        number = str(max((int(one.number) for one in every), default=-1) + 1)
        made = StepForm.read(QueryDict(), number, kind, within, names)
        place.append(made)
        return made

    def remove(self, number: str) -> None:
        """Without one step and what is within it."""
        for place in self._places():
            place[:] = [one for one in place if one.number != number]

    def move(self, number: str, by: int) -> None:
        """One place up or down among the steps of its list."""
        for place in self._places():
            at = next((at for at, one in enumerate(place) if one.number == number), None)
            if at is not None and 0 <= at + by < len(place):
                place[at], place[at + by] = place[at + by], place[at]
                return

    def _places(self) -> "Iterator[list[StepForm]]":
        yield self.steps
        for one in self.walk():
            yield from one.arms.values()


def read_draft(given: QueryDict, names: FactNames) -> Draft:
    """What the form sent."""
    draft = Draft(
        slug=given.get("slug", "")[:63],
        playbook=given.get("playbook", "")[:63],
        name=Field.read(given, "name"),
        about=Field.read(given, "about"),
        trigger={part: Field.read(given, f"t-{part}", usual) for part, usual in TRIGGER.items()},
        stop_when=read_rule(given, "stop", names),
        hold_out={part: Field.read(given, f"h-{part}", usual) for part, usual in HOLD_OUT.items()},
        exempt=read_rule(given, "exempt", names),
    )
    for number in dict.fromkeys(given.getlist("step")[:MOST_STEPS]):
        if not number.isdecimal() or len(number) >= 7:
            continue
        kind, within = given.get(f"s{number}-do", ""), given.get(f"s{number}-in", ROOT)
        place = draft.place(within)
        if place is not None and kind in FIELDS and not (kind == "branch" and draft.depth(within) >= DEEPEST):
            place.append(StepForm.read(given, number, kind, within, names))
    return draft
