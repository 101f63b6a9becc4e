"""How do a program's fields and the import's meet? By name, and by place where one record is several rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tenure.api.nouns import Noun, Said, Spread
from tenure.api.problems import Wrong
from tenure.sources.problems import Problem

TRAITS: Final = "traits"


def rows_of(noun: Noun, said: Said) -> Spread:
    """The import's rows of what was sent, each with its place in it, under the import's names."""
    return [
        (place, {noun.renamed.get(name, name): value for name, value in row.items()})
        for place, row in noun.spread(said)
    ]


class Place(NamedTuple):
    """Where one of the import's rows came from: which record that was sent (1 is the first), and where in it."""

    row: int | None
    within: str
    sent: Said


def wrongs(noun: Noun, problems: Iterable[Problem], places: Sequence[Place]) -> list[Wrong]:
    """The import's problems as a program knows the fields; ``places`` are those of the import's rows."""
    ours = {theirs: name for name, theirs in noun.renamed.items()}
    found: dict[tuple[int | None, str, str], Wrong] = {}
    for problem in problems:
        place = places[problem.row - 1]
        name = ours.get(problem.column, problem.column)
        is_outside = name in place.sent or name in noun.sent.model_fields
        field = name if is_outside else f"{place.within}{name}"
        wrong = Wrong(row=place.row, field=field, value=problem.value, reason=problem.reason)
        found.setdefault((place.row, field, problem.reason), wrong)  # what several rows share is told once
    return list(found.values())


def given_and_cleared(patch: Said) -> tuple[dict[str, Any], list[str]]:
    """What a patch says, and the names of what it takes away by null; of a trait ``traits.NAME``."""
    given: dict[str, Any] = {}
    cleared: list[str] = []
    for name, value in patch.items():
        if value is None:
            cleared.append(name)
        elif name == TRAITS and isinstance(value, Mapping):
            cleared += [f"{TRAITS}.{trait}" for trait, said in value.items() if said is None]
            if left := {trait: said for trait, said in value.items() if said is not None}:
                given[TRAITS] = left
        else:
            given[name] = value
    return given, cleared
