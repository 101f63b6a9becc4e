"""Is what stands in the form a play? The play, or at each field, in words, what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from tenure.console.plays.draft import Draft, StepForm
from tenure.console.rules.checked import rule_in
from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.field import Field
from tenure.console.rules.form import RuleForm
from tenure.console.rules.literals import number_in, whole_in
from tenure.plays.parse import PlayError, parse
from tenure.plays.play import NAMING, Play, Role, Step

Json = dict[str, Any]
_NAMING: Final = {role.value for role in NAMING}


def checked(draft: Draft, names: FactNames, slug: str) -> Play | None:
    """The play; None where something is wrong, which then stands at its field."""
    writing = _Writing(names)
    made = writing.play(draft, slug)
    if draft.errors:
        return None
    try:
        return parse(made)
    except PlayError as error:
        wrong = writing.place(error.path, draft)
        wrong.error = _in_words(error)
        return None


def slug_of(draft: Draft) -> str:
    """The slug that a new play would get from its name."""
    return slugify(draft.name.value)[:50].strip("-") or "play"


def step_in(step: StepForm, names: FactNames) -> Step | None:
    """One step alone as it stands in the form, for its sentence; None where it says nothing yet. It notes no errors."""
    writing = _Writing(names)
    said = {
        "slug": "one",
        "name": "one",
        "trigger": {"on": "hand"},
        "steps": [writing.step(step, "play.steps[0]", deep=False)],
    }
    wrong = [one for one in step.all_fields() if one.error]
    for one in wrong:
        one.error = ""
    try:
        return None if wrong else parse(said).steps[0]
    except PlayError:
        return None


@dataclass(slots=True)
class _Writing:
    """``places`` says for each path in the play where it was typed."""

    names: FactNames
    places: dict[str, Field] = field(default_factory=dict)

    def place(self, path: str, draft: Draft) -> Field:
        """The field that a path means, or the nearest around it."""
        while path not in self.places and path:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.places.get(path, draft.name)

    def play(self, draft: Draft, slug: str) -> Json:
        """The whole play as JSON."""
        self.places |= {"play.name": draft.name, "play.about": draft.about, "play.trigger": draft.trigger["on"]}
        self.places["play.steps"] = self.places["play"] = draft.name
        if not draft.name.value:
            draft.name.error = _("Give it a name.")
        if not draft.steps:
            draft.name.error = draft.name.error or _("Add a step: a play that does nothing cannot be kept.")
        return {
            "slug": slug,
            "name": draft.name.value,
            "about": draft.about.value,
            "trigger": self.trigger(draft.trigger),
            "steps": [self.step(one, f"play.steps[{at}]") for at, one in enumerate(draft.steps)],
            "stop_when": self.rule(draft.stop_when, "play.stop_when"),
            "hold_out": self.hold_out(draft),
        }

    def trigger(self, of: Mapping[str, Field]) -> Json:
        """What starts it."""
        on = of["on"].value
        self.places |= {f"play.trigger.{part}": one for part, one in of.items()}
        if on == "alert":
            return {"on": on, "signal": self.chosen(of["signal"], _("Choose a signal."))}
        if on in {"entry", "exit"}:
            return {"on": on, "segment": self.chosen(of["segment"], _("Choose a segment."))}
        if on == "date":
            return {"on": on, **self.dated(of)}
        return {"on": on}

    def hold_out(self, draft: Draft) -> Json | None:
        """Whom it leaves alone; nobody unless that is chosen."""
        of = draft.hold_out
        if not of["on"].value:
            return None
        self.places |= {f"play.hold_out.{part}": one for part, one in of.items()}
        self.places["play.hold_out"] = of["percent"]
        shares = {part: round(number_in(of[part], self.names.locale) / 100, 6) for part in ("alone", "acted")}
        if not (of["alone"].error or of["acted"].error) and shares["acted"] >= shares["alone"]:
            of["acted"].error = _("With the play fewer should leave than by themselves.")
        whole = {part: whole_in(of[part], self.names.locale) for part in ("percent", "days")}
        return whole | shares | {"exempt": self.rule(draft.exempt, "play.hold_out.exempt")}

    def rule(self, form: RuleForm, path: str, *, asked: bool = False) -> Json | None:
        """A rule; ``asked``: there has to be one."""
        self.places[path] = form.root.fields["join"]
        if asked and form.is_empty:
            form.root.fields["join"].error = _("Say when: add a line.")
        found = rule_in(form, self.names)
        return None if found is None else found.as_json()

    def step(self, of: StepForm, path: str, *, deep: bool = True) -> Json:
        """One step; of a branch those within it too, unless only its own sentence is asked for."""
        self.places |= {f"{path}.{part}": one for part, one in of.fields.items()}
        self.places[path] = next(iter(of.fields.values()), of.rule.root.fields["join"])
        made: Json = {"do": of.kind, **_STEPS[of.kind](self, of)}
        if of.has_rule:
            made["rule"] = self.rule(of.rule, f"{path}.rule", asked=True)
        if of.kind == "branch":
            for arm, steps in of.arms.items():
                inner = [self.step(one, f"{path}.{arm}[{at}]") for at, one in enumerate(steps)] if deep else []
                made[arm] = inner
        return made

    def chosen(self, one: Field, missing: str) -> str:
        """What was chosen or typed; that it is missing is noted."""
        if not one.value:
            one.error = missing
        return one.value

    def fact(self, one: Field) -> str:
        """The name of the fact that was chosen by its words."""
        name = self.names.named(one.value)
        if name is None:
            one.error = _("Choose a fact of the list.")
        return name or ""

    def dated(self, of: Mapping[str, Field]) -> Json:
        """So many days before or after the date that a fact says."""
        days = whole_in(of["days"], self.names.locale)
        return {"fact": self.fact(of["fact"]), "days": -days if of["side"].value == "before" else days}

    def whole(self, of: StepForm, part: str) -> int:
        """A whole number of days."""
        return whole_in(of.fields[part], self.names.locale)

    def who(self, of: StepForm) -> object:
        """Who does it."""
        role = of.value("to")
        if role not in _NAMING:
            return role
        members = [int(one) for one in of.members if one.isdecimal() and len(one) < 19]
        if role == Role.MEMBER:
            members = members[:1]
        if not members:
            of.fields["members"].error = _("Choose who.")
        return {"role": role, "members": members}


def _task(w: _Writing, of: StepForm) -> Json:
    title = w.chosen(of.fields["title"], _("Say what is to be done."))
    return {"title": title, "to": w.who(of), "due_in": w.whole(of, "due_in"), "script": of.value("script")}


def _objective(w: _Writing, of: StepForm) -> Json:
    return {
        "title": w.chosen(of.fields["title"], _("Say what is to be reached.")),
        "fact": w.fact(of.fields["fact"]),
        "target": number_in(of.fields["target"], w.names.locale),
        "due_in": w.whole(of, "due_in"),
    }


_STEPS: Final[Mapping[str, Callable[[_Writing, StepForm], Json]]] = {
    "task": _task,
    "objective": _objective,
    "notify": lambda w, of: {"text": w.chosen(of.fields["text"], _("Say what to tell.")), "to": w.who(of)},
    "stage": lambda w, of: {"stage": w.chosen(of.fields["stage"], _("Choose a stage."))},
    "owner": lambda w, of: {"to": w.who(of)},
    "webhook": lambda w, of: {"url": w.chosen(of.fields["url"], _("Choose a webhook."))},
    "wait": lambda w, of: {"days": w.whole(of, "days")},
    "wait for date": lambda w, of: w.dated(of.fields),
    "wait for rule": lambda w, of: {"at_most": w.whole(of, "at_most")},
    "check": lambda _w, _of: {},
    "branch": lambda _w, _of: {},
}


def _in_words(error: PlayError) -> str:
    """What was expected, as who fills in a form would be told."""
    part = error.path.rpartition(".")[2].partition("[")[0]
    said = {
        "days": _("Write a whole number of days, at most 1,000."),
        "due_in": _("Write a whole number of days, at most 1,000."),
        "at_most": _("Write a whole number of days, from 1 to 1,000."),
        "percent": _("Write a whole number from 1 to 50."),
        "alone": _("Write a share from 0 to 100."),
        "acted": _("Write a share from 0 to 100."),
        "name": _("Give it a name of at most 100 characters."),
        "about": _("Say it in at most 500 characters."),
        "title": _("Say it in at most 300 characters."),
        "steps": _("A play has at least one step, and at most 100."),
        "fact": _("Choose a fact of the list."),
    }
    return said.get(part) or error.problem[:1].upper() + error.problem[1:] + "."
