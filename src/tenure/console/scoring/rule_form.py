"""How is a rule written in a form? A few comparisons, all or any of which must hold; what is nested more stays JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.console.scoring.fact_names import FactNames
from tenure.console.scoring.fields import Field, plain
from tenure.rules.comparison import ORDERED, WITHOUT_VALUE, Comparison, Op, Scalar
from tenure.rules.tree import AllOf, AnyOf, Rule
from tenure.values.money import Money, minor_digits

OPS: Final[dict[str, str | Promise]] = {
    "eq": gettext_lazy("is"),
    "ne": gettext_lazy("is not"),
    "lt": gettext_lazy("is below"),
    "le": gettext_lazy("is at most"),
    "gt": gettext_lazy("is above"),
    "ge": gettext_lazy("is at least"),
    "in": gettext_lazy("is one of"),
    "known": gettext_lazy("is known"),
    "unknown": gettext_lazy("is not known"),
}
MOST_LINES: Final = 100
TRUE: Final = ("true", "yes")
FALSE: Final = ("false", "no")


@dataclass(slots=True)
class Condition:
    """One comparison as typed; ``kind`` is the type of its fact, which decides how the value is read."""

    line: str
    fact: Field
    op: Field
    value: Field
    kind: str = ""

    @property
    def asks_value(self) -> bool:
        """Whether a value stands beside it."""
        return self.op.value not in WITHOUT_VALUE


@dataclass(slots=True)
class RuleForm:
    """``text`` holds the JSON of a rule that this form cannot show in lines; the lines are empty then."""

    prefix: str
    join: Field
    text: Field
    conditions: list[Condition] = field(default_factory=list)

    @classmethod
    def empty(cls, prefix: str) -> "RuleForm":
        """No rule yet."""
        return cls(prefix, Field(f"{prefix}-join", "all"), Field(f"{prefix}-json"))

    @property
    def error(self) -> str:
        """What is wrong with the rule as a whole."""
        return self.join.error

    def fields(self) -> list[Field]:
        """All that somebody may have typed wrongly."""
        each = [part for one in self.conditions for part in (one.fact, one.op, one.value)]
        return [self.join, self.text, *each]

    def add(self, names: FactNames) -> None:
        """One more line, the last."""
        taken = [int(one.line) for one in self.conditions]
        line = str(max(taken, default=-1) + 1)
        self.conditions.append(_condition(f"{self.prefix}-{line}", Comparison("", Op.EQ), names))

    def remove(self, line: str) -> None:
        """Without one line."""
        self.conditions = [one for one in self.conditions if one.line != line]


def read_rule(given: QueryDict, prefix: str, names: FactNames) -> RuleForm:
    """What the form sent of one rule."""
    join = Field.read(given, f"{prefix}-join", "all")
    found = RuleForm(prefix, join, Field.read(given, f"{prefix}-json"))
    for line in given.getlist(prefix)[:MOST_LINES]:
        if line.isdecimal() and len(line) < 7:
            fact, op, value = (Field.read(given, f"{prefix}-{line}-{part}") for part in ("fact", "op", "value"))
            kind = names.kind(names.named(fact.value) or "")
            if kind == "bool" and op.value in ORDERED:  # it was chosen for the fact that stood here before
                op.value = Op.EQ.value
            found.conditions.append(Condition(line, fact, op, value, kind))
    return found


def form_of(rule: Rule | None, prefix: str, names: FactNames, currency: str) -> RuleForm:
    """The form that holds a rule; reading it back gives the same rule."""
    form = RuleForm(
        prefix, Field(f"{prefix}-join", "any" if isinstance(rule, AnyOf) else "all"), Field(f"{prefix}-json")
    )
    if rule is None:
        return form
    parts = rule.rules if isinstance(rule, AllOf | AnyOf) else (rule,)
    if all(isinstance(one, Comparison) for one in parts):
        lines = enumerate(cast(Sequence[Comparison], parts))
        form.conditions = [_condition(f"{prefix}-{at}", one, names) for at, one in lines]
        if _same(rule_json(form, names, currency), rule.as_json()):
            return form
    form = RuleForm.empty(prefix)
    form.text.value = json.dumps(rule.as_json(), ensure_ascii=False, indent=1)
    return form


def rule_json(form: RuleForm, names: FactNames, currency: str) -> object:
    """The rule in its JSON form, None where there is none; what cannot be read is noted in its field."""
    if form.text.value:
        try:
            return json.loads(form.text.value)
        except (ValueError, RecursionError):
            form.text.error = _("This is no JSON.")
            return None
    if not form.conditions:
        return None
    lines = [_comparison(one, names, currency) for one in form.conditions]
    if len(lines) == 1:
        return lines[0]
    return {"any" if form.join.value == "any" else "all": lines}


def _condition(start: str, rule: Comparison, names: FactNames) -> Condition:
    words = names.words(rule.fact) if rule.fact else ""
    fact, op, value = (Field(f"{start}-{part}") for part in ("fact", "op", "value"))
    fact.value, op.value, value.value = words, rule.op.value, _typed(rule)
    return Condition(start.rpartition("-")[2], fact, op, value, names.kind(rule.fact))


def _comparison(one: Condition, names: FactNames, currency: str) -> dict[str, Any]:
    name = names.named(one.fact.value)
    if name is None:
        said = _("No fact is called “%(text)s”; choose one of the list.") % {"text": one.fact.value[:60]}
        one.fact.error = said if one.fact.value else _("Choose a fact.")
    told: dict[str, Any] = {"fact": name or "", "op": one.op.value}
    if one.op.value == "in":
        told["value"] = [_scalar(part.strip(), one, currency) for part in one.value.value.split(",") if part.strip()]
        if not told["value"]:
            one.value.error = _("Write the values, with commas between.")
    elif one.asks_value:
        told["value"] = _scalar(one.value.value, one, currency)
    return told


def _scalar(text: str, one: Condition, currency: str) -> object:
    """The value as the type of its fact reads it; a trait's is a number where it looks like one."""
    if one.kind in _READ:
        return _READ[one.kind](text, one)
    if one.kind == "money":
        return {"amount": round(_number(text, one) * 10 ** minor_digits(currency)), "currency": currency}
    try:
        return text if one.kind else _plain_number(text)
    except ValueError:
        return text


def _number(text: str, one: Condition) -> int | float:
    held = Field("", text)
    found = held.number
    one.value.error = one.value.error or held.error
    return 0 if found is None else int(found) if found.is_integer() else found


def _plain_number(text: str) -> int | float:
    return float(text) if any(sign in text for sign in ".eE") else int(text)


def _flag(text: str, one: Condition) -> bool:
    if text.casefold() not in (*TRUE, *FALSE):
        one.value.error = _("Choose yes or no.")
    return text.casefold() in TRUE


def _day(text: str, one: Condition) -> object:
    try:
        date.fromisoformat(text)
    except ValueError:
        one.value.error = _("Choose a day.")
    return {"date": text}


_READ: Final = {"bool": _flag, "int": _number, "float": _number, "date": _day}


def _typed(rule: Comparison) -> str:
    if rule.value is None:
        return ""
    listed = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    return ", ".join(_text(one) for one in listed)


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Money):
        return plain(value.amount / 10 ** minor_digits(value.currency))
    return plain(value) if isinstance(value, int | float) else str(value)


def _same(one: object, other: object) -> bool:
    """Whether two rules are written alike; 1 and true are not."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
