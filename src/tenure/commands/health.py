"""`tenure health`: how healthy accounts are and why, as of any moment."""

from collections.abc import Iterator, Sequence
from typing import Any

import click

from tenure.answers.health import health
from tenure.answers.known import KNOWN, health_known_then
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


@click.command()
@workspace_option
@accounts_option
@as_of_option
@click.option(
    "--known",
    type=click.Choice(KNOWN),
    default="now",
    show_default=True,
    help="From all known today, or from what was stored that day.",
)
@json_option
def command(slug: str | None, keys: Sequence[str], as_of: str | None, known: str, as_json: bool) -> None:
    """Print the health of accounts as of a moment, with its reasons, worst first."""
    workspace, moment = the_workspace(slug), the_moment(as_of)
    accounts, key_of = the_accounts(workspace, keys), keys_of(workspace)
    if known == "then":
        scored = ((account, result) for account, result in health_known_then(workspace, moment, accounts))
    else:
        scored = ((one.account, one.health.as_json()) for one in health(workspace, moment, accounts))
    found = sorted(scored, key=lambda row: key_of[row[0]])
    if as_json:
        stamp = moment.isoformat()
        print_json_list({"account": key_of[account], "as_of": stamp} | result for account, result in found)
        return
    print_table(("Account", "Score", "Band", "Worst first"), _lines(found, key_of), "No account is known here yet.")


def _lines(found: list[tuple[int, dict[str, Any]]], key_of: dict[int, str]) -> Iterator[Sequence[Any]]:
    for account, result in found:
        score = "-" if result["score"] is None else f"{result['score']:.0f}"
        worst = [reason["sentence"] for reason in result["reasons"] if reason["lost"] > 0.5][:2]
        yield key_of[account], score, result["band"], " · ".join(worst)
