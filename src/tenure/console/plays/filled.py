"""How does a play stand in its form? Fields that read back as the same play."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.http import QueryDict

from tenure.console.locale import plain
from tenure.console.plays.draft import ROOT, Draft, StepForm, read_draft
from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.filled import form_of
from tenure.plays.play import (
    Branch,
    Call,
    Check,
    Goal,
    HoldOut,
    OnAlert,
    OnDate,
    OnSegment,
    Owner,
    Play,
    Stage,
    Step,
    Task,
    Tell,
    Trigger,
    Wait,
    WaitForDate,
    WaitForRule,
    Who,
)  # fmt: skip


def draft_of(play: Play, names: FactNames, *, slug: str, playbook: str = "") -> Draft:
    """The form that holds a play."""
    draft = read_draft(QueryDict(), names)
    draft.slug, draft.playbook = slug, playbook
    draft.name.value, draft.about.value = play.name, play.about
    for part, value in _trigger(play.trigger, names).items():
        draft.trigger[part].value = value
    draft.stop_when = form_of(play.stop_when, "stop", names)
    if play.hold_out is not None:
        for part, value in _hold_out(play.hold_out, names).items():
            draft.hold_out[part].value = value
        draft.exempt = form_of(play.hold_out.exempt, "exempt", names)
    _add(draft, play.steps, ROOT, names)
    return draft


def _add(draft: Draft, steps: Iterable[Step], within: str, names: FactNames) -> None:
    for step in steps:
        kind, values = _step(step, names)
        made = draft.add(kind, within, names)
        assert made is not None  # noqa: S101 - the parser lets no more steps through than a form holds
        for part, value in values.items():
            made.fields[part].value = value
        if isinstance(step, Task | Tell | Owner):
            _who(made, step.to)
        if isinstance(step, WaitForRule | Check | Branch):
            made.rule = form_of(step.rule, f"{made.start}-rule", names)
        if isinstance(step, Branch):
            _add(draft, step.then, f"{made.number}.then", names)
            _add(draft, step.otherwise, f"{made.number}.else", names)


def _who(made: StepForm, who: Who) -> None:
    made.fields["to"].value = who.role.value
    made.members = [str(one) for one in who.members]


def _trigger(of: Trigger, names: FactNames) -> dict[str, str]:
    if isinstance(of, OnDate):
        return {"on": "date", "fact": names.words(of.fact)} | _days(of.days)
    if isinstance(of, OnAlert):
        return {"on": "alert", "signal": of.signal}
    if isinstance(of, OnSegment):
        return {"on": "entry" if of.entered else "exit", "segment": of.segment}
    return {"on": str(of.as_json()["on"])}


def _days(days: int) -> dict[str, str]:
    return {"days": str(abs(days)), "side": "before" if days < 0 else "after"}


def _hold_out(of: HoldOut, names: FactNames) -> dict[str, str]:
    shares = {"alone": of.alone, "acted": of.acted}
    said = {name: plain(share * 100, names.locale, 4) for name, share in shares.items() if share is not None}
    return {"on": "on", "percent": str(of.percent), "days": str(of.days)} | said


def _step(step: Step, names: FactNames) -> tuple[str, dict[str, str]]:
    """Its kind, and what stands in its fields; those of people and rules are filled beside."""
    return str(step.as_json()["do"]), _VALUES[type(step)](step, names) if type(step) in _VALUES else {}


def _goal(step: Goal, names: FactNames) -> dict[str, str]:
    target = plain(step.target, names.locale)
    return {"title": step.title, "fact": names.words(step.fact), "target": target, "due_in": str(step.due_in)}


_VALUES: Final[Mapping[type, Callable[[Any, FactNames], dict[str, str]]]] = {
    Task: lambda step, _: {"title": step.title, "due_in": str(step.due_in), "script": step.script},
    Tell: lambda step, _: {"text": step.text},
    Stage: lambda step, _: {"stage": step.stage},
    Goal: _goal,
    Call: lambda step, _: {"url": step.url},
    Wait: lambda step, _: {"days": str(step.days)},
    WaitForDate: lambda step, names: {"fact": names.words(step.fact)} | _days(step.days),
    WaitForRule: lambda step, _: {"at_most": str(step.at_most)},
}
