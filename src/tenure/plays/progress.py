"""How far is one run of a play? The step it stands at and until when it waits there; read from plain JSON and written back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from tenure.rules.definition import RuleError, fields, found, text

FIRST: Final = "0"
END: Final = "end"  # behind the last step


class Taken(StrEnum):
    """What became of a step; `tenure.plays.explain.why` says it of the step as a sentence."""

    DID = "did"
    WAITS = "waits"
    WENT_ON = "went on"  # its time came
    CAME_TRUE = "came true"
    TIME_UP = "time is up"  # what it waited for did not come true
    HOLDS = "holds"
    HOLDS_NOT = "does not hold"
    NO_DATE = "no date"
    STOPPED = "stopped"  # what ends every run of the play holds
    ENDED = "ended"  # every step was taken


@dataclass(frozen=True, slots=True)
class Progress:
    """``at`` is the path of the step that is next, `END` behind the last, empty once the run is over.

    ``since``: it waits at that step already, from then on. ``until``: it waits no longer than that, whatever the facts say.
    """

    at: str = FIRST
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to do."""
        return not self.at

    def as_json(self) -> dict[str, str | None]:
        """The form that `parse` reads: ``parse(progress.as_json()) == progress``."""
        return {
            "at": self.at,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }


def parse(data: object, path: str = "progress") -> Progress:
    """Read a progress from plain JSON; an empty object is one that begins. Raises RuleError and nothing else."""
    given = fields(data, path, [], ["at", "since", "until"])
    at = FIRST if given["at"] is None else text(given["at"], f"{path}.at", most=100, least=0)
    return Progress(at, _time(given["since"], f"{path}.since"), _time(given["until"], f"{path}.until"))


def _time(data: object, path: str) -> datetime | None:
    if data is None:
        return None
    try:
        at = datetime.fromisoformat(text(data, path))
    except ValueError as error:
        if isinstance(error, RuleError):
            raise
        at = None
    if at is None or at.tzinfo is None:
        raise RuleError(path, f"expected a time with its zone, {found(data)}")
    return at
