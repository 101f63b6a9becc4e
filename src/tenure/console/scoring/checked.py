"""Is the draft a scorecard? The one that it makes, or at each field, in words, what is wrong with it."""

from collections.abc import Callable, Mapping
from functools import partial

from django.utils.translation import gettext as _

from tenure.calc.band import parse_bands, parse_hard_rule
from tenure.calc.measure import optional_rule, parse_measure
from tenure.calc.scorecard import Scorecard, parse
from tenure.console.locale import LocaleVoice
from tenure.console.rules.checked import in_words, place
from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.field import Field
from tenure.console.rules.form import RuleForm
from tenure.console.rules.written import written
from tenure.console.scoring.draft import Draft, HardRuleForm, MeasureForm, balance
from tenure.rules.definition import RuleError

Places = dict[str, Field]  # path within the definition -> the field that it was typed in


def checked(draft: Draft, names: FactNames, voice: LocaleVoice) -> Scorecard | None:
    """The scorecard; None where something is wrong, which then stands at its field.

    Weights that do not add up to 100 are such an error here.
    """
    places: Places = {}
    definition = _definition(draft, names, places)
    if draft.measures and not draft.is_balanced:
        said = _("The weights add up to %(total)s; they must add up to 100.")
        draft.weights.error = said % {"total": voice.number(draft.total, 2)}
    _try_parts(definition, places)
    if draft.errors:
        return None
    try:
        return parse(definition)
    except RuleError as error:
        _note(places, error)
        return None


def previewed(draft: Draft, names: FactNames, voice: LocaleVoice) -> Scorecard | None:
    """The same while somebody still types: weights count in the proportion that they have, and a name may be missing."""
    if not draft.name.value:
        draft.name.value = "…"
    balance(draft)
    return checked(draft, names, voice)


def _definition(draft: Draft, names: FactNames, places: Places) -> dict[str, object]:
    places |= {"scorecard": draft.name, "scorecard.name": draft.name, "scorecard.measures": draft.weights}
    places |= {"scorecard.bands": draft.good, "scorecard.bands.average": draft.average}
    measures = [_measure(one, f"scorecard.measures[{at}]", names, places) for at, one in enumerate(draft.measures)]
    hard = [_hard(one, f"scorecard.hard_rules[{at}]", names, places) for at, one in enumerate(draft.hard_rules)]
    return {
        "slug": draft.key,
        "name": draft.name.value,
        "rule": _rule(draft.rule, "scorecard.rule", names, places),
        "measures": measures,
        "bands": {"good": _number(draft.good), "average": _number(draft.average)},
        "any_poor_makes_poor": bool(draft.any_poor.value),
        "hard_rules": hard,
    }


def _measure(one: MeasureForm, path: str, names: FactNames, places: Places) -> dict[str, object]:
    parts = {"name": one.name, "group": one.group, "fact": one.fact, "poor": one.poor, "good": one.good}
    places |= {path: one.name, **{f"{path}.{part}": field for part, field in parts.items()}}
    places |= {f"{path}.weight": one.weight, f"{path}.when_null": one.unknown}
    name = names.named(one.fact.value)
    if name is None:
        said = _("No fact is called “%(text)s”; choose one of the list.") % {"text": one.fact.value[:60]}
        one.fact.error = said if one.fact.value else _("Choose a fact.")
    return {
        "name": one.name.value,
        "group": one.group.value or _("Measures"),
        "fact": name or "",
        "poor": _number(one.poor),
        "good": _number(one.good),
        "weight": _number(one.weight),
        "when_null": one.unknown.value or None,
        "needs": _rule(one.needs, f"{path}.needs", names, places),
    }


def _hard(one: HardRuleForm, path: str, names: FactNames, places: Places) -> dict[str, object]:
    places |= {path: one.name, f"{path}.name": one.name, f"{path}.band": one.band, f"{path}.reason": one.reason}
    rule = _rule(one.rule, f"{path}.rule", names, places)
    if rule is None:
        one.rule.root.fields["join"].error = _("Say when the rule holds: add a line.")
    return {"name": one.name.value, "band": one.band.value, "reason": one.reason.value, "rule": rule}


def _rule(form: RuleForm, path: str, names: FactNames, places: Places) -> object:
    made = written(form, names, path)
    places |= made.places
    return made.json


def _number(field: Field) -> float:
    """Nought stands in for what is no number, which its field then says."""
    return field.number or 0.0


def _try_parts(definition: Mapping[str, object], places: Places) -> None:
    """Note what is wrong in every part, where the whole would stop at the first."""
    _try(places, lambda: parse_bands(definition["bands"], "scorecard.bands"))
    _try(places, lambda: optional_rule(definition["rule"], "scorecard.rule"))
    readers: dict[str, Callable[[object, str], object]] = {"measures": parse_measure, "hard_rules": parse_hard_rule}
    for kind, reader in readers.items():
        listed = definition[kind]
        for at, one in enumerate(listed if isinstance(listed, list) else ()):
            _try(places, partial(reader, one, f"scorecard.{kind}[{at}]"))


def _try(places: Places, reading: Callable[[], object]) -> None:
    try:
        reading()
    except RuleError as error:
        _note(places, error)


def _note(places: Places, error: RuleError) -> None:
    """Write the error at the field that its path means, unless that has one already."""
    field = place(places, error)
    field.error = field.error or _in_words(error)


def _in_words(error: RuleError) -> str:
    """What was expected, as who fills in a form would be told."""
    part = error.path.rpartition(".")[2].partition("[")[0]
    said = {
        "weight": _("A weight is a number from 0.01 to 100."),
        "name": _("Give it a name of at most 100 characters."),
        "group": _("A group is a word or two, of at most 100 characters."),
        "poor": _("A bound is a number."),
        "bands": _("Average begins above 0, good above average, at most at 100."),
        "measures": _("A scorecard has at least one measure, and at most 50."),
        "hard_rules": _("A scorecard has at most 50 hard rules."),
        "band": _("Choose the band that it may reach at most."),
        "reason": _("Say in a sentence why; it stands beside the band."),
        "slug": _("Give it a name with letters or digits."),
    }
    if part == "good" and "another bound" in error.problem:
        return _("Good and poor must differ.")
    if part == "name" and "of its own" in error.problem:
        return _("Another one has this name; give each its own.")
    return said.get(part) or in_words(error)
