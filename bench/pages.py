"""What do pages about 100,000 accounts take? What the benchmarks of single pages share: data, questions, figures."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence

import django

from bench.accounts_page import fill, peak, report, timed

TIMES = 5
Fill = Callable[[int, int], None]


def measured(path: str, asked: Mapping[str, tuple[str, float]], floor: Sequence[str], more: Fill) -> bool:
    """Time ``/w/bench/PATH`` with each query of ``asked`` (name -> query, seconds it must stay under), beside statements.

    ``more`` makes what the page is about, given the workspace and how many accounts there are (the first argument of the
    command, else 100,000). ``{month}`` in a query is the month that runs.
    """
    accounts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        os.environ |= {"TENURE_DATA": folder, "DJANGO_SETTINGS_MODULE": "tenure.project.settings", "DATABASE_URL": ""}
        django.setup()
        start = time.perf_counter()
        workspace, ask = prepared(path, accounts, more)
        print(f"{accounts:,} accounts with their contracts, made in {time.perf_counter() - start:.0f} s")
        beside = statistics.median(timed(lambda: bare(floor, workspace), 5))
        print(f"floor: the bare statements {beside * 1000:.0f} ms")
        reached = [
            report(name, lambda query=query: ask(query), beside, must, TIMES) for name, (query, must) in asked.items()
        ]
        print(f"  memory of this process at its peak {peak() / 1e6:.0f} MB")
        return all(reached)


def prepared(path: str, accounts: int, more: Fill) -> tuple[int, Callable[[str], None]]:
    """A workspace with so many accounts, and what asks the page."""
    from django.core.management import call_command  # noqa: PLC0415 - only once the settings are chosen
    from django.test import Client  # noqa: PLC0415

    from tenure import clock  # noqa: PLC0415
    from tenure.records.models import Workspace  # noqa: PLC0415
    from tenure.rounds.statistics import renew_statistics  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    workspace, user = fill(accounts)
    more(workspace, accounts)
    renew_statistics(Workspace.objects.get(pk=workspace))
    client = Client(headers={"Accept-Language": "en-GB", "Host": "127.0.0.1"})
    client.force_login(user)
    month = f"{clock.now():%Y-%m}"

    def ask(query: str) -> None:
        answer = client.get(f"/w/bench/{path}{query.format(month=month)}")
        assert answer.status_code == 200, (query, answer)

    return workspace, ask


def bare(statements: Sequence[str], workspace: int) -> None:
    """The database alone, in the same process."""
    from django.db import connection  # noqa: PLC0415 - only once the settings are chosen

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, [workspace])
            cursor.fetchall()
