"""Is this JSON a play? Reads it into the frozen form, or says where it is none and what was expected there."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from tenure.plays.play import (
    NAMING,
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
    Role,
    Stage,
    Step,
    Task,
    Tell,
    Trigger,
    Wait,
    WaitForDate,
    WaitForRule,
    Who,
    walk,
)
from tenure.rules.definition import RuleError, fields, found, items, number, one_of, text
from tenure.rules.parse import fact_name
from tenure.rules.parse import parse as parse_rule
from tenure.rules.tree import Rule

MOST_STEPS: Final = 100
DEEPEST: Final = 4  # branches within each other
FARTHEST: Final = 1_000  # days that anything waits, or is due in
MOST_MEMBERS: Final = 100
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_PLAIN: Final = [role.value for role in Role if role not in NAMING and role is not Role.RULES]
_DAY = "expected a whole number of days"


class PlayError(RuleError):
    """A play that cannot be read: ``path`` says where, ``problem`` what was expected and found."""


def parse(data: object, path: str = "play") -> Play:
    """Read a play from plain JSON. Raises PlayError, naming the path and what was expected, and nothing else."""
    try:
        return _play(data, path)
    except RuleError as error:
        raise PlayError(error.path, error.problem) from None


def readable(data: object) -> Play | None:
    """The same; None for what cannot be read, such as what a later version kept."""
    try:
        return parse(data)
    except PlayError:
        return None


def _play(data: object, path: str) -> Play:
    given = fields(data, path, ["slug", "name", "trigger", "steps"], ["about", "stop_when", "hold_out"])
    play = Play(
        slug=_slug(given["slug"], f"{path}.slug"),
        name=_line(given["name"], f"{path}.name", most=100),
        about=text(given["about"] or "", f"{path}.about", most=500, least=0),
        trigger=_trigger(given["trigger"], f"{path}.trigger"),
        steps=_steps(given["steps"], f"{path}.steps"),
        stop_when=_rule_or_none(given["stop_when"], f"{path}.stop_when"),
        hold_out=_hold_out(given["hold_out"], f"{path}.hold_out"),
    )
    if (count := sum(1 for _ in walk(play.steps))) > MOST_STEPS:
        raise RuleError(
            f"{path}.steps", f"expected at most {MOST_STEPS} steps with those of its branches, found {count}"
        )
    return play


def _slug(data: object, path: str) -> str:
    slug = text(data, path, most=63)
    if not _SLUG.fullmatch(slug):
        raise RuleError(path, f"expected lower case letters, digits and single hyphens, {found(slug)}")
    return slug


def _rule_or_none(data: object, path: str) -> Rule | None:
    return None if data is None else parse_rule(data, path)


def _hold_out(data: object, path: str) -> HoldOut | None:
    if data is None:
        return None
    given = fields(data, path, ["percent"], ["exempt", "days", "alone", "acted"])
    percent = _whole(given["percent"], f"{path}.percent", 1, 50, "expected whole per cent")
    days = _whole(90 if given["days"] is None else given["days"], f"{path}.days", 7, FARTHEST, _DAY)
    alone, acted = (_share(given[name], f"{path}.{name}") for name in ("alone", "acted"))
    if (alone is None) != (acted is None):
        raise RuleError(path, "expected “alone” and “acted” together, found one of them")
    if alone is not None and acted is not None and acted >= alone:
        raise RuleError(f"{path}.acted", f"expected fewer than of those left alone, {found(acted)}")
    return HoldOut(percent, _rule_or_none(given["exempt"], f"{path}.exempt"), days, alone, acted)


def _share(data: object, path: str) -> float | None:
    if data is None:
        return None
    if not 0 <= (share := number(data, path)) <= 1:
        raise RuleError(path, f"expected a share from 0 to 1, {found(data)}")
    return share


def _trigger(data: object, path: str) -> Trigger:
    on = _word(data, path, "on", ["alert", "entry", "exit", "date", "new account", "hand"])
    if on == "alert":
        return OnAlert(_slug(fields(data, path, ["on", "signal"])["signal"], f"{path}.signal"))
    if on in {"entry", "exit"}:
        return OnSegment(_slug(fields(data, path, ["on", "segment"])["segment"], f"{path}.segment"), on == "entry")
    if on == "date":
        return OnDate(*_dated(fields(data, path, ["on", "fact"], ["days"]), path))
    fields(data, path, ["on"])
    return OnNewAccount() if on == "new account" else ByHand()


def _steps(data: object, path: str, depth: int = 0) -> tuple[Step, ...]:
    if depth > DEEPEST:
        raise RuleError(path, f"expected at most {DEEPEST} branches within each other")
    listed = items(data, path, most=MOST_STEPS, least=0 if depth else 1)
    return tuple(_step(one, f"{path}[{at}]", depth) for at, one in enumerate(listed))


def _step(data: object, path: str, depth: int) -> Step:
    do = _word(data, path, "do", [*_STEPS, "branch"])
    if do != "branch":
        return _STEPS[do](data, path)
    given = fields(data, path, ["do", "rule", "then"], ["else"])
    then = _steps(given["then"], f"{path}.then", depth + 1)
    otherwise = _steps(given["else"] or [], f"{path}.else", depth + 1)
    return Branch(parse_rule(given["rule"], f"{path}.rule"), then, otherwise)


def _task(data: object, path: str) -> Task:
    given = fields(data, path, ["do", "title", "to"], ["due_in", "script"])
    return Task(
        title=_line(given["title"], f"{path}.title"),
        to=_who(given["to"], f"{path}.to"),
        due_in=_days(given["due_in"] or 0, f"{path}.due_in"),
        script=text(given["script"] or "", f"{path}.script", most=10_000, least=0),
    )


def _stage(data: object, path: str) -> Stage:
    return Stage(_line(fields(data, path, ["do", "stage"])["stage"], f"{path}.stage"))


def _owner(data: object, path: str) -> Owner:
    to = fields(data, path, ["do", "to"])["to"]
    return Owner(Who(Role.RULES) if to == Role.RULES.value else _who(to, f"{path}.to"))


def _goal(data: object, path: str) -> Goal:
    given = fields(data, path, ["do", "title", "fact", "target", "due_in"])
    return Goal(
        title=_line(given["title"], f"{path}.title"),
        fact=fact_name(given["fact"], f"{path}.fact"),
        target=number(given["target"], f"{path}.target"),
        due_in=_days(given["due_in"], f"{path}.due_in"),
    )


def _tell(data: object, path: str) -> Tell:
    given = fields(data, path, ["do", "to", "text"])
    return Tell(_who(given["to"], f"{path}.to"), _line(given["text"], f"{path}.text", most=1_000))


def _call(data: object, path: str) -> Call:
    return Call(text(fields(data, path, ["do", "url"])["url"], f"{path}.url", most=2_000))


def _wait(data: object, path: str) -> Wait:
    return Wait(_days(fields(data, path, ["do", "days"])["days"], f"{path}.days", least=1))


def _wait_for_date(data: object, path: str) -> WaitForDate:
    return WaitForDate(*_dated(fields(data, path, ["do", "fact"], ["days"]), path))


def _wait_for_rule(data: object, path: str) -> WaitForRule:
    given = fields(data, path, ["do", "rule", "at_most"])
    rule = parse_rule(given["rule"], f"{path}.rule")
    return WaitForRule(rule, _days(given["at_most"], f"{path}.at_most", least=1))


def _check(data: object, path: str) -> Check:
    return Check(parse_rule(fields(data, path, ["do", "rule"])["rule"], f"{path}.rule"))


_STEPS: Final[Mapping[str, Callable[[object, str], Step]]] = {
    "task": _task, "stage": _stage, "owner": _owner, "objective": _goal, "notify": _tell, "webhook": _call,
    "wait": _wait, "wait for date": _wait_for_date, "wait for rule": _wait_for_rule, "check": _check,
}  # fmt: skip


def _who(data: object, path: str) -> Who:
    if not isinstance(data, dict):
        return Who(Role(one_of(data, path, _PLAIN)))
    given = fields(data, path, ["role", "members"])
    role = Role(one_of(given["role"], f"{path}.role", sorted(NAMING)))
    most = 1 if role is Role.MEMBER else MOST_MEMBERS
    listed = items(given["members"], f"{path}.members", most=most)
    of = "expected the number of a member"
    members = [_whole(one, f"{path}.members[{at}]", 1, 2**63 - 1, of) for at, one in enumerate(listed)]
    return Who(role, tuple(dict.fromkeys(members)))


def _line(data: object, path: str, most: int = 300) -> str:
    """Text on one line, not of blanks alone."""
    if not (line := " ".join(text(data, path, most=most).split())):
        raise RuleError(path, f"expected text of 1 to {most} characters, found blanks alone")
    return line


def _dated(given: Mapping[str, object], path: str) -> tuple[str, int]:
    fact = fact_name(given["fact"], f"{path}.fact")
    return fact, _days(given["days"] or 0, f"{path}.days", least=-FARTHEST)


def _days(data: object, path: str, least: int = 0) -> int:
    return _whole(data, path, least, FARTHEST, _DAY)


def _whole(data: object, path: str, least: int, most: int, expected: str) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or not least <= data <= most:
        raise RuleError(path, f"{expected} from {least} to {most}, {found(data)}")
    return data


def _word(data: object, path: str, name: str, choices: list[str]) -> str:
    """The word that says of which kind an object is."""
    if not isinstance(data, dict) or name not in data:
        raise RuleError(path, f"expected an object with “{name}”, {found(data)}")
    return one_of(data[name], f"{path}.{name}", choices)
