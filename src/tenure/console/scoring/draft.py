"""What would the scorecard be that stands in the form? The form is the draft: nothing of it is kept until it is published.

Reads what was sent, takes lines in and out, and says at each field, in words, what `tenure.calc.scorecard.parse` refuses.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.calc.band import USUAL_BANDS
from tenure.calc.measure import Measure
from tenure.calc.points import apportion
from tenure.calc.scorecard import Scorecard
from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.field import Field, plain
from tenure.console.rules.filled import form_of
from tenure.console.rules.form import RuleForm, read_rule

UNKNOWN: Final[dict[str, str | Promise]] = {
    "leave_out": gettext_lazy("is left out, and the others weigh more"),
    "average": gettext_lazy("counts as average"),
    "poor": gettext_lazy("counts as poor"),
}
WHOLE: Final = 100
MOST: Final = 60  # lines that are read; more than a scorecard may have

_HEAVIEST: Final = 1e9


@dataclass(slots=True)
class MeasureForm:
    """One measure as typed; ``fact`` holds the words of the fact, ``says`` what it means."""

    line: str
    name: Field
    group: Field
    fact: Field
    poor: Field
    good: Field
    weight: Field
    unknown: Field
    needs: RuleForm
    says: str = ""

    def fields(self) -> list[Field]:
        """All that may be wrong."""
        own = [self.name, self.group, self.fact, self.poor, self.good, self.weight, self.unknown]
        return [*own, *self.needs.fields()]

    @classmethod
    def of(cls, line: str, field: Callable[[str], Field], needs: RuleForm) -> "MeasureForm":
        """With each field as ``field`` gives it for its name."""
        start = f"m{line}-"
        return cls(
            line=line,
            name=field(f"{start}name"),
            group=field(f"{start}group"),
            fact=field(f"{start}fact"),
            poor=field(f"{start}poor"),
            good=field(f"{start}good"),
            weight=field(f"{start}weight"),
            unknown=field(f"{start}unknown"),
            needs=needs,
        )


@dataclass(slots=True)
class HardRuleForm:
    """One hard rule as typed."""

    line: str
    name: Field
    band: Field
    reason: Field
    rule: RuleForm

    @classmethod
    def of(cls, line: str, field: Callable[[str], Field], rule: RuleForm) -> "HardRuleForm":
        """With each field as ``field`` gives it for its name."""
        start = f"h{line}-"
        return cls(line, field(f"{start}name"), field(f"{start}band"), field(f"{start}reason"), rule)

    def fields(self) -> list[Field]:
        """All that may be wrong."""
        return [self.name, self.band, self.reason, *self.rule.fields()]


@dataclass(slots=True)
class Draft:
    """``slug`` is empty for a new card; ``over`` the version that the change began from (0: none)."""

    slug: str
    over: int
    name: Field
    place: Field
    good: Field
    average: Field
    any_poor: Field
    rule: RuleForm
    weights: Field = field(default_factory=lambda: Field("weights"))
    measures: list[MeasureForm] = field(default_factory=list)
    hard_rules: list[HardRuleForm] = field(default_factory=list)

    @property
    def total(self) -> float:
        """What the weights add up to; those that are no numbers count nothing, and no weight more than can be written."""
        numbers = (Field("", each.weight.value).number or 0 for each in self.measures)
        return fsum(max(-_HEAVIEST, min(one, _HEAVIEST)) for one in numbers)

    @property
    def is_balanced(self) -> bool:
        """Whether they add up to what a card must have."""
        return abs(self.total - WHOLE) < 1e-9

    def fields(self) -> Iterator[Field]:
        """All fields in their order on the page."""
        yield from (self.name, self.place, *self.rule.fields(), self.weights)
        for measure in self.measures:
            yield from measure.fields()
        for hard in self.hard_rules:
            yield from hard.fields()
        yield from (self.good, self.average, self.any_poor)

    @property
    def errors(self) -> list[Field]:
        """The fields in which something is wrong."""
        return [one for one in self.fields() if one.error]

    @property
    def errors_told(self) -> list[tuple[str, Field]]:
        """The same with the name of the line in which each stands; empty for those of the card itself."""
        lines = {id(field): one.name.value for one in self.measures for field in one.fields()}
        lines |= {id(field): one.name.value for one in self.hard_rules for field in one.fields()}
        return [(lines.get(id(field), ""), field) for field in self.errors]

    @property
    def first_error(self) -> str:
        """The name of the field to go to; empty where nothing is wrong."""
        wrong = next(iter(self.errors), None)
        if wrong is self.weights and self.measures:
            return self.measures[0].weight.name
        return wrong.name if wrong else ""

    @property
    def key(self) -> str:
        """The slug that the card has, or would get from its name."""
        return self.slug or slugify(self.name.value)[:63].strip("-") or "scorecard"


def read_draft(given: QueryDict, names: FactNames) -> Draft:
    """What the form sent."""

    def sent(name: str) -> Field:
        return Field.read(given, name)

    over = given.get("over", "")
    draft = Draft(
        slug=slugify(given.get("slug", ""))[:63],
        over=int(over) if over.isdecimal() and len(over) < 9 else 0,
        name=sent("name"),
        place=sent("place"),
        good=sent("good"),
        average=sent("average"),
        any_poor=sent("any_poor"),
        rule=read_rule(given, "rule", names),
    )
    for line in _lines(given, "measure"):
        measure = MeasureForm.of(line, sent, read_rule(given, f"m{line}-needs", names))
        measure.says = names.sentence(names.named(measure.fact.value) or "")
        draft.measures.append(measure)
    for line in _lines(given, "hard"):
        draft.hard_rules.append(HardRuleForm.of(line, sent, read_rule(given, f"h{line}-rule", names)))
    return draft


def _lines(given: QueryDict, kind: str) -> list[str]:
    """The numbers of the lines that were sent, each once."""
    return list(dict.fromkeys(line for line in given.getlist(kind)[:MOST] if line.isdecimal() and len(line) < 7))


def draft_of(card: Scorecard, over: int, place: int, names: FactNames) -> Draft:
    """The form that holds a card; reading it back gives the same card."""
    draft = Draft(
        slug=card.slug,
        over=over,
        name=Field("name", card.name),
        place=Field("place", str(place)),
        good=Field("good", plain(card.bands.good)),
        average=Field("average", plain(card.bands.average)),
        any_poor=Field("any_poor", "on" if card.any_poor_makes_poor else ""),
        rule=form_of(card.rule, "rule", names),
    )
    for at, one in enumerate(card.measures):
        needs = form_of(one.needs, f"m{at}-needs", names)
        measure = MeasureForm.of(str(at), _filled(_values(one, names)), needs)
        measure.says = names.sentence(one.fact)
        draft.measures.append(measure)
    for at, rule in enumerate(card.hard_rules):
        values = {"name": rule.name, "band": rule.band, "reason": rule.reason}
        form = form_of(rule.rule, f"h{at}-rule", names)
        draft.hard_rules.append(HardRuleForm.of(str(at), _filled(values), form))
    return draft


def _values(one: Measure, names: FactNames) -> dict[str, str]:
    return {
        "name": one.name,
        "group": one.group,
        "fact": names.words(one.fact),
        "poor": plain(one.poor),
        "good": plain(one.good),
        "weight": plain(one.weight),
        "unknown": one.when_null,
    }


def _filled(values: Mapping[str, str]) -> Callable[[str], Field]:
    """Fields that hold these values, by the last part of their names."""
    return lambda name: Field(name, values.get(name.rpartition("-")[2], ""))


def empty_draft(place: int) -> Draft:
    """A new card before anything was typed."""
    return Draft(
        slug="",
        over=0,
        name=Field("name"),
        place=Field("place", str(place)),
        good=Field("good", plain(USUAL_BANDS.good)),
        average=Field("average", plain(USUAL_BANDS.average)),
        any_poor=Field("any_poor"),
        rule=RuleForm.empty("rule"),
    )


def change(draft: Draft, do: str, given: QueryDict, names: FactNames) -> str:
    """Take a line in or out as ``do`` says (``add measure``, ``remove m3``, ``balance`` …); the name of the field to go to."""
    verb, _space, what = do.partition(" ")
    if verb == "balance":
        balance(draft)
    elif verb == "remove":
        draft.measures = [one for one in draft.measures if f"m{one.line}" != what]
        draft.hard_rules = [one for one in draft.hard_rules if f"h{one.line}" != what]
    elif do == "add measure":
        return _add_measure(draft, given, names)
    elif do == "add hard":
        line = _next([one.line for one in draft.hard_rules])
        hard = HardRuleForm.of(line, _filled({"band": "average"}), RuleForm.empty(f"h{line}-rule"))
        hard.rule.add("fact")
        draft.hard_rules.append(hard)
        return hard.name.name
    return ""


def rules_of(draft: Draft) -> list[RuleForm]:
    """Every rule in the form."""
    return [draft.rule, *(one.needs for one in draft.measures), *(one.rule for one in draft.hard_rules)]


def balance(draft: Draft) -> None:
    """Make the weights add up to 100 in the proportion that they have; weights that are no numbers stay."""
    numbers = [Field("", one.weight.value).number or 0.0 for one in draft.measures]
    total = fsum(numbers)
    if total <= 0 or min(numbers) <= 0:
        return
    hundredths = apportion([one / total * WHOLE * 100 for one in numbers], WHOLE * 100)
    for one, share in zip(draft.measures, hundredths, strict=True):
        one.weight.value = plain(share / 100)


def _add_measure(draft: Draft, given: QueryDict, names: FactNames) -> str:
    """A measure of the fact chosen, with bounds still to be said and the weight that is left, or a tenth."""
    words = given.get("add-fact", "").replace("\0", "").strip()[:200]
    name = names.named(words)
    said = names.words(name) if name else words
    left = WHOLE - draft.total
    values = {"name": said[:100], "fact": said, "weight": plain(left if left >= 1 else 10), "unknown": "leave_out"}
    line = _next([one.line for one in draft.measures])
    measure = MeasureForm.of(line, _filled(values), RuleForm.empty(f"m{line}-needs"))
    draft.measures.append(measure)
    if name is None:
        measure.fact.error = _("Choose a fact of the list.")
        return measure.fact.name
    measure.says = names.sentence(name)
    return measure.poor.name


def _next(lines: list[str]) -> str:
    return str(max(map(int, lines), default=-1) + 1)
