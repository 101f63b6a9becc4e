"""Which rule stands in a form? Its JSON form, and for each path in it the field where it was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.field import Field
from tenure.console.rules.form import Line, RuleForm
from tenure.console.rules.literals import literal, number_in, whole_in
from tenure.rules.comparison import WITHOUT_VALUE

Json = dict[str, Any]
AHEAD: Final = {"ahead": 1, "ago": -1}
_JOINS: Final = {"all": "all", "any": "any", "none": "any", "notall": "all"}


@dataclass(slots=True)
class Written:
    """``json`` is None for no rule. Whatever cannot be read is noted in its field."""

    json: Json | None
    places: dict[str, Field] = field(default_factory=dict)


def written(form: RuleForm, names: FactNames, path: str = "rule") -> Written:
    """The rule of a form; ``path`` is where it stands in a larger definition."""
    found = Written(None, {path: form.root.fields["join"]})
    if not form.is_empty:
        found.json = _group(form.root, path, names, found.places)
    return found


def _group(line: Line, path: str, names: FactNames, places: dict[str, Field]) -> Json:
    join = line.value("join") if line.value("join") in _JOINS else "all"
    if not line.parts:
        line.fields["join"].error = _("Add a line to the group, or remove it.")
        return {}
    negated, word = join in {"none", "notall"}, _JOINS[join]
    inner = f"{path}.not" if negated else path
    if len(line.parts) == 1:
        made = _line(line.parts[0], inner, names, places)
    else:
        places[f"{inner}.{word}"] = line.fields["join"]
        made = {word: [_line(one, f"{inner}.{word}[{at}]", names, places) for at, one in enumerate(line.parts)]}
    return {"not": made} if negated else made


def _line(line: Line, path: str, names: FactNames, places: dict[str, Field]) -> Json:
    places.setdefault(path, next(iter(line.fields.values())))
    places |= {f"{path}.{_PATHS.get(name, name)}": one for name, one in line.fields.items()}
    return _group(line, path, names, places) if line.kind == "group" else _LEAVES[line.kind](line, path, names, places)


def _fact(line: Line, _path: str, names: FactNames, _places: dict[str, Field]) -> Json:
    name, op, value = _named(line, names), line.value("op"), line.fields["value"]
    if op in {"next", "past"}:
        days = whole_in(value, names.locale)
        first, last = (0, days) if op == "next" else (-days, 0)
        return {
            "all": [
                {"fact": name, "op": "ge", "value": {"in_days": first}},
                {"fact": name, "op": "le", "value": {"in_days": last}},
            ]
        }
    if line.value("unit") in AHEAD and line.of == "date" and op not in WITHOUT_VALUE:
        return {"fact": name, "op": op, "value": {"in_days": AHEAD[line.value("unit")] * whole_in(value, names.locale)}}
    currency = line.value("unit") if line.of == "money" and line.value("unit") else names.currency
    return {"fact": name, **_compared(line, line.of, names, currency)}


def _property(line: Line, _path: str, names: FactNames, _places: dict[str, Field]) -> Json:
    if not line.value("property"):
        line.fields["property"].error = _("Say which property of the event.")
    return {"property": line.value("property"), **_compared(line, "", names, names.currency)}


def _compared(line: Line, kind: str, names: FactNames, currency: str) -> Json:
    op, value = line.value("op"), line.fields["value"]
    if op in WITHOUT_VALUE:
        return {"op": op}
    if op in {"contains", "starts"}:
        kind = "text"
    if op == "in":
        texts = [part.strip() for part in value.value.split(";") if part.strip()]
        if not texts:
            value.error = _("Write the values, with semicolons between.")
        return {"op": op, "value": [literal(one, kind, value, names.locale, currency) for one in texts]}
    if not value.value and kind in {"", "text"}:
        value.error = _("Say with what to compare.")
    return {"op": op, "value": literal(value.value, kind, value, names.locale, currency)}


def _changed(line: Line, _path: str, names: FactNames, _places: dict[str, Field]) -> Json:
    plain: Json = {
        "changed": _named(line, names),
        "way": line.value("way"),
        "days": whole_in(line.fields["days"], names.locale),
    }
    by = line.fields["by"]
    if not by.value:
        return plain
    if line.value("unit") == "share":
        return plain | {"by": number_in(by, names.locale) / 100, "as": "share"}
    return plain | {
        "by": literal(by.value, "money" if line.of == "money" else "float", by, names.locale, names.currency)
    }


def _did(line: Line, path: str, names: FactNames, places: dict[str, Field]) -> Json:
    op, never = line.value("op"), line.value("op") == "never"
    plain: Json = {
        "did": _event(line, "event"),
        "op": "eq" if never else op,
        "times": 0 if never else whole_in(line.fields["times"], names.locale),
    }
    if line.value("window") == "since":
        plain["since"] = literal(line.value("since"), "date", line.fields["since"], names.locale, names.currency)
    else:
        plain["days"] = whole_in(line.fields["days"], names.locale)
    if line.parts:
        plain["where"] = [_line(one, f"{path}.where[{at}]", names, places) for at, one in enumerate(line.parts)]
    return plain


def _followed(line: Line, _path: str, names: FactNames, _places: dict[str, Field]) -> Json:
    return {
        "did": _event(line, "event"),
        "then": _event(line, "then"),
        "within": whole_in(line.fields["within"], names.locale),
        "days": whole_in(line.fields["days"], names.locale),
    }


def _watch(line: Line, _path: str, _names: FactNames, _places: dict[str, Field]) -> Json:
    plain: Json = {"watch": line.value("watch"), "source": line.value("source")}
    return plain if line.value("source") == "usage" else plain | {"of": _event(line, "of")}


def _event(line: Line, part: str) -> str:
    if not line.value(part):
        line.fields[part].error = _("Say which one, as your product sends it.")
    return line.value(part)


def _named(line: Line, names: FactNames) -> str:
    fact = line.fields["fact"]
    name = names.named(fact.value)
    if name is None:
        said = _("No fact is called “%(text)s”; choose one of the list.") % {"text": fact.value[:60]}
        fact.error = said if fact.value else _("Choose a fact.")
    return name or ""


_PATHS: Final = {"event": "did"}
_LEAVES: Final[Mapping[str, Callable[[Line, str, FactNames, dict[str, Field]], Json]]] = {
    "fact": _fact,
    "property": _property,
    "changed": _changed,
    "did": _did,
    "followed": _followed,
    "watch": _watch,
}
