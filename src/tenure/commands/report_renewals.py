"""`tenure report renewals` and `tenure report departures`: what is due, and who left and why."""

from datetime import date
from typing import Any

import click

from tenure.answers.renewal_reports import departures_report, renewals_report
from tenure.commands.asking import json_option, print_json, print_table, the_workspace, workspace_option
from tenure.values.money import Money


@click.command()
@workspace_option
@click.option("--to", "until", help="Only what is due before this day; twelve months ahead when left out.")
@json_option
def renewals(slug: str | None, until: str | None, as_json: bool) -> None:
    """Contracts that are due, soonest first, by when notice must be given, and whether they will renew."""
    found = renewals_report(the_workspace(slug), _day(until, "--to"))
    if as_json:
        print_json(found)
        return
    heads = ("Due", "Account", "Owner", "MRR", "Notice by", "Renews by itself", "Forecast", "Because")
    rows = [
        (
            row["due_on"], row["account"], row["owner"] or "-", str(Money(row["mrr"], row["currency"])),
            row["notice_deadline"] or "-", _yes(row["renews_itself"]), row["forecast"].replace("_", " "), row["reason"],
        )
        for row in found["contracts"]
    ]  # fmt: skip
    print_table(heads, rows, "Nothing is due.")


@click.command()
@workspace_option
@click.option("--from", "start", help="Only those whose contract ended on this day or later.")
@click.option("--to", "end", help="Only those whose contract ended before this day.")
@json_option
def departures(slug: str | None, start: str | None, end: str | None, as_json: bool) -> None:
    """Who left, the latest first, with why, how long they had been there and how they used the product at last."""
    found = departures_report(the_workspace(slug), _day(start, "--from"), _day(end, "--to"))
    if as_json:
        print_json(found)
        return
    heads = ("Left on", "Account", "Why", "Competitor", "MRR", "Days there", "Active days in its last 13 weeks")
    rows = [
        (
            row["ends_on"], row["account"], _why(row), row["competitor"] or "-",
            str(Money(row["mrr"]["amount"], row["mrr"]["currency"])), row["member_days"],
            " ".join(map(str, row["active_days"] or ())) or "-",
        )
        for row in found
    ]  # fmt: skip
    print_table(heads, rows, "Nobody left.")


def _why(row: dict[str, Any]) -> str:
    return " / ".join(filter(None, (row["reason"], row["finer_reason"]))) or "nobody said why"


def _yes(value: bool | None) -> str:
    return "-" if value is None else "yes" if value else "no"


def _day(text: str | None, option: str) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"“{text}” is not a day: write 2026-03-01", param_hint=option) from None
