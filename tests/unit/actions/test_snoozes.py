"""Does an account rest until the day that was said, and no longer?"""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.actions.importing.records import snapshot
from tenure.actions.snoozes import LONGEST_REASON, SnoozeError, end_snooze, snooze
from tenure.actions.undo import undo
from tenure.records.models import AuditEntry, Snooze, StaleAccount

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
FRIDAY = date(2026, 5, 15)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def made(entries):
    """The snooze that these entries tell of."""
    return Snooze.objects.get(pk=entries[-1].record)


def test_a_snooze_is_kept_with_its_reason_its_day_and_who_said_it(workspace, account):
    row = made(snooze(account=account, until=FRIDAY, reason=" Back from holidays on Friday ", by="member 7"))
    row.refresh_from_db()
    assert (row.workspace, row.account, row.until, row.reason) == (
        workspace,
        account,
        FRIDAY,
        "Back from holidays on Friday",
    )
    assert (row.by, row.since, row.ended_at) == ("member 7", NOW, None)
    entry = AuditEntry.objects.get(workspace=workspace, noun="snooze")
    assert (entry.by, entry.verb, entry.record, entry.before) == ("member 7", "create", row.pk, None)
    assert entry.after == snapshot(row)


def test_a_snooze_changes_no_health(account):
    snooze(account=account, until=FRIDAY, reason="a", by="member 7")
    assert StaleAccount.objects.count() == 0


def test_a_later_snooze_ends_the_earlier_one(account):
    first = made(snooze(account=account, until=FRIDAY, reason="a", by="member 7"))
    second = made(snooze(account=account, until=FRIDAY + timedelta(days=7), reason="b", by="member 8"))
    first.refresh_from_db()
    assert (first.ended_at, second.ended_at) == (NOW, None)


def test_ending_a_snooze_is_audited_with_what_it_was(account):
    snooze(account=account, until=FRIDAY, reason="a", by="member 7")
    assert end_snooze(account=account, by="member 8")
    entry = AuditEntry.objects.get(noun="snooze", verb="end")
    assert (entry.by, entry.before, entry.after) == ("member 8", {"ended_at": None}, {"ended_at": NOW.isoformat()})
    assert not end_snooze(account=account, by="member 8"), "there is none any more"


def test_a_snooze_whose_day_came_is_over_by_itself(account, frozen):
    snooze(account=account, until=FRIDAY, reason="a", by="member 7")
    frozen.move_to(datetime(2026, 5, 15, tzinfo=UTC))
    assert not end_snooze(account=account, by="member 8")
    assert Snooze.objects.get().ended_at is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": "  "}, "needs a reason"),
        ({"reason": "a" * (LONGEST_REASON + 1)}, "needs a reason"),
        ({"until": NOW.date()}, "from tomorrow on"),
        ({"until": date(2028, 1, 1)}, "at most a year"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(account, change, message):
    with pytest.raises(SnoozeError, match=message):
        snooze(**{"account": account, "until": FRIDAY, "reason": "a", "by": "member 7"} | change)
    assert Snooze.objects.count() == AuditEntry.objects.count() == 0


def test_taking_a_later_snooze_back_lets_the_earlier_one_hold_again(workspace, account):
    first = made(snooze(account=account, until=FRIDAY, reason="a", by="member 7"))
    entries = snooze(account=account, until=FRIDAY + timedelta(days=7), reason="b", by="member 7")
    undo(workspace=workspace, entries=[entry.pk for entry in entries], by="member 7")
    assert (Snooze.objects.get(), Snooze.objects.get().ended_at) == (first, None)
