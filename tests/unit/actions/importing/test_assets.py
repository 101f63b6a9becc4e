"""Do assets come in with what was known of them since when, and does it go back as it was?"""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.records.models import Asset, AssetHistory, Measurement
from tests.unit.actions.import_for_tests import counts, errors, everything, stale

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
HEAD = "app id,account,name,type,platform,version,last published,certificate expires,retired\n"


@pytest.fixture(autouse=True)
def _known(importer):
    importer.text("accounts", "id\na\nb\n")
    stale(importer.workspace)


def history(key: str, name: str) -> list[tuple]:
    rows = AssetHistory.objects.filter(asset__key=key, name=name).order_by("since")
    return list(rows.values_list("value", "since"))


def test_assets_come_in_with_their_dated_values(importer, workspace):
    text = f"{HEAD}x,a,Bakery,App,iOS,1.0,2025-06-01,2026-09-01,\ny,b,Shop,website,,,,,2026-01-01\n"
    assert counts(importer.text("assets", text)) == (2, 0, 0, 0)
    rows = Asset.objects.order_by("key").values_list("account__key", "name", "kind", "platform", "retired_on")
    assert list(rows) == [("a", "Bakery", "app", "iOS", None), ("b", "Shop", "site", "", date(2026, 1, 1))]
    assert history("x", "version") == [("1.0", BEGINNING)]
    assert history("x", "certificate_ends_on") == [("2026-09-01", BEGINNING)]
    assert history("x", "published_on") == [("2025-06-01", datetime(2025, 6, 1, tzinfo=UTC))]
    assert AssetHistory.objects.filter(asset__key="y").count() == 0
    assert stale(workspace) == {"a", "b"}


def test_later_values_hold_from_the_import_and_every_publication_is_kept(importer, workspace):
    with time_machine.travel(NOW, tick=False):
        importer.text("assets", f"{HEAD}x,a,,,,1.0,2025-06-01,2026-09-01,\n")
    before, _ = everything(workspace), stale(workspace)
    with time_machine.travel(LATER, tick=False):
        of = importer.text("assets", f"{HEAD}x,a,,,,1.1,2026-03-20,2027-09-01,\n")
    assert counts(of) == (0, 1, 0, 0)
    assert stale(workspace) == {"a"}
    assert history("x", "version") == [("1.0", BEGINNING), ("1.1", LATER)]
    assert history("x", "certificate_ends_on") == [("2026-09-01", BEGINNING), ("2027-09-01", LATER)]
    assert [value for value, _ in history("x", "published_on")] == ["2025-06-01", "2026-03-20"]
    older = importer.text("assets", "app id,account,last published\nx,a,2025-01-01\n")
    assert [value for value, _ in history("x", "published_on")] == ["2025-01-01", "2025-06-01", "2026-03-20"]
    assert importer.undo(of).kept == 0, "another publication is no change of this one"
    assert importer.undo(older).kept == 0
    assert everything(workspace) == before


def test_the_same_file_again_changes_nothing(importer, workspace):
    text = f"{HEAD}x,a,Bakery,App,iOS,1.0,2025-06-01,2026-09-01,\ny,b,Shop,website,,,,,2026-01-01\n"
    importer.text("assets", text)
    before, _ = everything(workspace), stale(workspace)
    assert counts(importer.text("assets", text)) == (0, 0, 2, 0)
    assert everything(workspace) == before
    assert stale(workspace) == set()


def test_what_was_known_better_since_stays(importer):
    of = importer.text("assets", f"{HEAD}x,a,,,,1.0,,2026-09-01,\ny,a,,,,1.0,2026-01-01,,\nz,a,,,,1.0,,,\n")
    since = importer.text("assets", f"{HEAD}x,a,,,,,,2027-09-01,\ny,a,,,,,2026-02-01,,\n")
    done = importer.undo(of)
    assert sorted((kept.record, kept.reason) for kept in done.reasons) == [
        ("asset x", f"certificate ends on was changed since by import {since.pk}: take that back first"),
        ("asset y", f"published on was changed since by import {since.pk}: take that back first"),
    ]
    assert set(Asset.objects.values_list("key", flat=True)) == {"x", "y"}


def test_an_asset_with_measurements_is_not_taken_back(importer):
    of = importer.text("assets", "app id,account\nx,a\n")
    importer.text("measurements", "app id,date,metric,value\nx,2026-01-01,downloads,5\n")
    assert [(kept.record, kept.reason) for kept in importer.undo(of).reasons] == [
        ("asset x", "it still has measurements")
    ]


def test_measurements_move_with_their_asset_and_back(importer, workspace):
    importer.text("assets", "app id,account\nx,a\n")
    measured = importer.text("measurements", "app id,date,metric,value\nx,2026-01-01,downloads,5\n")
    stale(workspace)
    of = importer.text("assets", "app id,account\nx,b\n")
    assert stale(workspace) == {"a", "b"}
    assert Measurement.objects.get().account.key == "b"
    importer.undo(of)
    assert stale(workspace) == {"a", "b"}
    assert Measurement.objects.get().account.key == "a"
    importer.text("assets", "app id,account\nx,b\n")
    assert importer.undo(measured).kept == 0, "that the asset moved is no change of what was measured"


def test_retired_before_its_publication_is_reported_and_both_are_kept(importer):
    of = importer.text("assets", f"{HEAD}x,a,,,,,2026-01-05,,2025-12-01\n")
    assert errors(of) == [(1, "retired", "lies before its publication on 2026-01-05: both are kept")]
    assert Asset.objects.get().retired_on == date(2025, 12, 1)
    assert history("x", "published_on")[0][0] == "2026-01-05"


def test_an_account_nobody_knows_keeps_its_row_out(importer):
    of = importer.text("assets", "app id,account\nx,nobody\n")
    assert counts(of) == (0, 0, 0, 1)
    assert errors(of) == [(1, "account", "there is no account “nobody”")]
