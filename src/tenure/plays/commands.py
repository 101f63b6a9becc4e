"""What is to be done? The commands that `plays.decide` returns; each key is made of run and step, and is done once."""

from dataclasses import dataclass
from datetime import date

from tenure.plays.play import Who
from tenure.plays.progress import Taken


@dataclass(frozen=True, slots=True)
class CreateTask:
    key: str
    title: str
    to: Who
    due_on: date
    script: str = ""


@dataclass(frozen=True, slots=True)
class SetStage:
    key: str
    stage: str


@dataclass(frozen=True, slots=True)
class SetOwner:
    key: str
    to: Who


@dataclass(frozen=True, slots=True)
class AddObjective:
    """``baseline`` is what the fact is now; 0 where that is not known."""

    key: str
    title: str
    fact: str
    baseline: float
    target: float
    due_on: date


@dataclass(frozen=True, slots=True)
class Notify:
    key: str
    to: Who
    text: str


@dataclass(frozen=True, slots=True)
class CallWebhook:
    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The run is over, because of what became of the step it stood at."""

    key: str
    reason: Taken


Deed = CreateTask | SetStage | SetOwner | AddObjective | Notify | CallWebhook
Command = Deed | Finish
