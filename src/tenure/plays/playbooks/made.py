"""How does a playbook become a play? Its words in the language of whoever takes it, its steps as practice has them."""

from dataclasses import replace
from typing import Final

from tenure.plays.play import Branch, Goal, Play, Role, Step, Task, Tell, Who
from tenure.rules.comparison import Comparison, Op, Scalar
from tenure.rules.tree import Rule
from tenure.values.voice import worded

OWNER: Final = Who(Role.OWNER)
COVER: Final = Who(Role.COVER)
LEAD: Final = Who(Role.LEAD)
LEFT: Final = Comparison("is_former", Op.EQ, True)


def at_least(fact: str, value: Scalar) -> Rule:
    """The fact is known and no less."""
    return Comparison(fact, Op.GE, value)


def at_most(fact: str, value: Scalar) -> Rule:
    """The fact is known and no more."""
    return Comparison(fact, Op.LE, value)


def made_of(playbook: Play) -> Play:
    """The play that a playbook makes, in the language of the voice in force."""
    steps = tuple(_said(step) for step in playbook.steps)
    return replace(playbook, name=worded(playbook.name), about=worded(playbook.about), steps=steps)


def _said(step: Step) -> Step:
    if isinstance(step, Task):
        return replace(step, title=worded(step.title), script=worded(step.script) if step.script else "")
    if isinstance(step, Goal):
        return replace(step, title=worded(step.title))
    if isinstance(step, Tell):
        return replace(step, text=worded(step.text))
    if isinstance(step, Branch):
        then, otherwise = (tuple(_said(one) for one in steps) for steps in (step.then, step.otherwise))
        return replace(step, then=then, otherwise=otherwise)
    return step
