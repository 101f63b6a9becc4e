"""A workspace with a past: forty accounts, of which twelve used less for three weeks and then left."""

from datetime import UTC, date, datetime, time, timedelta

import pyarrow as pa
import pytest

from tenure.answers import process
from tenure.eventlog.imports import append_import
from tenure.eventlog.schema import EVENTS
from tenure.records.models import Account, Contract, ContractPeriod
from tests.unit.eventlog.events_for_tests import event

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
START, END = date(2025, 9, 1), date(2026, 3, 27)
LEFT = {number: date(2025, 10, 15) + timedelta(days=12 * number) for number in range(12)}
ACCOUNTS = 40
FADING = timedelta(days=21)


@pytest.fixture(autouse=True)
def home(settings, tmp_path, time_machine):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    time_machine.move_to(NOW, tick=False)
    yield time_machine
    process.forget()


@pytest.fixture
def past(workspace):
    """The workspace. Its usage came in as an import, and is in open days still."""
    rows = []
    for number in range(ACCOUNTS):
        account = Account.objects.create(workspace=workspace, key=f"a{number}", created_at=NOW)
        agree(account, date(2025, 3, 1), LEFT.get(number))
        for ago in range(300):
            day = NOW.date() - timedelta(days=ago)
            left = LEFT.get(number, date.max)
            if (left == date.max or day < left - FADING) and (ago + number) % 2:
                at = datetime.combine(day, time(8), UTC)
                name = "export" if (ago + number) % 7 == 0 else "open"
                rows.append(event(f"m{number}-{ago}", at, user=f"u{number}", group_id=f"a{number}", event=name))
    table = pa.Table.from_pylist(rows, schema=EVENTS)
    append_import(process.home(), process.spool(), workspace.slug, 1, 0, table)
    return workspace


def agree(account: Account, start: date, end: date | None, **more) -> ContractPeriod:
    """A contract of one period."""
    contract = Contract.objects.create(
        workspace=account.workspace, account=account, key=f"{account.key}-{start}", created_at=NOW, **more
    )
    return ContractPeriod.objects.create(
        workspace=account.workspace, contract=contract, starts_on=start, ends_on=end, mrr=5000, currency="EUR"
    )
