"""Do frames say of accounts what their rows do, in either database?"""

from datetime import UTC, datetime, timedelta

from tenure.records import frames
from tenure.records.account import Account

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_times_of_accounts_are_those_of_their_rows_with_and_without_a_fraction(any_workspace):
    moments = [NOON, NOON + timedelta(microseconds=7), NOON + timedelta(milliseconds=120)]
    made = [
        Account.objects.create(workspace=any_workspace, key=f"k{at}", created_at=one) for at, one in enumerate(moments)
    ]
    found = frames.accounts(any_workspace)
    assert found.schema == frames.ACCOUNTS
    assert found["created_at"].to_pylist() == moments
    assert frames.accounts(any_workspace, [made[1].pk]).to_pylist() == [
        {"account": made[1].pk, "key": "k1", "created_at": moments[1]}
    ]


def test_a_frame_of_no_account_has_its_columns(any_workspace):
    assert frames.accounts(any_workspace).schema == frames.ACCOUNTS
