"""How does a play read? What starts it, each of its steps, and what became of a step, in whole sentences."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tenure.facts.catalogue import label
from tenure.plays.decide import step_at
from tenure.plays.names import PLAIN, Names, say_day, say_rule, say_who
from tenure.plays.play import (
    Branch,
    ByHand,
    Call,
    Check,
    Goal,
    HoldOut,
    OnAlert,
    OnDate,
    OnNewAccount,
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
)
from tenure.plays.progress import Taken
from tenure.values.voice import later, voice, worded, worded_for


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence about a step; ``depth`` counts the branches that it is in."""

    path: str
    depth: int
    text: str


def explain(play: Play, names: Names = PLAIN) -> list[str]:
    """The play without its steps: what starts it, what ends it, and whom it leaves alone; a sentence each."""
    said = [say_trigger(play.trigger, names)]
    if play.stop_when is not None:
        said.append(worded("It stops as soon as this holds: {rule}.", rule=say_rule(play.stop_when)))
    if play.hold_out is not None:
        said += _hold_out(play.hold_out)
    return said


def _hold_out(of: HoldOut) -> list[str]:
    share = voice().percent(of.percent / 100)
    said = [worded("{share} of the accounts, drawn by chance, are left alone for comparison.", share=share)]
    if of.exempt is not None:
        said.append(worded("None of those is left alone for which this holds: {rule}.", rule=say_rule(of.exempt)))
    return said


def say_trigger(of: Trigger, names: Names = PLAIN) -> str:
    """What starts the play, as a sentence."""
    return _TRIGGERS[type(of)](of, names)


def _on_segment(of: OnSegment, names: Names) -> str:
    segment = names.segment(of.segment)
    if of.entered:
        return worded("It starts when an account enters the segment “{segment}”.", segment=segment)
    return worded("It starts when an account leaves the segment “{segment}”.", segment=segment)


_TRIGGERS: Final[Mapping[type, Callable[[Any, Names], str]]] = {
    OnAlert: lambda of, names: worded("It starts when the signal “{signal}” fires.", signal=names.signal(of.signal)),
    OnSegment: _on_segment,
    OnDate: lambda of, _: worded("It starts by the calendar: {when}.", when=say_day(of.fact, of.days)),
    OnNewAccount: lambda *_: worded("It starts when an account is new."),
    ByHand: lambda *_: worded("A member starts it for the accounts they choose."),
}


def lines(play: Play, names: Names = PLAIN) -> list[Line]:
    """Its steps in their order, with the two ways of each branch."""
    return _lines(play.steps, names, "", 0)


def _lines(steps: Sequence[Step], names: Names, before: str, depth: int) -> list[Line]:
    said: list[Line] = []
    for at, step in enumerate(steps):
        path = f"{before}{at}"
        said.append(Line(path, depth, say_step(step, names)))
        if isinstance(step, Branch):
            said += _lines(step.then, names, f"{path}.then.", depth + 1)
            if step.otherwise:
                said.append(Line(f"{path}.else", depth, worded("Otherwise:")))
                said += _lines(step.otherwise, names, f"{path}.else.", depth + 1)
    return said


def say_step(step: Step, names: Names = PLAIN) -> str:
    """What a step does, as a sentence."""
    return _STEPS[type(step)](step, names)


def _task(step: Task, names: Names) -> str:
    who = say_who(step.to, names)
    if step.due_in == 0:
        return worded("Make the task “{title}”, due the same day. Who does it: {who}.", title=step.title, who=who)
    return worded_for(
        step.due_in,
        "Make the task “{title}”, due in {n} day. Who does it: {who}.",
        "Make the task “{title}”, due in {n} days. Who does it: {who}.",
        title=step.title,
        who=who,
    )


def _goal(step: Goal, _: Names) -> str:
    return worded_for(
        step.due_in,
        "Agree on the objective “{title}”, due in {n} day. What it aims at: {fact}, {target}.",
        "Agree on the objective “{title}”, due in {n} days. What it aims at: {fact}, {target}.",
        title=step.title,
        fact=label(step.fact),
        target=voice().number(step.target, 2),
    )


def _tell(step: Tell, names: Names) -> str:
    return worded("Send the notice “{text}”. Who gets it: {who}.", text=step.text, who=say_who(step.to, names))


def _wait_for_rule(step: WaitForRule, _: Names) -> str:
    return worded_for(
        step.at_most,
        "Wait at most {n} day until this holds: {rule}.",
        "Wait at most {n} days until this holds: {rule}.",
        rule=say_rule(step.rule),
    )


_STEPS: Final[Mapping[type, Callable[[Any, Names], str]]] = {
    Task: _task,
    Stage: lambda step, names: worded("Set the stage to “{stage}”.", stage=names.stage(step.stage)),
    Owner: lambda step, names: worded("Give the account an owner: {who}.", who=say_who(step.to, names)),
    Goal: _goal,
    Tell: _tell,
    Call: lambda step, _: worded("Call the webhook {url}.", url=step.url),
    Wait: lambda step, _: worded_for(step.days, "Wait {n} day.", "Wait {n} days."),
    WaitForDate: lambda step, _: worded("Wait for this day: {when}.", when=say_day(step.fact, step.days)),
    WaitForRule: _wait_for_rule,
    Check: lambda step, _: worded("Go on only if this holds: {rule}.", rule=say_rule(step.rule)),
    Branch: lambda step, _: worded("If this holds: {rule}:", rule=say_rule(step.rule)),
}

_BECAME: Final[Mapping[Taken, str]] = {
    Taken.WENT_ON: later("The day came, so it went on."),
    Taken.TIME_UP: later("It waited long enough, so it went on."),
    Taken.ENDED: later("Every step was taken."),
}
_RULED: Final[Mapping[tuple[type, Taken], str]] = {
    (WaitForRule, Taken.CAME_TRUE): later("It went on, because this holds: {rule}."),
    (Check, Taken.HOLDS): later("It went on, because this holds: {rule}."),
    (Check, Taken.HOLDS_NOT): later("It stopped, because this does not hold: {rule}."),
    (Branch, Taken.HOLDS): later("It took the first way, because this holds: {rule}."),
    (Branch, Taken.HOLDS_NOT): later("It took the other way, because this does not hold: {rule}."),
}


def why(play: Play, path: str, taken: Taken, names: Names = PLAIN) -> str:
    """What became of the step at a path and why, as the log of a run says it."""
    if taken in _BECAME:
        return worded(_BECAME[taken])
    if taken is Taken.STOPPED and play.stop_when is not None:
        return worded("It stopped, because this holds: {rule}.", rule=say_rule(play.stop_when))
    step = step_at(play, path)
    if taken is Taken.NO_DATE and isinstance(step, WaitForDate):
        return worded("It stopped, because this date is not known: {fact}.", fact=label(step.fact))
    if isinstance(step, WaitForRule | Check | Branch) and (type(step), taken) in _RULED:
        return worded(_RULED[type(step), taken], rule=say_rule(step.rule))
    return say_step(step, names)
