"""`tenure report`: do accounts stay, and what do they bring? The figures of the Retention page."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from tenure.answers import reports
from tenure.answers.reports import Asked, ReportError, Row
from tenure.answers.spans import History
from tenure.commands.asking import json_option, print_json, print_table, the_workspace, workspace_option
from tenure.commands.report_renewals import departures, renewals
from tenure.facts.ask import UnknownFact
from tenure.values.money import Money

Report = Callable[[History, Asked], list[Row]]


def _between(command: Callable[..., None]) -> Callable[..., None]:
    """The options that all reports take."""
    for option in reversed(
        (
            workspace_option,
            click.option("--from", "start", required=True, help="The first day, such as 2026-01-01."),
            click.option("--to", "end", required=True, help="The day with which it is compared, such as 2026-02-01."),
            click.option("--by", help="Split by a fact, such as plan or trait.country."),
            json_option,
        )
    ):
        command = option(command)
    return command


@click.group()
def command() -> None:
    """Do accounts stay, and what do they bring? An account is there on a day when a contract runs, trials apart, or in a
    shop when it ordered lately; what ends on a day is no longer there on it."""


command.add_command(renewals)
command.add_command(departures)


@command.command()
@_between
def retention(slug: str | None, start: str, end: str, by: str | None, as_json: bool) -> None:
    """Accounts at the start and the end, and how many stayed: (end - new) / start."""
    rows, _ = _rows(slug, reports.retention, Asked, start, end, by)
    heads = ("Start", "End", "New", "Retained", "Lost", "Retention", "Churn")
    names = ("start", "end", "new", "retained", "lost", "retention_rate", "churn_rate")
    _print(rows, heads, names, by, as_json)


@command.command()
@_between
@click.option("--currency", help="Of contracts in several currencies these; the workspace's own when left out.")
def revenue(slug: str | None, start: str, end: str, by: str | None, as_json: bool, currency: str | None) -> None:
    """Where MRR came from and went to, NRR and GRR; amounts in minor units."""

    def asked(first: date, last: date, fact: str | None) -> Asked:
        return Asked(first, last, fact, currency.upper() if currency else None)

    rows, history = _rows(slug, reports.revenue, asked, start, end, by)
    shown = reports.currency_of(history, asked(*_days(start, end), by))
    if others := [one for one in history.currencies if one != shown]:
        click.echo(f"In {shown} alone; there are contracts in {', '.join(others)} too: see --currency.", err=True)
    heads = ("Start", "New", "Expansion", "Contraction", "Churn", "Reactivation", "End", "NRR", "GRR")
    names = ("start_mrr", "new", "expansion", "contraction", "churn", "reactivation", "end_mrr", "nrr", "grr")
    _print(rows, heads, names, by, as_json, shown)


@command.command()
@_between
def cohorts(slug: str | None, start: str, end: str, by: str | None, as_json: bool) -> None:
    """Of those who began in each month, how many were there 0, 1, 2 ... months after their own first day."""
    rows, _ = _rows(slug, reports.cohort_report, Asked, start, end, by)
    if as_json:
        print_json(rows)
        return
    heads = [*([by] if by else []), "Cohort", "Accounts", "Still there after 0, 1, 2 ... months"]
    texts = [
        [*([_word(row["value"])] if by else []), row["cohort"], row["size"], " ".join(map(str, row["retained"]))]
        for row in rows
    ]
    print_table(heads, texts, "No account began in these months.")


def _rows(
    slug: str | None,
    report: Report,
    asked: Callable[[date, date, str | None], Asked],
    start: str,
    end: str,
    by: str | None,
) -> tuple[list[Row], History]:
    history = History.of(the_workspace(slug))
    try:
        return report(history, asked(*_days(start, end), by)), history
    except (ReportError, UnknownFact) as error:
        raise click.UsageError(str(error)) from None


def _days(start: str, end: str) -> tuple[date, date]:
    return _day(start, "--from"), _day(end, "--to")


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"“{text}” is not a day: write 2026-03-01", param_hint=option) from None


def _print(
    rows: Sequence[Row], heads: Sequence[str], names: Sequence[str], by: str | None, as_json: bool, currency: str = ""
) -> None:
    if as_json:
        print_json(list(rows) if by else rows[0])
        return
    texts = [[*([_word(row["value"])] if by else []), *(_cell(row[name], currency) for name in names)] for row in rows]
    print_table([*([by] if by else []), *heads], texts, "No account was there at either end.")


def _cell(value: Any, currency: str) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.1%}"
    return str(Money(value, currency)) if currency else str(value)


def _word(value: object) -> str:
    return "unknown" if value is None else str(value)
