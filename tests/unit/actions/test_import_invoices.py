"""Do invoices come in with what is due when, and with what was paid?"""

from datetime import date

import pytest

from tenure.records.models import Invoice
from tests.unit.actions.import_for_tests import counts, errors, everything, stale

HEAD = "invoice number,account,invoice date,due date,amount,currency,paid date\n"


@pytest.fixture(autouse=True)
def _known(importer):
    importer.text("accounts", "id\na\nb\n")
    stale(importer.workspace)


def test_invoices_come_in(importer, workspace):
    text = f"{HEAD}i1,a,2026-01-05,2026-02-04,100.005,,\ni2,b,2026-01-05,,1.234,KWD,2026-01-20\n"
    assert counts(importer.text("invoices", text)) == (2, 0, 0, 0)
    rows = Invoice.objects.order_by("key").values_list(
        "account__key", "issued_on", "due_on", "amount", "currency", "paid_on"
    )
    assert list(rows) == [
        ("a", date(2026, 1, 5), date(2026, 2, 4), 10_000, "EUR", None),  # half to even
        ("b", date(2026, 1, 5), None, 1_234, "KWD", date(2026, 1, 20)),
    ]
    assert stale(workspace) == {"a", "b"}


def test_a_payment_arrives_later_and_a_blank_one_does_not_take_it_back(importer):
    importer.text("invoices", f"{HEAD}i1,a,2026-01-05,2026-02-04,100,EUR,\n")
    paid = importer.text("invoices", f"{HEAD}i1,a,2026-01-05,,100,,2026-02-10\n")
    assert counts(paid) == (0, 1, 0, 0)
    assert counts(importer.text("invoices", f"{HEAD}i1,a,2026-01-05,,100,,\n")) == (0, 0, 1, 0)
    assert (Invoice.objects.get().paid_on, Invoice.objects.get().due_on) == (date(2026, 2, 10), date(2026, 2, 4))
    importer.undo(paid)
    assert Invoice.objects.get().paid_on is None


def test_due_before_issued_is_reported_and_left_out(importer):
    of = importer.text("invoices", f"{HEAD}i1,a,2026-01-05,2025-12-31,100,EUR,2025-12-30\n")
    assert counts(of) == (1, 0, 0, 0)
    assert errors(of) == [(1, "due date", "lies before the invoice, issued on 2026-01-05: it is left out")]
    assert (Invoice.objects.get().due_on, Invoice.objects.get().paid_on) == (None, date(2025, 12, 30))


def test_the_same_file_again_changes_nothing(importer, workspace):
    text = f"{HEAD}i1,a,2026-01-05,2026-02-04,100,,\ni2,b,2026-01-05,,1,KWD,2026-01-20\n"
    importer.text("invoices", text)
    before, _ = everything(workspace), stale(workspace)
    assert counts(importer.text("invoices", text)) == (0, 0, 2, 0)
    assert everything(workspace) == before
    assert stale(workspace) == set()


def test_an_account_nobody_knows_keeps_its_row_out(importer):
    of = importer.text("invoices", f"{HEAD}i1,nobody,2026-01-05,,100,,\ni2,a,2026-01-05,,5,,\n")
    assert counts(of) == (1, 0, 0, 1)
    assert errors(of) == [(1, "account", "there is no account “nobody”")]
