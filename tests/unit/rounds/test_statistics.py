"""Statistics of tables are there after a look, and lists of many accounts are read from an index alone."""

from django.db import connection

from tenure.console.accounts.worst_first import shares_of_all
from tenure.records.models import AccountHealth
from tenure.rounds.statistics import renew_statistics
from tests.factories import make_account


def test_sqlite_knows_how_its_tables_are_filled(workspace):
    make_account(workspace, "bakery", "Bakkerij Smit", {"active_days_28": 2})
    assert renew_statistics(workspace) is False
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl FROM sqlite_stat1")
        assert AccountHealth._meta.db_table in {table for (table,) in cursor.fetchall()}


def test_shares_of_bands_are_counted_from_an_index_alone(workspace, django_assert_num_queries):
    for number in range(200):
        make_account(workspace, f"a{number}", facts={"active_days_28": number % 20})
    renew_statistics(workspace)
    with django_assert_num_queries(2) as asked:
        shares_of_all(workspace)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[0]['sql']}")
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "COVERING INDEX" in plan
    assert "TEMP B-TREE" not in plan
