"""What would an import do? The same as it then does, and trying it leaves nothing behind."""

import pytest

from tenure.actions.importing.batches import WRITERS
from tenure.actions.importing.dry_run import plan_import
from tenure.records.models import Account, AuditEntry, Import, StaleAccount, WebhookDelivery
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings
from tests.unit.actions.import_for_tests import counts, everything

BEFORE = "id,name\na,Ann\nb,Bob\n"
FILES = {
    "accounts": "id,name\na,Ann\nb,Bobby\nc,Cy\nc,Cy 2\n,nobody\n",
    "contacts": "user id,account,name\nu1,a,Una\nu2,b,Ben\nu1,a,Una 2\n",
    "contracts": "account,product,start,mrr\na,App,2026-01-01,10\nz,App,2026-01-01,10\nb,App,2026-01-01,ten\n",
    "orders": "account,order id,date,amount\na,1,2026-01-01,10\na,2,2026-02-30,10\n",
    "invoices": "account,invoice,date,amount\na,1,2026-01-01,10\n",
    "assets": "account,asset id,name\na,app,App\n",
    "measurements": "account,date,metric,value\na,2026-01-01,downloads,3\na,2026-01-02,downloads,x\n",
    "touchpoints": "account,date,type\na,2026-01-01,call\na,2026-01-01,call\n",
    "tickets": "account,ticket,opened\na,1,2026-01-01\n",
    "notes": "account,date,note\na,2026-01-01,Hello\n",
}


@pytest.fixture
def opened(tmp_path):
    def reading(kind: str, text: str):
        path = tmp_path / "plan.csv"
        path.write_text(text)
        return open_file(path, kind, Settings())

    return reading


def test_every_kind_that_is_written_is_tried():
    assert set(FILES) == set(WRITERS)


@pytest.mark.parametrize("kind", FILES)
def test_it_says_what_the_import_then_does_and_leaves_nothing(importer, workspace, opened, kind):
    importer.text("accounts", BEFORE)
    StaleAccount.objects.all().delete()
    before, audit = everything(workspace), AuditEntry.objects.count()
    plan = plan_import(workspace=workspace, reading=opened(kind, FILES[kind]))
    assert everything(workspace) == before
    assert (AuditEntry.objects.count(), Import.objects.count()) == (audit, 1)
    assert not StaleAccount.objects.exists()
    assert not WebhookDelivery.objects.exists()
    of = importer.text(kind, FILES[kind])
    assert (plan.created, plan.updated, plan.unchanged, plan.failed) == counts(of)
    assert (plan.rows, plan.is_all) == (of.rows_total, True)


def test_of_a_long_file_the_first_rows_are_tried_and_that_is_said(workspace, opened):
    rows = "".join(f"k{n},Name\n" for n in range(50))
    plan = plan_import(workspace=workspace, reading=opened("accounts", f"id,name\n{rows}"), most=20)
    assert (plan.rows, plan.created, plan.is_all) == (20, 20, False)
    assert not Account.objects.exists()


def test_events_are_counted(workspace, opened):
    text = "user,event,time\nada,Opened,2026-01-01\nada,Closed,soon\n"
    plan = plan_import(workspace=workspace, reading=opened("events", text))
    assert (plan.rows, plan.created, plan.failed, plan.is_all) == (2, 1, 1, True)


def test_a_file_of_headers_alone_comes_to_nothing(workspace, opened):
    plan = plan_import(workspace=workspace, reading=opened("accounts", "id,name\n"))
    assert (plan.rows, plan.created, plan.failed, plan.is_all) == (0, 0, 0, True)


def test_what_can_be_read_and_still_stays_out_is_told_with_its_cell(importer, workspace, opened):
    importer.text("accounts", BEFORE)
    text = "account,order id,date,amount\na,1,2026-02-30,10\nz,2,2026-02-01,10\na,3,2026-02-01,10\n"
    plan = plan_import(workspace=workspace, reading=opened("orders", text))
    assert (plan.created, plan.failed) == (1, 2)
    assert [(one.row, one.column, one.value, one.reason) for one in plan.refused] == [
        (2, "account", "z", "there is no account “z”")
    ]
