"""What does the page of an upload say? A look at a file and what an import would do, in the words and forms of the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import gettext

from tenure.actions.importing.dry_run import Plan
from tenure.answers.look import Column, Look
from tenure.console.importing import fields, words
from tenure.console.importing.look_sentences import repeats, sentences
from tenure.console.importing.mapping_form import IGNORED, TRAIT
from tenure.console.stored_words import again
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
    count = seen.count if share == 1 else int(round(seen.count / share, -3))
    return {
        "seen": seen,
        "count": count,
        "is_cut": share < 1,
        "sentences": list(sentences(seen, plan, count, is_cut=share < 1, place=place)),
        "repeats": list(repeats(seen, place)),
        "plan": plan,
        "kind": kind,
        "new_ones": gettext("New {kind}").format(kind=fields.kind_in_a_sentence(kind)),
        "taken": list(words.taken_for(seen.taken_for)),
        "notes": list(filter(None, map(note, seen.notes))),
        "missing": seen.missing,
        "mended": list(_mended(upload)),
        "preview": _preview(seen, upload.workspace.currency, place),
        "said": upload.settings,
        **_columns_and_cells(seen, plan, upload),
        **_choices(seen),
    }


def _columns_and_cells(seen: Look, plan: Plan | None, upload: Upload) -> dict[str, object]:
    """Each column with what it becomes, and the cells to mend; where hardly any can be read, the column is the wrong one."""
    lines = [
        Line(one, _chosen(one), str(words.TYPES.get(one.type, one.type)), fields.field(one.name, seen.kind.name))
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
        "kinds": [(name, fields.kind_name(name)) for name in KINDS],
        "fields": fields.fields(seen.kind.name),
        "trait": "" if seen.kind.others == "ignored" else TRAIT,
        "trait_word": gettext("Property") if seen.kind.others == "payload" else gettext("Trait"),
        "ignored": IGNORED,
        "is_text": "separator" in seen.taken_for,
        "sheets": seen.taken_for.get("sheets", ()),
        "encodings": ENCODINGS,
        "separators": [
            (sign, name, words.SEPARATOR_WORDS[name]) for name, sign in SEPARATORS.items() if name.isalpha()
        ],
        "dates": [(name, words.DATE_WORDS[name]) for name in DATES],
    }


def note(text: str) -> str:
    """A note of the reading in the language of the page, without what only a command can be told."""
    told = again(text)
    return _FOR_COMMANDS.sub("", told).strip(" ;:") if "--" in told else told


def _chosen(column: Column) -> str:
    if column.becomes == "field":
        return column.name
    return IGNORED if column.becomes == "ignored" else TRAIT


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
    heads = [fields.field(one.name, kind) if one.becomes == "field" else one.header for one in columns]
    return {"heads": heads, "rows": rows}
