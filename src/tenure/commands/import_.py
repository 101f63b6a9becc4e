"""`tenure import`: bring records or events of any kind in from a file."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from tenure.actions.importing.files import import_file
from tenure.actions.importing.progress import SAME_AS, ImportRefused, Progress
from tenure.answers.process import home, spool
from tenure.commands.asking import BY, json_option, print_json, the_workspace, workspace_option
from tenure.eventlog.spool import SpoolUnavailable
from tenure.records.imports import Import
from tenure.sources.failures import SourceError
from tenure.sources.known_kinds import KINDS
from tenure.sources.numbers import NOTHING_TELLS
from tenure.sources.settings import DATES, Settings

SOME_FAILED = 3
_SHOWN = 10
_DATE_WORDS = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@workspace_option
@click.option("--map", "pairs", multiple=True, metavar="FIELD=HEADER", help="Which column is a field; may be repeated.")
@click.option("--encoding", default="", help="Such as utf-8 or windows-1252; detected when left out.")
@click.option("--separator", default="", help="Between columns: comma, semicolon, tab, pipe or a character.")
@click.option("--decimal", default="", help="The decimal sign: point or comma.")
@click.option("--dates", type=click.Choice(DATES), help="The order of day, month and year.")
@click.option("--sheet", default="", help="Which sheet of a workbook; the first one that fits when left out.")
@json_option
def command(
    kind: str,
    file: Path,
    slug: str | None,
    pairs: tuple[str, ...],
    encoding: str,
    separator: str,
    decimal: str,
    dates: str | None,
    sheet: str,
    as_json: bool,
) -> None:
    """Import a CSV, TSV, XLSX, ODS, JSON Lines or Parquet file, or an export of HubSpot, Salesforce, Stripe or Shopify.

    The same file again changes nothing; the same command continues what stopped. Exits 0 when all rows went in, else 3.
    """
    workspace = the_workspace(slug)
    # Rows leave no cycles behind: looking for some after every 700 objects is a third of the time of a million rows.
    gc.set_threshold(200_000)
    try:
        settings = Settings(mapping_of(pairs), encoding, separator, decimal, dates or "", sheet=sheet)
        with progress_bar(f"Importing {kind}") as progress:
            of = import_file(
                workspace=workspace, kind=kind, path=file, home=home(), spool=spool(), by=BY, settings=settings,
                progress=progress,
            )  # fmt: skip
    except (SourceError, ImportRefused, ValueError) as error:
        raise click.UsageError(str(error)) from None
    except (SpoolUnavailable, OSError) as error:
        raise click.ClickException(f"The import stopped: {error}. The same command continues it.") from None
    except KeyboardInterrupt:
        click.echo("\nStopped. The same command continues the import; tenure undo takes it back.", err=True)
        sys.exit(130)
    if as_json:
        print_json(as_report(of))
    else:
        _tell(of)
    if of.failed:
        sys.exit(SOME_FAILED)


def as_report(of: Import) -> dict[str, Any]:
    """The form of `tenure import --json`; rows are counted without blank ones, errors are the first thousand."""
    counts = {name: getattr(of, name) for name in ("created", "updated", "unchanged", "failed")}
    return {"import": of.pk, "kind": of.kind, "rows": sum(counts.values()), **counts, "errors": of.errors}


@contextmanager
def progress_bar(label: str) -> Iterator[Progress | None]:
    """A bar on standard error while that is a terminal; the work says how far it is."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def note(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield note


def mapping_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """The mapping of ``--map FIELD=HEADER`` options."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, header = pair.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(f'“{pair}” is not FIELD=HEADER, such as key="Account ID"', param_hint="--map")
        found[name.strip()] = header
    return found


def _tell(of: Import) -> None:
    """What the file was taken for, what came of it, and how to take it back."""
    read = of.settings
    click.echo(f"{of.file_name}: {of.kind}, read as {_taken_for(read)}")
    click.echo("  " + ", ".join(f"{header} → {name}" for name, header in read["mapping"].items()))
    if others := [f"{name} ({kind})" for name, kind in {**read["traits"], **read["payload"]}.items()]:
        click.echo(f"  {'traits' if read['traits'] else 'properties'}: {', '.join(others)}")
    if read["ignored"]:
        click.echo(f"  not used: {', '.join(read['ignored'])}")
    for note in read["notes"]:
        click.echo(f"  {note}")
    if SAME_AS in read:
        click.echo(f"  This very file is in already, as import {read[SAME_AS]}.")
    report = as_report(of)
    counts = ", ".join(f"{report[name]:,} {name}" for name in ("created", "updated", "unchanged", "failed"))
    click.echo(f"{report['rows']:,} rows: {counts}")
    for error in of.errors[:_SHOWN]:
        column = f", {error['column']}" if error["column"] else ""
        click.echo(f"  row {error['row']:,}{column}: {error['reason']}", err=True)
    if len(of.errors) > _SHOWN:
        click.echo(f"  and {len(of.errors) - _SHOWN:,} more: --json lists the first thousand", err=True)
    if of.created or of.updated:
        click.echo(f"To take it back: tenure undo {of.pk}")


def _taken_for(read: dict[str, Any]) -> str:
    words = [str(read["format"]).upper()]
    if "sheet" in read:
        words.append(f"sheet “{read['sheet']}”")
    if "separator" in read:
        words += [f"{read['encoding']} ({read['encoding_how']})", f"separator {read['separator']}"]
    if read["decimal_how"] != NOTHING_TELLS:
        words.append(f"decimal {'comma' if read['decimal'] == ',' else 'point'} ({read['decimal_how']})")
    if read["dates_how"] != NOTHING_TELLS:
        words.append(f"dates as {_DATE_WORDS[read['dates']]} ({read['dates_how']})")
    return "; ".join(words)
