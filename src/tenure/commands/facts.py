"""`tenure facts`: what is known of accounts, as of any moment."""

from collections.abc import Iterator, Sequence
from typing import Any

import click

from tenure.answers.facts import facts
from tenure.answers.known import KNOWN, facts_known_then
from tenure.commands.asking import (
    accounts_option,
    as_of_option,
    json_option,
    keys_of,
    print_json_list,
    print_table,
    the_accounts,
    the_moment,
    the_workspace,
    workspace_option,
)  # fmt: skip
from tenure.facts.ask import UnknownFact
from tenure.facts.catalogue import say
from tenure.facts.values import to_json


@click.command()
@workspace_option
@accounts_option
@click.option("--fact", "-f", "names", multiple=True, help="A fact's name; may be repeated. All when left out.")
@as_of_option
@click.option(
    "--known",
    type=click.Choice(KNOWN),
    default="now",
    show_default=True,
    help="From all known today, or from what was stored that day.",
)
@json_option
def command(
    slug: str | None, keys: Sequence[str], names: Sequence[str], as_of: str | None, known: str, as_json: bool
) -> None:
    """Print what is known of accounts as of a moment."""
    workspace, moment = the_workspace(slug), the_moment(as_of)
    accounts, key_of = the_accounts(workspace, keys), keys_of(workspace)
    try:
        if known == "then":
            rows = facts_known_then(workspace, moment, accounts, names or None)
        else:
            computed = facts(workspace, moment, accounts, names=names or None)
            rows = ((account, {name: to_json(value) for name, value in values.items()}) for account, values in computed)
        found = sorted(rows, key=lambda row: key_of[row[0]])
    except UnknownFact as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        stamp = moment.isoformat()
        print_json_list({"account": key_of[account], "as_of": stamp, "facts": values} for account, values in found)
        return
    print_table(("Account", "Fact", "Value", "In words"), _lines(found, key_of), "No account is known here yet.")


def _lines(found: list[tuple[int, dict[str, Any]]], key_of: dict[int, str]) -> Iterator[Sequence[Any]]:
    for account, values in found:
        for name, value in values.items():
            yield key_of[account], name, "-" if value is None else value, say(name, value)
