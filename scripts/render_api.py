"""What can programs do? Writes docs/reference/api from the API's own document; `--check` says whether what is there is fresh."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]
os.environ["TENURE_DATA"] = tempfile.mkdtemp(prefix="tenure-api-")
os.environ["DJANGO_SETTINGS_MODULE"] = "tenure.project.settings"
django.setup()

from tenure.api.openapi import described  # noqa: E402 - reads settings, so it comes after them
from tenure.api.operations import Operation, Parameter, by_tag, operations_of  # noqa: E402 - the same
from tenure.api.problems import MEANINGS, title  # noqa: E402 - the same

NOTE = "<!-- Written by `make reference` from the code; change it there. -->"
FOLDER = "docs/reference/api"
INTRODUCTION = """Everything Tenure knows of your accounts, and everything you want it to know, for programs. How to
begin is told in [Use the API](../../how-to/use-the-api.md). A running server shows the same at `/api/v1/docs`, and
`/api/v1/openapi.json` to programs.

Every request carries a key of its workspace: `Authorization: Bearer ta_…`. Lists are given out in pages, with
`next_cursor` and `next` while there is more. Any POST may carry an `Idempotency-Key`: sent again within 24 hours, it is
answered as before and does nothing. Times are ISO 8601 in UTC, amounts whole minor units with their currency."""

PROBLEMS = """Every error is `application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail`, and `errors` that
name the field and the reason, in bulk requests the row too."""


def pages() -> dict[str, str]:
    """Every page by its path."""
    tags = by_tag(operations_of(described()))
    found = {f"{FOLDER}/{_file(tag)}": _page(tag, operations) for tag, operations in tags.items()}
    return {f"{FOLDER}/index.md": _index(tags), **found}


def _index(tags: dict[str, list[Operation]]) -> str:
    parts = [NOTE, "# API", INTRODUCTION]
    for tag, operations in tags.items():
        rows = [
            f"| `{one.method}` | `{one.path}` | [{one.summary}]({_file(tag)}#{_anchor(one)}) |" for one in operations
        ]
        parts += [f"## {tag.capitalize()}", "\n".join(["| | address | what it does |", "|---|---|---|", *rows])]
    rows = [f"| {status} {title(status)} | {says} |" for status, says in MEANINGS.items()]
    table = "\n".join(["| status | what it means |", "|---|---|", *rows])
    parts += ["## Problems", PROBLEMS, table]
    return "\n\n".join(parts) + "\n"


def _page(tag: str, operations: Sequence[Operation]) -> str:
    parts = [NOTE, f"# API: {tag}"]
    for one in operations:
        parts += _operation(one)
    return "\n\n".join(parts) + "\n"


def _operation(one: Operation) -> Iterator[str]:
    yield f"## {one.summary}"
    yield f"`{one.method} {one.path}`"
    if one.description:
        yield one.description
    for heading, rows in (("takes", one.parameters), ("field of the body", one.fields)):
        if rows:
            yield "\n".join([f"| {heading} | what | |", "|---|---|---|", *map(_row, rows)])
    yield f"```sh\n{one.request}\n```"
    yield f"Answers {one.status}:"
    yield f"```json\n{one.answer}\n```"
    yield f"Problems: {', '.join(map(str, one.problems))}."


def _row(one: Parameter) -> str:
    needed = " (needed)" if one.is_needed else ""
    return f"| `{one.name}`{needed} | {_cell(one.takes)} | {_cell(one.says)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _file(tag: str) -> str:
    return f"{tag.replace(' ', '-')}.md"


def _anchor(one: Operation) -> str:
    return one.summary.lower().replace(" ", "-")


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` compare them; 1 when one is not fresh or too many."""
    wanted = pages()
    there = {str(page.relative_to(ROOT)) for page in (ROOT / FOLDER).glob("*.md")}
    stale = [name for name, text in wanted.items() if name not in there or (ROOT / name).read_text() != text]
    stale += sorted(there - wanted.keys())
    if "--check" in arguments:
        if stale:
            print(f"{', '.join(stale)}: not what the code says; run `make reference`")
        return 1 if stale else 0
    for name in stale:
        if name in wanted:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(wanted[name])
        else:
            (ROOT / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
