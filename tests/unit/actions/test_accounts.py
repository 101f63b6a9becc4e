"""Is what members say of an account kept with its date, audited, and followed by a recomputation?"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure.actions.accounts import BEGINNING, AccountError, record_history
from tenure.records.models import AccountHistory, AuditEntry, StaleAccount

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def history(account, name) -> list[tuple[datetime, object]]:
    rows = AccountHistory.objects.filter(workspace=account.workspace, account=account, name=name)
    return list(rows.order_by("since").values_list("since", "value"))


def test_the_first_value_holds_from_the_beginning(workspace, account):
    assert record_history(account=account, name="owner", value="ada", by="member 7")
    assert history(account, "owner") == [(BEGINNING, "ada"), (NOW, "ada")]
    assert StaleAccount.objects.get(workspace=workspace).account == account
    entry = AuditEntry.objects.get(workspace=workspace)
    assert (entry.verb, entry.before, entry.after) == ("record", None, {"owner": "ada", "since": NOW.isoformat()})


def test_a_later_value_holds_from_its_own_time(account, frozen):
    record_history(account=account, name="owner", value="ada", by="member 7")
    frozen.move_to(NOW + DAY)
    assert record_history(account=account, name="owner", value="bob", by="member 7")
    assert history(account, "owner") == [(BEGINNING, "ada"), (NOW, "ada"), (NOW + DAY, "bob")]
    assert AuditEntry.objects.latest("pk").before == {"owner": "ada"}


def test_the_value_that_holds_already_changes_nothing(account, frozen):
    record_history(account=account, name="owner", value="ada", by="member 7")
    StaleAccount.objects.all().delete()
    frozen.move_to(NOW + DAY)
    assert not record_history(account=account, name="owner", value="ada", by="member 7")
    assert StaleAccount.objects.count() == 0
    assert AuditEntry.objects.count() == 1


def test_true_is_not_the_number_one(account, frozen):
    record_history(account=account, name="trait.vip", value=1, by="member 7")
    frozen.move_to(NOW + DAY)
    assert record_history(account=account, name="trait.vip", value=True, by="member 7")


def test_an_earlier_value_told_late_takes_over_the_time_before(account):
    record_history(account=account, name="owner", value="bob", by="member 7")
    assert record_history(account=account, name="owner", value="ada", at=NOW - 9 * DAY, by="member 7")
    assert history(account, "owner") == [(BEGINNING, "ada"), (NOW - 9 * DAY, "ada"), (NOW, "bob")]


def test_a_sentiment_said_again_counts_from_then(account, frozen):
    record_history(account=account, name="sentiment", value=4, by="member 7")
    frozen.move_to(NOW + DAY)
    assert record_history(account=account, name="sentiment", value=4, by="member 7")
    assert history(account, "sentiment")[-1] == (NOW + DAY, 4)


def test_what_is_known_to_be_absent_is_a_value_too(account, frozen):
    record_history(account=account, name="owner", value="ada", by="member 7")
    frozen.move_to(NOW + DAY)
    assert record_history(account=account, name="owner", value=None, by="member 7")
    assert history(account, "owner")[-1] == (NOW + DAY, None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "1 to 200 characters"),
        ({"name": "x" * 201}, "1 to 200 characters"),
        ({"value": [1]}, "takes text, a number"),
        ({"value": float("nan")}, "takes text, a number"),
        ({"name": "sentiment", "value": 6}, "rating from 1 to 5"),
        ({"name": "sentiment", "value": True}, "rating from 1 to 5"),
        ({"at": NOW + DAY}, "future"),
        ({"at": datetime(2026, 5, 1)}, "zone"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_leaves_nothing(account, change, message):
    with pytest.raises(AccountError, match=message):
        record_history(account=account, by="member 7", **({"name": "owner", "value": "ada"} | change))
    assert AccountHistory.objects.count() == AuditEntry.objects.count() == 0
