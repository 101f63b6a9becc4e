"""The `tenure` command: everything the product can do, from a shell."""

import importlib
import os
import sys
from typing import Any

import click
import django
from django.core.exceptions import ImproperlyConfigured

from tenure.answers.trouble import sentence_of
from tenure.commands.lines import COMMANDS


class _Commands(click.Group):  # its methods take what click passes, used or not
    """Loads a command's module when it is called, so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.project.settings")
        try:
            django.setup()
        except (ImproperlyConfigured, OSError, ValueError) as error:
            raise click.ClickException(f"Tenure cannot start with these settings: {error}") from error
        command: click.Command = importlib.import_module(COMMANDS[cmd_name].module).command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if (sentence := sentence_of(error)) is None:
                raise
            raise click.ClickException(sentence) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line.says) for name, line in COMMANDS.items()])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tenure", prog_name="tenure")
def cli() -> None:
    """Tenure: how healthy every customer relationship is, and why."""


def main(args: list[str] | None = None) -> Any:
    """Run the command line; exits 0 when all went well, 2 on a wrong call."""
    return cli.main(args, prog_name="tenure")


if __name__ == "__main__":
    sys.exit(main())
