"""How are plays told in words: what they name, how they stand, what became of a step, without what a role does not see?"""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure.console.access import hidden_facts
from tenure.console.locale import Counted
from tenure.console.stored_words import again
from tenure.plays.decide import step_at
from tenure.plays.explain import Line, explain, lines, say_step, say_trigger, why
from tenure.plays.names import Names
from tenure.plays.play import Branch, Check, Goal, OnDate, Play, Step, WaitForDate, WaitForRule, rules_of
from tenure.plays.progress import Taken
from tenure.records.models import Member, PlayRun, PlayStep
from tenure.rules.reads import reads
from tenure.rules.tree import Rule

STATES: Final[Mapping[str, str | Promise]] = {
    "published": gettext_lazy("running"),
    "paused": gettext_lazy("paused"),
    "draft": gettext_lazy("draft"),
    "archived": gettext_lazy("archived"),
}
RUNS: Final[Mapping[str, str | Promise]] = {
    PlayRun.State.RUNNING: gettext_lazy("on its way"),
    PlayRun.State.DONE: gettext_lazy("through"),
    PlayRun.State.STOPPED: gettext_lazy("stopped"),
    PlayRun.State.HELD_OUT: gettext_lazy("left alone"),
}
_UNSEEN: Final = gettext_lazy("It is about something your role does not see.")


def trigger(play: Play, names: Names, member: Member) -> str:
    """What starts it."""
    if isinstance(play.trigger, OnDate) and play.trigger.fact in hidden_facts(member):
        return str(_UNSEEN)
    return say_trigger(play.trigger, names)


def around(play: Play, names: Names, member: Member) -> list[str]:
    """What starts it, what ends it, and whom it leaves alone."""
    rules = [play.stop_when, play.hold_out.exempt if play.hold_out else None]
    if any(_is_hidden(one, member) for one in rules if one is not None):
        return [trigger(play, names, member), str(_UNSEEN)]
    return [trigger(play, names, member), *explain(play, names)[1:]]


def steps(play: Play, names: Names, member: Member) -> Iterator[Line]:
    """Its steps, a sentence each."""
    for line in lines(play, names):
        hidden = not line.path.endswith(".else") and _hides(step_at(play, line.path), member)
        yield Line(line.path, line.depth, str(_UNSEEN)) if hidden else line


def step(play: Play, path: str, names: Names, member: Member) -> str:
    """The step at a path; what is behind the last is no step."""
    try:
        found = step_at(play, path)
    except (LookupError, ValueError):
        return _("Every step was taken.")
    return str(_UNSEEN) if _hides(found, member) else say_step(found, names)


def became(play: Play, row: PlayStep, names: Names, member: Member) -> str:
    """What the log of a run says of a step, in the reader's language; what was kept is said again where it was made."""
    if row.path == "start":
        return trigger(play, names, member) if row.kind == "start" else again(row.why)
    if row.kind not in set(Taken):
        return again(row.why)
    try:
        if row.path != "end" and _hides(step_at(play, row.path), member):
            return str(_UNSEEN)
        if row.kind == Taken.STOPPED and play.stop_when is not None and _is_hidden(play.stop_when, member):
            return str(_UNSEEN)
        return why(play, row.path, Taken(row.kind), names)
    except (LookupError, ValueError):
        return again(row.why)


def ended(play: Play, row: PlayRun, member: Member) -> str:
    """Why a run is over."""
    return str(_UNSEEN) if any(_is_hidden(one, member) for one in rules_of(play)) else again(row.ended_because)


def lead(running: int, on: int) -> str:
    """The sentence over the list."""
    if not running:
        return _("No play is running.")
    if not on:
        return ngettext(
            "%(count)s play is running, and no account is on it now.",
            "%(count)s plays are running, and no account is on any of them now.",
            running,
        ) % {"count": Counted(running)}
    return ngettext(
        "%(count)s play is running; accounts on it now: %(on)s.",
        "%(count)s plays are running; accounts on them now: %(on)s.",
        running,
    ) % {"count": Counted(running), "on": Counted(on)}


def _hides(step: Step, member: Member) -> bool:
    if isinstance(step, WaitForRule | Check | Branch):
        return _is_hidden(step.rule, member)
    return isinstance(step, Goal | WaitForDate) and step.fact in hidden_facts(member)


def _is_hidden(rule: Rule, member: Member) -> bool:
    return bool(reads(rule) & hidden_facts(member))
