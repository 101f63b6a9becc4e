"""Does a member's band stand in place of the computed one for as long as was said, and no longer?"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure.actions.importing.records import snapshot
from tenure.actions.overrides import OverrideError, end_override, expire_overrides, override
from tenure.actions.undo import undo
from tenure.records.models import AuditEntry, HealthOverride, StaleAccount

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 5, 15, 23, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def made(entries):
    """The override that these entries tell of."""
    return HealthOverride.objects.get(pk=entries[-1].record)


def test_an_override_is_kept_with_its_reason_its_maker_and_its_expiry(workspace, account):
    override(account=account, band="good", reason=" They are moving office ", by="member 7", until=FRIDAY)
    row = HealthOverride.objects.get(workspace=workspace, account=account)
    assert (row.band, row.reason, row.by) == ("good", "They are moving office", "member 7")
    assert (row.since, row.until, row.ended_at) == (NOW, FRIDAY, None)
    assert StaleAccount.objects.get(workspace=workspace).account == account
    entry = AuditEntry.objects.get(workspace=workspace, noun="override")
    assert (entry.by, entry.verb, entry.record, entry.before) == ("member 7", "create", row.pk, None)
    assert entry.after == snapshot(row)


def test_a_later_override_ends_the_earlier_one(account, frozen):
    first = made(override(account=account, band="good", reason="a", by="member 7"))
    frozen.move_to(NOW + timedelta(hours=1))
    second = made(override(account=account, band="poor", reason="b", by="member 8"))
    first.refresh_from_db()
    assert first.ended_at == second.since == NOW + timedelta(hours=1)
    assert second.ended_at is None


def test_ending_an_override_makes_the_account_stale_and_is_audited(account):
    row = made(override(account=account, band="good", reason="a", by="member 7"))
    StaleAccount.objects.all().delete()
    assert end_override(account=account, by="member 8")
    row.refresh_from_db()
    assert row.ended_at == NOW
    assert StaleAccount.objects.get().account == account
    entry = AuditEntry.objects.get(verb="end")
    assert (entry.by, entry.before, entry.after) == ("member 8", {"ended_at": None}, {"ended_at": NOW.isoformat()})


def test_ending_what_is_not_there_changes_nothing(account):
    assert not end_override(account=account, by="member 8")
    assert AuditEntry.objects.count() == StaleAccount.objects.count() == 0


def test_an_override_that_ran_out_is_closed_once_and_its_account_is_stale_at_once(workspace, account, frozen):
    row = made(override(account=account, band="good", reason="a", by="member 7", until=FRIDAY))
    StaleAccount.objects.all().delete()
    frozen.move_to(FRIDAY - timedelta(seconds=1))
    assert expire_overrides(workspace=workspace, by="facts") == 0
    assert StaleAccount.objects.count() == 0
    frozen.move_to(FRIDAY + timedelta(minutes=3))
    assert not end_override(account=account, by="member 7")
    assert expire_overrides(workspace=workspace, by="facts") == 1
    assert expire_overrides(workspace=workspace, by="facts") == 0
    row.refresh_from_db()
    assert row.ended_at == FRIDAY
    assert StaleAccount.objects.get().account == account
    assert AuditEntry.objects.get(verb="expire").by == "facts"


def test_overrides_of_another_workspace_are_left_alone(workspace, stranger, frozen):
    override(account=stranger, band="good", reason="a", by="member 7", until=FRIDAY)
    frozen.move_to(FRIDAY)
    assert expire_overrides(workspace=workspace, by="facts") == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"band": "former"}, "is no band"),
        ({"reason": "  "}, "needs a reason"),
        ({"reason": "x" * 1001}, "needs a reason"),
        ({"until": NOW}, "end in the future"),
        ({"until": datetime(2026, 5, 13)}, "end in the future"),
    ],
)
def test_an_override_that_cannot_be_is_refused_and_leaves_nothing(account, change, message):
    given = {"band": "good", "reason": "a", "until": FRIDAY} | change
    with pytest.raises(OverrideError, match=message):
        override(account=account, by="member 7", **given)
    assert HealthOverride.objects.count() == AuditEntry.objects.count() == 0


def test_taking_a_later_override_back_brings_the_earlier_one_back(workspace, account):
    first = made(override(account=account, band="good", reason="a", by="member 7"))
    entries = override(account=account, band="poor", reason="b", by="member 7")
    StaleAccount.objects.all().delete()
    undo(workspace=workspace, entries=[entry.pk for entry in entries], by="member 7")
    assert (HealthOverride.objects.get(), HealthOverride.objects.get().ended_at) == (first, None)
    assert StaleAccount.objects.get().account == account
    assert AuditEntry.objects.filter(noun="override", verb="undo").count() == 2
