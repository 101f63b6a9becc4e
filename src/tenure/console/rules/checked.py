"""Is what stands in a form a rule? The rule, or at each field, in words, what is wrong with it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.field import Field
from tenure.console.rules.form import RuleForm
from tenure.console.rules.written import written
from tenure.rules.definition import RuleError
from tenure.rules.parse import parse
from tenure.rules.tree import Rule


def rule_in(form: RuleForm, names: FactNames) -> Rule | None:
    """The rule; None where there is none or something is wrong, which then stands at its field."""
    made = written(form, names)
    if made.json is None or form.errors:
        return None
    try:
        return parse(made.json)
    except RuleError as error:
        place(made.places, error).error = in_words(error)
        return None


def place(places: Mapping[str, Field], error: RuleError) -> Field:
    """The field that an error's path means, or the nearest around it."""
    path = error.path
    while path not in places and path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return places.get(path) or next(iter(places.values()))


def in_words(error: RuleError) -> str:
    """What was expected, as who fills in a form would be told."""
    part = error.path.rpartition(".")[2].partition("[")[0]
    said = {
        "fact": _("Choose a fact of the list."),
        "changed": _("Choose a fact of the list."),
        "op": _("Choose how to compare."),
        "value": _("Such a value cannot be compared like this."),
        "by": _("Write a number above zero, or nothing for any change."),
        "days": _("Write a whole number of days, as many as are kept."),
        "within": _("Write a whole number of days, as many as are kept."),
        "times": _("Write how often, as a whole number."),
        "did": _("Say which one, as your product sends it."),
        "then": _("Say which one, as your product sends it."),
        "of": _("Say which one, as your product sends it."),
        "property": _("Say which property of the event."),
    }
    return said.get(part) or error.problem[:1].upper() + error.problem[1:] + "."
