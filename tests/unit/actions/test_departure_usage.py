"""Is the use of an account's last thirteen weeks kept with its departure, week by week, as the log tells it?"""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.actions.departures import Ending, end_contract
from tenure.actions.unsaid_departures import note_unsaid
from tenure.answers import process
from tenure.answers.last_usage import UNKNOWN, parse
from tenure.records.models import Departure
from tests.unit.actions.agreed import agree, make_accounts

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
END = date(2026, 5, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log(importer, settings):
    settings.TENURE_DATA = importer.home.root
    process.forget()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
    process.forget()


def used(importer, account, *days_before):
    """One event a day, so many days before the end."""
    rows = [f"u-{account},{account},opened,{END - timedelta(days)}T10:00:00Z" for days in days_before]
    importer.text("events", "\n".join(["User ID,Account ID,Event,Time", *rows]))


def weeks(**days):
    """Thirteen weeks, the earliest first: 0 but for those named, w1 being the last."""
    return tuple(days.get(f"w{13 - place}", 0) for place in range(13))


def test_active_days_are_counted_by_the_week_before_the_end(importer, account):
    contract = agree(account, "C-1", "2025-01-01", "2026-09-01")
    used(importer, "smit", 0, 1, 2, 7, 8, 8, 14, 90, 91, -3)
    row = end_contract(contract=contract, ends_on=END, said=Ending(), by="member 7")
    kept = parse(row.usage)
    assert kept.until == END
    assert kept.weeks == weeks(w1=3, w2=2, w13=1), "the day of the end and days before the last ninety do not count"


def test_who_was_seen_once_and_not_in_the_last_weeks_has_known_zeros(importer, account):
    used(importer, "smit", 300)
    row = end_contract(contract=agree(account, "C-1", "2025-01-01", "2026-09-01"), ends_on=END, said=Ending(), by="x")
    assert parse(row.usage).weeks == weeks()
    assert parse(row.usage).is_known


def test_several_that_left_on_one_day_keep_their_own(importer, workspace):
    for account in make_accounts(workspace, "a", "b", "never"):
        agree(account, f"C-{account.key}", "2025-01-01", END.isoformat())
    used(importer, "a", 1, 2)
    used(importer, "b", 20)
    note_unsaid(workspace=workspace)
    found = {row.account.key: parse(row.usage).weeks for row in Departure.objects.select_related("account")}
    assert found == {"a": weeks(w1=2), "b": weeks(w3=1), "never": ()}


def test_an_announced_end_keeps_what_is_known_until_today_and_is_completed_when_it_comes(importer, account, log):
    end = date(2026, 5, 20)
    contract = agree(account, "C-1", "2025-01-01", "2026-09-01")
    used(importer, "smit", -2)
    row = end_contract(contract=contract, ends_on=end, said=Ending(), by="member 7")
    assert parse(row.usage).until == NOW.date()
    log.move_to(datetime(2026, 5, 21, 9, tzinfo=UTC))
    used(importer, "smit", -18)
    note_unsaid(workspace=contract.workspace)
    row.refresh_from_db()
    assert parse(row.usage).until == end
    assert parse(row.usage).weeks == weeks(w1=1, w3=1)


@pytest.mark.parametrize("data", [[], None, {}])
def test_what_was_never_read_is_unknown(data):
    assert parse(data) == UNKNOWN
