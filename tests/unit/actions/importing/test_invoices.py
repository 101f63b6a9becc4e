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


STATES = "invoice number,account,invoice date,due date,amount,currency,{}\ni1,a,2026-01-05,2026-02-04,100,EUR,{}\n"


@pytest.mark.parametrize(
    ("header", "cell", "paid_on"),
    [
        ("Status", "Betaald", date(2026, 2, 4)),
        ("Status", "Openstaand", None),
        ("Betaald", "ja", date(2026, 2, 4)),
        ("Betaald", "nee", None),
        ("Betaald", "2026-02-03", date(2026, 2, 3)),
        ("Zahlungsstatus", "teilweise bezahlt", None),
        ("bezahlt", "x", date(2026, 2, 4)),
        ("Статус оплаты", "Оплачен", date(2026, 2, 4)),
        ("paid", "TRUE", date(2026, 2, 4)),
    ],
)
def test_an_invoice_that_is_only_said_to_be_paid_counts_as_paid_when_it_was_due(importer, header, cell, paid_on):
    of = importer.text("invoices", STATES.format(header, cell))
    assert (counts(of), errors(of)) == ((1, 0, 0, 0), [])
    assert Invoice.objects.get().paid_on == paid_on


def test_a_day_of_payment_stays_when_a_later_file_only_says_paid(importer):
    importer.text("invoices", STATES.format("Betaald op", "2026-01-20"))
    assert counts(importer.text("invoices", STATES.format("Status", "betaald"))) == (0, 0, 1, 0)
    assert Invoice.objects.get().paid_on == date(2026, 1, 20)


def test_a_payment_that_was_taken_back_leaves_the_invoice_open(importer):
    importer.text("invoices", STATES.format("Betaald op", "2026-01-20"))
    back = importer.text("invoices", STATES.format("Status", "openstaand"))
    assert Invoice.objects.get().paid_on is None
    importer.undo(back)
    assert Invoice.objects.get().paid_on == date(2026, 1, 20)


def test_of_a_cancelled_invoice_nothing_is_owed(importer):
    importer.text("invoices", STATES.format("Status", "open"))
    importer.text("invoices", STATES.format("Status", "gecrediteerd"))
    assert (Invoice.objects.get().amount, Invoice.objects.get().paid_on) == (0, None)


def test_a_state_that_nobody_knows_and_one_that_contradicts_a_payment_are_reported(importer):
    odd = importer.text("invoices", STATES.format("Status", "wartet auf Godot"))
    assert errors(odd) == [(1, "Status", "“wartet auf Godot” says neither paid nor open nor cancelled")]
    both = importer.text("invoices", STATES.format("Status,Betaald op", "openstaand,2026-01-20"))
    assert [(row, column) for row, column, _ in errors(both)] == [(1, "Betaald op")]
    assert Invoice.objects.get().paid_on is None


def test_days_of_payment_tell_how_dates_are_written_even_beside_words(importer):
    head = "invoice number,account,invoice date,amount,betaald\n"
    of = importer.text("invoices", f"{head}i1,a,01/05/2026,10,01/23/2026\ni2,a,01/06/2026,10,nee\n")
    assert (counts(of), errors(of)) == ((2, 0, 0, 0), [])
    assert (Invoice.objects.get(key="i1").issued_on, Invoice.objects.get(key="i1").paid_on) == (
        date(2026, 1, 5),
        date(2026, 1, 23),
    )
