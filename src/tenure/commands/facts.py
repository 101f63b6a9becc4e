"""`tenure facts`: what is known of accounts, as of any moment."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from tenure.answers.custom_facts import catalogue_of
from tenure.answers.facts import facts
from tenure.answers.known import Stored, facts_known_then
from tenure.commands.asking import (
    NOBODY,
    accounts_option,
    as_of_option,
    as_told,
    json_option,
    keys_of,
    known_option,
    print_json_list,
    print_table,
    the_accounts,
    the_moment,
    the_workspace,
    workspace_option,
)  # fmt: skip
from tenure.facts.ask import UnknownFact
from tenure.facts.catalogue import CATALOGUE, say
from tenure.facts.declare import Fact
from tenure.facts.values import from_json, to_json
from tenure.facts.written import written
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment


@click.command()
@workspace_option
@accounts_option
@click.option("--fact", "-f", "names", multiple=True, help="A fact's name; may be repeated. All when left out.")
@as_of_option
@known_option
@json_option
def command(
    slug: str | None, keys: Sequence[str], names: Sequence[str], as_of: str | None, known: str, as_json: bool
) -> None:
    """Print what is known of accounts as of a moment."""
    workspace, moment = the_workspace(slug), the_moment(as_of)
    accounts, key_of = the_accounts(workspace, keys), keys_of(workspace)
    stored: Stored | None = None
    try:
        if known == "then":
            stored = facts_known_then(workspace, moment, accounts, names or None)
        rows = _computed(workspace, moment, accounts, names) if stored is None else stored.rows
        found = sorted(((key_of[account], values) for account, values in rows if account in key_of), key=_key)
    except UnknownFact as error:
        raise click.UsageError(str(error)) from None
    stamp = as_told(stored, moment, keys, {key for key, _ in found})
    if as_json:
        print_json_list({"account": key, "as_of": stamp, "facts": values} for key, values in found)
        return
    print_table(
        ("Account", "Fact", "Value", "In words"),
        _lines(found, catalogue_of(workspace)),
        NOBODY if stored is None else "",
    )
    if stored is not None and found:
        click.echo(f"As stored at the end of {stamp}.")


def _computed(
    workspace: Workspace, moment: Moment, accounts: Sequence[int] | None, names: Sequence[str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    for account, values in facts(workspace, moment, accounts, names=names or None):
        yield account, {name: to_json(value) for name, value in values.items()}


def _key(row: tuple[str, dict[str, Any]]) -> str:
    return row[0]


def _lines(
    found: Sequence[tuple[str, dict[str, Any]]], catalogue: Mapping[str, Fact] = CATALOGUE
) -> Iterator[Sequence[Any]]:
    for key, values in found:
        for name, value in values.items():
            typed = from_json(name, value, catalogue)
            unit = catalogue[name].unit if name in catalogue else ""
            yield key, name, "-" if typed is None else written(typed, unit), say(name, value, catalogue)
