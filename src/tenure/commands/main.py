"""The `tenure` command: everything the product can do, from a shell."""

import importlib
import logging
import os
import sys
from typing import Any

import click
import django
from django.core.exceptions import ImproperlyConfigured

from tenure.answers.trouble import code_to_quote, sentence_of
from tenure.commands.lines import COMMANDS

log = logging.getLogger(__name__)


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
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise  # click's own ways to end
        except Exception as error:
            if (sentence := sentence_of(error)) is None:
                sentence = _fault(" ".join(["tenure", ctx.invoked_subcommand or ""]), error)
            raise click.ClickException(sentence) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line.says) for name, line in COMMANDS.items()])


def _fault(command: str, error: Exception) -> str:
    """Log a fault of the program; the sentence that tells it."""
    code = code_to_quote()
    log.critical("%s broke off", command, exc_info=error, extra={"code": code})
    return (
        f"Something broke inside Tenure, as the lines above tell; what was done until then may have been kept. "
        f"“tenure doctor” checks the set-up. When you ask for help, quote the code {code}."
    )


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tenure", prog_name="tenure")
def cli() -> None:
    """Tenure: how healthy every customer relationship is, and why."""


def main(args: list[str] | None = None) -> Any:
    """Run the command line; exits 0 when all went well, 2 on a wrong call."""
    return cli.main(args, prog_name="tenure")


if __name__ == "__main__":
    sys.exit(main())
