"""Is a field of one account or many set as an import would set it, and taken back whole?"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure.actions.account_fields import FieldError, set_field
from tenure.actions.accounts import BEGINNING, record_history
from tenure.actions.taking_back import UndoError
from tenure.actions.undo import undo
from tenure.records.models import Account, AccountHistory, AuditEntry, StaleAccount

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def several(workspace):
    return [
        Account.objects.create(workspace=workspace, key=f"k{n}", name=f"Name {n}", created_at=NOW) for n in range(5)
    ]


def put(accounts, field, value, by="member 1"):
    return set_field(
        workspace=accounts[0].workspace, accounts=[one.pk for one in accounts], field=field, value=value, by=by
    )


def held(account, field):
    return list(
        AccountHistory.objects.filter(account=account, name=field).order_by("since").values_list("value", flat=True)
    )


def test_a_first_value_holds_from_the_beginning_and_the_next_from_now(account):
    put([account], "lifecycle_stage", "onboarding")
    assert AccountHistory.objects.get(name="lifecycle_stage").since == BEGINNING
    put([account], "lifecycle_stage", "adopting")
    assert held(account, "lifecycle_stage") == ["onboarding", "adopting"]
    assert StaleAccount.objects.filter(account=account).exists()


def test_many_change_in_one_entry_that_knows_each_value_before(several):
    put(several[:2], "trait.Trade", "Baker")
    entry = put(several, "trait.Trade", "Butcher")
    assert entry.record is None
    olds = {str(one.pk): "Baker" if at < 2 else None for at, one in enumerate(several)}
    assert entry.before == {"trait.Trade": olds}
    assert entry.after["trait.Trade"] == "Butcher"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Other"),
        ("minimum_score", 60),
        ("preferred_channel", "phone"),
        ("trait.Seats", 4),
        ("trait.Trade", None),
    ],
)
def test_undo_leaves_everything_as_it_was(several, field, value):
    record_history(account=several[0], name="trait.Trade", value="Baker", by="test")
    before = set(AccountHistory.objects.values_list("account", "name", "value", "since")), names(several)
    entry = put(several, field, value)
    assert entry is not None
    changed = 1 if entry.record else len(entry.before[field])
    assert undo(workspace=several[0].workspace, entries=[entry.pk], by="member 1").count == changed
    assert (set(AccountHistory.objects.values_list("account", "name", "value", "since")), names(several)) == before


def names(accounts):
    return sorted(
        Account.objects.filter(pk__in=[one.pk for one in accounts]).values_list("pk", "name", "minimum_score")
    )


def test_undo_leaves_what_somebody_said_since(several, frozen):
    entry = put(several[:2], "lifecycle_stage", "adopting")
    frozen.shift(5)
    put(several[:1], "lifecycle_stage", "renewing", by="member 2")
    assert undo(workspace=several[0].workspace, entries=[entry.pk], by="member 1").count == 1
    assert (held(several[0], "lifecycle_stage"), held(several[1], "lifecycle_stage")) == (["adopting", "renewing"], [])


def test_undo_twice_changes_nothing_more(account):
    entry = put([account], "name", "Other")
    assert undo(workspace=account.workspace, entries=[entry.pk], by="member 1").count == 1
    before = AuditEntry.objects.count()
    with pytest.raises(UndoError, match="changed since"):
        undo(workspace=account.workspace, entries=[entry.pk], by="member 1")
    assert AuditEntry.objects.count() == before


def test_only_who_did_it_undoes_it_and_only_within_the_hour(account, frozen, other_workspace):
    entry = put([account], "name", "Other")
    with pytest.raises(UndoError):
        undo(workspace=account.workspace, entries=[entry.pk], by="member 2")
    with pytest.raises(UndoError):
        undo(workspace=other_workspace, entries=[entry.pk], by="member 1")
    frozen.shift(timedelta(hours=2))
    with pytest.raises(UndoError, match="long ago"):
        undo(workspace=account.workspace, entries=[entry.pk], by="member 1")


@pytest.mark.parametrize(
    ("field", "value"),
    [("minimum_score", 101), ("minimum_score", "many"), ("name", "x" * 301), ("score", 5), ("trait.", "x")],
)
def test_what_an_import_would_refuse_is_refused_with_its_reason(account, field, value):
    with pytest.raises(FieldError):
        put([account], field, value)
    assert AuditEntry.objects.count() == 0


def test_accounts_of_another_workspace_are_passed_over(account, stranger):
    assert (
        set_field(workspace=account.workspace, accounts=[stranger.pk], field="name", value="Ours", by="member 1")
        is None
    )
    assert (
        set_field(workspace=account.workspace, accounts=[stranger.pk], field="trait.a", value="x", by="member 1")
        is None
    )
    assert not AccountHistory.objects.exists()


def test_blank_text_forgets_the_value(account):
    put([account], "lifecycle_stage", "adopting")
    put([account], "lifecycle_stage", " ")
    assert held(account, "lifecycle_stage") == ["adopting", None]
    put([account], "name", "")
    account.refresh_from_db()
    assert account.name == ""
