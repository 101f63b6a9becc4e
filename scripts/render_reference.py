"""What can be looked up? Writes docs/reference from the code itself; `--check` says whether what is there is fresh."""

import importlib
import inspect
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import django

ROOT = Path(__file__).parents[1]
os.environ["TENURE_DATA"] = tempfile.mkdtemp(prefix="tenure-reference-")
os.environ["DJANGO_SETTINGS_MODULE"] = "tenure.project.settings"
django.setup()

from tenure.commands.lines import COMMANDS  # noqa: E402 - reads settings, so it comes after them
from tenure.project.environment import REGISTRY  # noqa: E402 - the same

NOTE = "<!-- Written by `make reference` from the code; change it there. -->"


def commands() -> str:
    """Every command with its arguments and options."""
    parts = [
        NOTE,
        "# Commands",
        "Everything `tenure` does, in the order of `tenure --help`. All of it but `restore` works beside a running server.",
    ]
    for name, line in COMMANDS.items():
        command: click.Command = importlib.import_module(line.module).command
        parts += list(_command(("tenure", name), command))
    return "\n\n".join(parts) + "\n"


def _command(words: tuple[str, ...], command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=" ".join(words))
    yield f"{'#' * len(words)} {' '.join(words)}"
    yield inspect.cleandoc(command.help or "")
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _command((*words, name), inner)
        return
    yield f"```\n{' '.join([*words, *command.collect_usage_pieces(context)])}\n```"
    rows = [record for parameter in command.params if (record := parameter.get_help_record(context))]
    if rows:
        yield "\n".join(
            [
                "| option | what it does |",
                "|---|---|",
                *(f"| `{_cell(option)}` | {_cell(says)} |" for option, says in rows),
            ]
        )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def settings() -> str:
    """Every setting read from the environment."""
    rows = "\n".join(
        f"| `{one.name}` | {f'`{one.default}`' if one.default else '(empty)'} | {_cell(one.meaning)} |"
        for one in REGISTRY
    )
    head = "Read from the environment when Tenure starts. `tenure doctor` lists them with the values that hold."
    return f"{NOTE}\n\n# Settings\n\n{head}\n\n| name | default | meaning |\n|---|---|---|\n{rows}\n"


PAGES = {"docs/reference/commands.md": commands, "docs/reference/settings.md": settings}


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` compare them; 1 when one is not fresh."""
    stale = []
    for name, render in PAGES.items():
        page, text = ROOT / name, render()
        if page.exists() and page.read_text() == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text)
    if "--check" in arguments and stale:
        print(f"{', '.join(stale)}: not what the code says; run `make reference`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
