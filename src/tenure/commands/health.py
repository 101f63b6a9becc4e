"""`tenure health`: how healthy accounts are and why, as of any moment."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from tenure.answers.health import health
from tenure.answers.known import health_known_then
from tenure.calc.points import shown
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


@click.command()
@workspace_option
@accounts_option
@as_of_option
@known_option
@json_option
def command(slug: str | None, keys: Sequence[str], as_of: str | None, known: str, as_json: bool) -> None:
    """Print the health of accounts as of a moment, with its reasons, worst first."""
    workspace, moment = the_workspace(slug), the_moment(as_of)
    accounts, key_of = the_accounts(workspace, keys), keys_of(workspace)
    stored = health_known_then(workspace, moment, accounts) if known == "then" else None
    if stored is None:
        rows: Iterable[tuple[int, dict[str, Any]]] = (
            (one.account, one.health.as_json()) for one in health(workspace, moment, accounts)
        )
    else:
        rows = stored.rows
    found = sorted(((key_of[account], result) for account, result in rows if account in key_of), key=_key)
    stamp = as_told(stored, moment, keys, {key for key, _ in found})
    if as_json:
        print_json_list({"account": key, "as_of": stamp} | result for key, result in found)
        return
    print_table(("Account", "Score", "Band", "Worst first"), _lines(found), NOBODY if stored is None else "")
    if stored is not None and found:
        click.echo(f"As stored at the end of {stamp}.")


def _key(row: tuple[str, dict[str, Any]]) -> str:
    return row[0]


def _lines(found: Sequence[tuple[str, dict[str, Any]]]) -> Iterator[Sequence[Any]]:
    for key, result in found:
        score = "-" if result["score"] is None else shown(result["score"])
        worst = [reason["sentence"] for reason in result["reasons"] if reason["lost"] > 0.5][:2]
        yield key, score, result["band"], " · ".join(worst)
