"""What does the page of an upload say? A look at a file and what an import would do, in the words and forms of the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel import Locale

from tenure.actions.dry_run import Plan
from tenure.answers.look import Column, Look
from tenure.console import import_words as words
from tenure.console.mapping_form import IGNORED, TRAIT
from tenure.records.models import Upload
from tenure.sources.known_kinds import KINDS
from tenure.sources.problems import Problem
from tenure.sources.settings import DATES, SEPARATORS

SHOWN_PROBLEMS = 20
ENCODINGS = ("utf-8", "utf-16", "windows-1252", "windows-1251", "windows-1250", "iso-8859-15", "koi8-r")
_FOR_COMMANDS = re.compile(r"[^.;]*--\w+[^.]*\.?")


@dataclass(frozen=True, slots=True)
class Line:
    """One column of the file with what it can become; ``chosen`` is a field's name, TRAIT or IGNORED."""

    column: Column
    chosen: str
    type: str
    word: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that cannot be read. Without a position there is no cell to mend, but a line of the file."""

    problem: Problem
    position: int | None


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell that somebody mended."""

    row: int
    header: str
    text: str


def context_of(
    seen: Look, plan: Plan | None, upload: Upload, place: Locale, *, share: float = 1.0
) -> dict[str, object]:
    """All that the template of a look needs. ``share``: the part of the file that was looked at, the rest is estimated."""
    kind = seen.kind.name
    return {
        "seen": seen,
        "count": seen.count if share == 1 else round(seen.count / share, -3),
        "is_cut": share < 1,
        "plan": plan,
        "kind": kind,
        "one": words.one(kind),
        "taken": list(words.taken_for(seen.taken_for)),
        "notes": list(filter(None, map(note, seen.notes))),
        "missing": [_ways(ways, kind) for ways in seen.missing],
        "mended": list(_mended(upload)),
        "preview": _preview(seen, upload.workspace.currency, place),
        "said": upload.settings,
        **_columns_and_cells(seen, plan, upload),
        **_choices(seen),
    }


def _columns_and_cells(seen: Look, plan: Plan | None, upload: Upload) -> dict[str, object]:
    """Each column with what it becomes, and the cells to mend; where hardly any can be read, the column is the wrong one."""
    lines = [
        Line(one, _chosen(one), words.TYPES.get(one.type, one.type), words.field(one.name, seen.kind.name))
        for one in seen.columns
    ]
    wrong = [line for line in lines if 2 * line.column.problems > seen.looked and line.chosen not in (TRAIT, IGNORED)]
    headers, own = {line.column.header for line in wrong}, seen.own_columns
    refused = [one for one in plan.refused if one.column not in headers] if plan else []
    told = {(one.row, one.column) for one in refused}
    later = [one for one in _later(seen, upload) if (one.row, one.column) not in told]
    cells = [Cell(one, own.get(one.column)) for one in (*seen.problems, *refused, *later) if one.column not in headers]
    return {
        "lines": lines,
        "wrong_columns": wrong,
        "cells": cells[:SHOWN_PROBLEMS],
        "cell_count": seen.problem_count + len(refused) + len(later) - sum(line.column.problems for line in wrong),
    }


def _later(seen: Look, upload: Upload) -> Iterator[Problem]:
    """What an import of this file could not read further down than a look goes, as long as nobody mended it."""
    for error in upload.result.errors if upload.result else ():
        if error["row"] > seen.last_row and error["column"] not in upload.corrections.get(str(error["row"]), {}):
            yield Problem(**error)


def _choices(seen: Look) -> dict[str, object]:
    """What the selects offer."""
    return {
        "kinds": [(name, name.capitalize()) for name in KINDS],
        "fields": words.fields(seen.kind.name),
        "trait": "" if seen.kind.others == "ignored" else TRAIT,
        "trait_word": "Property" if seen.kind.others == "payload" else "Trait",
        "ignored": IGNORED,
        "is_text": "separator" in seen.taken_for,
        "sheets": seen.taken_for.get("sheets", ()),
        "encodings": ENCODINGS,
        "separators": [(sign, word) for word, sign in SEPARATORS.items() if word.isalpha()],
        "dates": [(name, words.DATE_WORDS[name]) for name in DATES],
    }


def note(text: str) -> str:
    """A note of the reading without what only a command can be told."""
    return _FOR_COMMANDS.sub("", text).strip(" ;:") if "--" in text else text


def _chosen(column: Column) -> str:
    if column.becomes == "field":
        return column.name
    return IGNORED if column.becomes == "ignored" else TRAIT


def _ways(ways: Sequence[Sequence[str]], kind: str) -> str:
    return ", or ".join(" and ".join(words.field(name, kind) for name in way) for way in ways)


def _mended(upload: Upload) -> Iterator[Mended]:
    for row, cells in sorted(upload.corrections.items(), key=lambda pair: int(pair[0])):
        for header, text in cells.items():
            yield Mended(int(row), header, text)


def _preview(seen: Look, currency: str, place: Locale) -> dict[str, object]:
    """Heads and rows as they will be stored: columns in the order of the file, empty ones left out."""
    columns = [column for column in seen.columns if column.becomes != "ignored"]
    rows = []
    for row in seen.rows:
        values = [(row.values if column.becomes == "field" else row.traits).get(column.name) for column in columns]
        bad = {problem.column for problem in row.problems}
        shown = [
            (words.stored(value, currency, place), column.header in bad)
            for value, column in zip(values, columns, strict=True)
        ]
        rows.append((row.number, shown))
    kind = seen.kind.name
    heads = [words.field(one.name, kind) if one.becomes == "field" else one.header for one in columns]
    return {"heads": heads, "rows": rows}
