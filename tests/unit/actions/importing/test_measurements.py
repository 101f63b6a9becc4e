"""Do measurements come in once a day, metric and thing measured?"""

from datetime import date

import pytest

from tenure.records.models import Measurement
from tests.unit.actions.import_for_tests import counts, errors, everything, stale


@pytest.fixture(autouse=True)
def _known(importer):
    importer.text("accounts", "id\na\nb\n")
    importer.text("assets", "app id,account\nx,a\ny,b\n")
    stale(importer.workspace)


def rows() -> list[tuple]:
    found = Measurement.objects.order_by("account__key", "asset__key", "metric", "day")
    return list(found.values_list("account__key", "asset__key", "metric", "day", "value"))


def test_figures_come_in_by_asset_and_by_account(importer, workspace):
    text = (
        "app,account,date,metric,value\n"
        "x,,2026-01-01,Downloads,12\n"
        "x,nobody,2026-01-01,Active users,3.5\n"
        ",b,2026-01-01,visitors,100\n"
    )
    assert counts(importer.text("measurements", text)) == (3, 0, 0, 0)
    assert rows() == [
        ("a", "x", "active_users", date(2026, 1, 1), 3.5),
        ("a", "x", "downloads", date(2026, 1, 1), 12.0),
        ("b", None, "visitors", date(2026, 1, 1), 100.0),
    ]
    assert stale(workspace) == {"a", "b"}


def test_the_same_file_again_changes_nothing(importer, workspace):
    text = "app,account,date,metric,value\nx,,2026-01-01,downloads,12\n,b,2026-01-01,visitors,100\n"
    importer.text("measurements", text)
    before, _ = everything(workspace), stale(workspace)
    assert counts(importer.text("measurements", text)) == (0, 0, 2, 0)
    assert everything(workspace) == before
    assert stale(workspace) == set()


def test_a_figure_is_put_right_and_back(importer, workspace):
    importer.text("measurements", "app,account,date,metric,value\nx,,2026-01-01,downloads,12\n,b,2026-01-01,v,1\n")
    stale(workspace)
    of = importer.text("measurements", "app,account,date,metric,value\nx,,2026-01-01,downloads,13\n,b,2026-01-01,v,1\n")
    assert counts(of) == (0, 1, 1, 0)
    assert stale(workspace) == {"a"}
    assert [value for *_, value in rows()] == [13.0, 1.0]
    importer.undo(of)
    assert stale(workspace) == {"a"}
    assert [value for *_, value in rows()] == [12.0, 1.0]


def test_the_same_day_is_another_figure_for_another_asset_and_for_the_account(importer):
    text = "app,account,date,metric,value\nx,,2026-01-01,v,1\ny,,2026-01-01,v,2\n,a,2026-01-01,v,3\n,b,2026-01-01,v,4\n"
    assert counts(importer.text("measurements", text)) == (4, 0, 0, 0)
    assert counts(importer.text("measurements", text)) == (0, 0, 4, 0)


def test_a_metric_spelled_twice_is_one_and_the_last_counts(importer):
    of = importer.text("measurements", "app,date,metric,value\nx,2026-01-01,Downloads,1\nx,2026-01-01,downloads,2\n")
    assert counts(of) == (1, 0, 1, 0)
    assert [value for *_, value in rows()] == [2.0]


def test_an_asset_or_account_nobody_knows_keeps_its_row_out(importer):
    text = "app,account,date,metric,value\nz,a,2026-01-01,v,1\n,c,2026-01-01,v,1\nx,,2026-01-01,v,one\n"
    of = importer.text("measurements", text)
    assert counts(of) == (0, 0, 0, 3)
    assert errors(of) == [
        (1, "app", "there is no asset “z”"),
        (2, "account", "there is no account “c”"),
        (3, "value", "“one” is not a number"),
    ]


def test_what_was_changed_since_stays_and_is_named(importer):
    of = importer.text("measurements", "app,account,date,metric,value\nx,,2026-01-01,v,1\n,b,2026-01-01,v,1\n")
    Measurement.objects.update(value=9)
    done = importer.undo(of)
    assert sorted((kept.record, kept.reason) for kept in done.reasons) == [
        ("measurement v (b, 2026-01-01)", "value was changed since"),
        ("measurement v (x, 2026-01-01)", "value was changed since"),
    ]


def test_many_figures_in_any_order_are_found_again(importer):
    lines = [f"{'xy'[n % 2]},2026-{1 + n % 12:02}-{1 + n // 12 % 28:02},m{n // 336},{n}" for n in range(6_000)]
    text = "app,date,metric,value\n" + "\n".join(lines)
    assert counts(importer.text("measurements", text)) == (6_000, 0, 0, 0)
    turned = "app,date,metric,value\n" + "\n".join(reversed(lines))
    assert counts(importer.text("measurements", turned)) == (0, 0, 6_000, 0)
