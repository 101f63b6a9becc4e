"""Is this piece of a definition well formed? Readers of plain JSON that name the path and what was expected there."""

import math
from collections.abc import Collection

LARGEST = 2**63 - 1  # what a BIGINT holds


class RuleError(ValueError):
    """A definition that cannot be read: ``path`` says where, ``problem`` what was expected and found."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


def found(value: object) -> str:
    """The value in a few words, for an error."""
    if value is None:
        return "found nothing"
    if isinstance(value, bool):
        return "found " + ("true" if value else "false")
    if isinstance(value, int | float):
        return f"found the number {value:.6g}" if _is_moderate(value) else "found a number out of range"
    if isinstance(value, str):
        shown = value if len(value) <= 40 else value[:39] + "…"
        return f"found the text “{shown.encode('utf-8', 'replace').decode()}”"
    if isinstance(value, dict):
        return "found an object"
    return "found a list" if isinstance(value, list | tuple) else "found something else"


def _is_moderate(value: int | float) -> bool:
    return -LARGEST <= value <= LARGEST


def fields(data: object, path: str, required: Collection[str], optional: Collection[str] = ()) -> dict[str, object]:
    """An object with exactly these fields; absent optional ones are None."""
    if not isinstance(data, dict):
        raise RuleError(path, f"expected an object with {_named(required)}, {found(data)}")
    for name in required:
        if name not in data:
            raise RuleError(path, f"expected the field “{name}”, which is missing")
    for name in data:
        if name not in required and name not in optional:
            allowed = _named([*required, *optional])
            raise RuleError(path, f"expected only {allowed}, {found(str(name))} beside them")
    return {name: data.get(name) for name in (*required, *optional)}


def _named(names: Collection[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def items(data: object, path: str, most: int, least: int = 1) -> list[object]:
    """A list of ``least`` to ``most`` things."""
    if not isinstance(data, list | tuple) or not least <= len(data) <= most:
        raise RuleError(path, f"expected a list of {least} to {most}, {found(data)}{_length(data)}")
    return list(data)


def _length(data: object) -> str:
    return f" of {len(data)}" if isinstance(data, list | tuple) else ""


def text(data: object, path: str, most: int = 1000, least: int = 1) -> str:
    """Text of ``least`` to ``most`` characters that every database stores (no NUL, no half of a surrogate pair)."""
    if not isinstance(data, str) or not least <= len(data) <= most:
        raise RuleError(path, f"expected text of {least} to {most} characters, {found(data)}")
    if "\x00" in data or any("\ud800" <= letter <= "\udfff" for letter in data):
        raise RuleError(path, "expected text that can be stored, found a NUL or half of a surrogate pair")
    return str(data)


def number(data: object, path: str) -> int | float:
    """A finite number of at most 64 bits; true and false are none. Minus zero is zero."""
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise RuleError(path, f"expected a number, {found(data)}")
    if not math.isfinite(data) if isinstance(data, float) else not _is_moderate(data):
        raise RuleError(path, "expected a finite number of at most 64 bits")
    return data + 0.0 if isinstance(data, float) else data


def one_of(data: object, path: str, choices: Collection[str]) -> str:
    """One word out of a few."""
    if not isinstance(data, str) or data not in choices:
        raise RuleError(path, f"expected one of {_named(choices)}, {found(data)}")
    return str(data)
