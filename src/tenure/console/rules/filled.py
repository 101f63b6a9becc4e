"""How does a rule stand in its form? Lines and groups that read back as the same rule."""

from collections.abc import Mapping
from typing import Final

from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.form import Line, RuleForm
from tenure.console.rules.literals import typed
from tenure.rules.comparison import Comparison, InDays, Op, Scalar
from tenure.rules.leaves import Changed, Did, Followed, Watch
from tenure.rules.span import span_of
from tenure.rules.tree import AllOf, AnyOf, Not, Rule
from tenure.values.money import Money


def form_of(rule: Rule | None, prefix: str, names: FactNames) -> RuleForm:
    """The form that holds a rule."""
    form = RuleForm.empty(prefix)
    if rule is not None:
        inner = rule.rule if isinstance(rule, Not) else rule
        if isinstance(inner, AllOf | AnyOf) and span_of(inner) is None:
            form.root.fields["join"].value = _join(rule)
            for one in inner.rules:
                _add(form, form.root, one, names)
        else:
            _add(form, form.root, rule, names)
    return form


def _add(form: RuleForm, group: Line, rule: Rule, names: FactNames) -> None:
    inner = rule.rule if isinstance(rule, Not) else rule
    if (span := span_of(rule)) is not None:
        op = "past" if span.is_past else "next"
        _new(form, group, "fact", {"fact": names.words(span.fact), "op": op, "value": str(span.days)}, names)
    elif isinstance(rule, Not | AllOf | AnyOf):
        line = _new(form, group, "group", {"join": _join(rule)}, names)
        is_group = isinstance(inner, AllOf | AnyOf) and span_of(inner) is None
        for one in inner.rules if is_group else (inner,):  # type: ignore[union-attr]  # `is_group` says that it has rules
            _add(form, line, one, names)
    elif isinstance(rule, Did):
        line = _new(form, group, "did", _did(rule, names), names)
        for each in rule.where:
            _new(
                form,
                line,
                "property",
                {"property": each.fact, "op": each.op.value, "value": _value(each, "", names)},
                names,
            )
    else:
        kind, values = _leaf(rule, names)
        _new(form, group, kind, values, names)


def _new(form: RuleForm, group: Line, kind: str, values: Mapping[str, str], names: FactNames) -> Line:
    line = form.add(kind, group.number)
    assert line is not None  # noqa: S101 - the parser lets no more lines through than a form holds
    for name, value in values.items():
        line.fields[name].value = value
    line.learn(names)
    return line


def _join(rule: Rule) -> str:
    if isinstance(rule, Not):
        return "notall" if isinstance(rule.rule, AllOf) and span_of(rule.rule) is None else "none"
    return "any" if isinstance(rule, AnyOf) else "all"


def _leaf(rule: Comparison | Changed | Followed | Watch, names: FactNames) -> tuple[str, dict[str, str]]:
    if isinstance(rule, Comparison):
        values = {
            "fact": names.words(rule.fact),
            "op": rule.op.value,
            "value": _value(rule, names.kind(rule.fact), names),
        }
        return "fact", values | {"unit": _unit(rule.value)}
    if isinstance(rule, Changed):
        return "changed", _changed(rule, names)
    if isinstance(rule, Followed):
        return "followed", {
            "event": rule.first,
            "then": rule.then,
            "within": str(rule.within),
            "days": str(rule.days),
        }
    return "watch", {"watch": rule.kind, "source": rule.source, "of": rule.of}


def _unit(value: object) -> str:
    if isinstance(value, InDays):
        return "ago" if value.days < 0 else "ahead"
    return value.currency if isinstance(value, Money) else ""


def _value(rule: Comparison, kind: str, names: FactNames) -> str:
    if rule.value is None:
        return ""
    listed = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    # What text is looked for in is text, whatever it looks like.
    kind = "text" if rule.op in {Op.CONTAINS, Op.STARTS} else kind
    return "; ".join(typed(one, kind, names.locale) for one in listed)


def _changed(rule: Changed, names: FactNames) -> dict[str, str]:
    by: Scalar | None = rule.by
    if by is not None and rule.as_share:
        by = round(float(by) * 100, 10)  # type: ignore[arg-type]  # the parser saw to a number
    return {
        "fact": names.words(rule.fact),
        "way": rule.way,
        "by": "" if by is None else typed(by, "", names.locale),
        "unit": "share" if rule.as_share else "value",
        "days": str(rule.days),
    }


_NEVER: Final = (Op.EQ, 0)


def _did(rule: Did, names: FactNames) -> dict[str, str]:
    window = {"window": "since", "since": rule.since.isoformat()} if rule.since else {"days": str(rule.days)}
    op = "never" if (rule.op, rule.times) == _NEVER else rule.op.value
    return {"event": rule.event, "op": op, "times": typed(rule.times, "int", names.locale), **window}
