"""Does real data come in whole without a mapping? A published simulation of a subscription network."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pytest

from tenure.eventlog.tables import events_table
from tenure.records.models import ContractPeriod
from tests.unit.actions.import_for_tests import SOCIALNET, contracts, counts, held

pytestmark = pytest.mark.skipif(not SOCIALNET.is_dir(), reason=f"the data set socialnet7 is not here ({SOCIALNET})")


def test_all_three_files_come_in_and_a_second_time_changes_nothing(importer, workspace):
    files = [("accounts", "accounts.csv"), ("contracts", "subscriptions.csv"), ("events", "events.parquet")]
    done = [importer.file(kind, SOCIALNET / name) for kind, name in files]
    assert [counts(of) for of in done] == [(1_470, 0, 0, 0), (5_765, 0, 0, 0), (1_770_805, 0, 0, 0)]
    assert held(workspace, "0") == {
        "source": "appstore1",
        "trait.Date of birth": "2000-12-21",
        "trait.Country": "NO",
    }
    assert ContractPeriod.objects.filter(contract__workspace=workspace).count() == 5_765
    assert {len(periods) and periods[0][2] for *_, periods, _ in contracts(workspace)} == {1_000}
    assert len(contracts(workspace)) == 1_470
    stored = ds.dataset(events_table(importer.home, workspace.slug).files()).to_table(columns=["message_id", "user_id"])
    assert stored.num_rows == 1_770_805
    assert pc.count_distinct(stored["message_id"]).as_py() == 1_770_805
    keys = pa.array(list(workspace.accounts.values_list("key", flat=True)))
    assert pc.all(pc.is_in(stored["user_id"], value_set=keys)).as_py()
    again = [importer.file(kind, SOCIALNET / name) for kind, name in files]
    assert [counts(of) for of in again] == [(0, 0, 1_470, 0), (0, 0, 5_765, 0), (0, 0, 1_770_805, 0)]
