"""Are only those tables filled that a question reads?"""

from datetime import UTC, datetime

import pytest

from tenure.answers import process
from tenure.answers.tables import USAGE, tables_of
from tenure.facts import ask
from tenure.facts.schemas import FRAMES
from tenure.records.models import Account
from tenure.values.moment import Moment
from tests.business_rows import EPOCH_TIME

NOW = Moment(datetime(2026, 3, 28, 12, tzinfo=UTC))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    yield
    process.forget()


def test_all_facts_read_every_table_but_those_of_other_questions(workspace):
    Account.objects.create(workspace=workspace, key="one", created_at=EPOCH_TIME)
    filled = tables_of([ask.question()], workspace, NOW)
    assert set(FRAMES) - set(filled) == {"customs", "order_days", "order_gaps", "events", "named"}
    for name, table in filled.items():
        assert table.schema.names == FRAMES[name].to_pyarrow().names, name


def test_a_question_about_contracts_reads_no_usage_and_no_orders(workspace):
    filled = tables_of([ask.question(["mrr"]), ask.trait_question([])], workspace, NOW)
    assert not USAGE & set(filled)
    assert "orders" not in filled
