"""Are the exports of other products known by their headers, and read as they were meant? (The rows are made up.)"""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tenure.sources.cells import Amount
from tenure.sources.failures import MappingError
from tenure.sources.known_exports import EXPORTS, recognise
from tenure.sources.known_kinds import KINDS
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings

FOLDER = Path(__file__).parent / "exports"
NAMES = {
    "hubspot-companies": ("accounts", "HubSpot companies export"),
    "hubspot-contacts": ("contacts", "HubSpot contacts export"),
    "hubspot-deals": ("orders", "HubSpot deals export"),
    "hubspot-tickets": ("tickets", "HubSpot tickets export"),
    "hubspot-calls": ("touchpoints", "HubSpot calls export"),
    "hubspot-meetings": ("touchpoints", "HubSpot meetings export"),
    "hubspot-emails": ("touchpoints", "HubSpot e-mails export"),
    "hubspot-notes": ("notes", "HubSpot notes export"),
    "salesforce-accounts": ("accounts", "Salesforce accounts export"),
    "salesforce-accounts-report": ("accounts", "Salesforce accounts report"),
    "salesforce-contacts": ("contacts", "Salesforce contacts export"),
    "salesforce-opportunities": ("orders", "Salesforce opportunities export"),
    "salesforce-opportunities-report": ("orders", "Salesforce opportunities report"),
    "salesforce-cases": ("tickets", "Salesforce cases export"),
    "salesforce-cases-report": ("tickets", "Salesforce cases report"),
    "salesforce-tasks": ("touchpoints", "Salesforce tasks export"),
    "salesforce-events": ("touchpoints", "Salesforce events export"),
    "stripe-customers": ("accounts", "Stripe customers export"),
    "stripe-subscriptions": ("contracts", "Stripe subscriptions export"),
    "stripe-invoices": ("invoices", "Stripe invoices export"),
    "stripe-payments": ("orders", "Stripe payments export"),
    "shopify-customers": ("accounts", "Shopify customers export"),
    "shopify-orders": ("orders", "Shopify orders export"),
}


def headers(name: str) -> list[str]:
    with (FOLDER / f"{name}.csv").open(newline="") as file:
        return next(csv.reader(file))


def read(name: str, kind: str = "", **settings):
    reading = open_file(FOLDER / f"{name}.csv", kind or NAMES[name][0], Settings(**settings))
    rows = list(reading.rows())
    assert [row.problems for row in rows] == [[] for _ in rows]
    return reading, rows


@pytest.mark.parametrize("name", NAMES)
def test_an_export_is_known_by_its_headers_and_read_without_a_word_from_anybody(name):
    kind, said = NAMES[name]
    assert recognise(headers(name)).kind == kind
    reading, rows = read(name)
    assert reading.as_json["export"] == said
    assert f"This is a {said}." in reading.as_json["notes"]
    assert rows
    assert not any(row.is_bad for row in rows)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: f"{export.name} as {export.kind}")
def test_an_export_says_only_what_its_kind_can_hold(export):
    kind = KINDS[export.kind]
    assert set(export.mapping) <= {field.name for field in kind.fields}
    for ways in kind.needed:
        assert any(all(export.mapping.get(name) for name in way) for way in ways)


def test_plain_files_are_no_exports():
    for row in (
        ["Account ID", "Name", "Channel", "Date of birth", "Country"],
        ["Account ID", "Product", "Start date", "End date", "MRR", "Billing period (months)"],
        ["user_id", "event", "timestamp"],
        ["id", "name", "email", "created"],
        ["Order ID", "Customer", "Date", "Total", "Currency", "Status"],
        ["Date", "Call duration", "Notes", "Account"],
    ):
        assert recognise(row) is None


def test_hubspot_companies_are_accounts_by_their_record_id():
    reading, rows = read("hubspot-companies")
    assert rows[0].values == {
        "key": "9100001",
        "name": "Bakkerij Smit",
        "owner": "Mara de Wit",
        "source": "Organic Search",
        "lifecycle_stage": "Customer",
        "parent": None,
        "created_at": datetime(2024, 2, 1, 9, 30, tzinfo=UTC),
    }
    assert rows[1].values["parent"] == "9100001", "the first of two"
    assert rows[0].traits["Industry"] == "Food"
    assert not any(name.startswith("Associated") for name in reading.as_json["traits"])


def test_hubspot_contacts_are_at_the_first_of_their_companies():
    _, rows = read("hubspot-contacts")
    assert [row.values["account"] for row in rows] == ["9100001", "9100002"]
    assert (rows[0].values["first_name"], rows[0].values["role"]) == ("Ada", "Owner")


def test_of_hubspot_deals_only_those_won_are_orders():
    reading, rows = read("hubspot-deals")
    assert [row.values["key"] for row in rows] == ["7001"]
    assert rows[0].values["amount"] == Amount(Decimal("1250.50"), None)
    assert rows[0].values["account"] == "9100001"
    assert sum("left out" in note and "Deal Stage" in note for note in reading.as_json["notes"]) == 2


def test_hubspot_calls_say_how_long_they_took_in_milliseconds_or_as_a_time():
    _, rows = read("hubspot-calls")
    assert [row.values["minutes"] for row in rows] == [31, 4]
    assert {row.values["channel"] for row in rows} == {"call"}
    assert [row.values["summary"] for row in rows] == ["Happy with the new push messages", "Call with Bram"]


def test_hubspot_meetings_that_were_cancelled_did_not_happen():
    _, rows = read("hubspot-meetings")
    assert [(row.values["key"], row.values["channel"], row.values["summary"]) for row in rows] == [
        ("61001", "meeting", "They want a shop")
    ]


def test_salesforce_reports_end_with_remarks_that_are_no_accounts():
    reading, rows = read("salesforce-accounts-report")
    assert [row.values["key"] for row in rows] == ["Lindner Optik", "Holm Travel"]
    assert reading.count == 2
    assert "5 rows were left out: remarks at the end." in reading.as_json["notes"]
    assert reading.as_json["dates"] == "mdy"


def test_salesforce_opportunities_are_orders_once_they_are_won():
    for name, amount in (("salesforce-opportunities", 4800), ("salesforce-opportunities-report", 4800)):
        _, rows = read(name)
        assert [row.values["amount"].number for row in rows] == [amount]
        assert rows[0].values["ordered_at"] == datetime(2026, 1, 31, tzinfo=UTC)


def test_salesforce_tasks_that_are_done_are_touchpoints():
    _, rows = read("salesforce-tasks")
    first, second = rows
    assert (first.values["account"], first.values["channel"], first.values["minutes"]) == (
        "001000000000001AAA",
        "call",
        11,
    )
    assert first.values["at"] == datetime(2026, 2, 5, 9, 10, 30, tzinfo=UTC)
    assert (second.values["account"], second.values["channel"]) == ("001000000000002AAA", "email")


def test_stripe_customers_leave_their_cards_behind():
    reading, rows = read("stripe-customers")
    assert [row.values["name"] for row in rows] == ["Nora Peeters", "Dental Porto"]
    assert not any("Card" in name for name in reading.as_json["traits"])
    assert rows[0].traits["Total Spend"] == 1200.0


def test_stripe_customers_are_contacts_too_where_somebody_says_so():
    reading, rows = read("stripe-customers", "contacts")
    assert reading.as_json["export"] == "Stripe customers export"
    assert rows[0].values["account"] == rows[0].values["user_id"] == "cus_A0001"


def test_stripe_subscriptions_are_contracts_by_month_or_year():
    reading, rows = read("stripe-subscriptions")
    assert [(row.values["key"], row.values["billing_months"], row.values["ends_on"]) for row in rows] == [
        ("sub_1", 1, None),
        ("sub_2", 12, date(2026, 1, 31)),
    ]
    assert rows[0].values["currency"] == "EUR"
    assert any("incomplete_expired" in note for note in reading.as_json["notes"])


def test_stripe_invoices_that_are_drafts_are_none():
    _, rows = read("stripe-invoices")
    assert [(row.values["key"], row.values["issued_on"], row.values["paid_on"]) for row in rows] == [
        ("PEET-0012", date(2026, 2, 4), date(2026, 2, 4)),
        ("PORT-0003", date(2026, 2, 10), None),
    ]


PAID_SOME_DAY = (
    "id,Amount Due,Amount Paid,Created (UTC),Currency,Customer,Due Date (UTC),Number,Status,Subtotal,Total\n"
    "in_1,120.00,120.00,2026-01-05 10:00,eur,cus_1,2026-01-19 10:00,AB-1,paid,100.00,120.00\n"
    "in_2,120.00,120.00,2026-01-06 10:00,eur,cus_1,,AB-2,paid,100.00,120.00\n"
    "in_3,120.00,0.00,2026-01-07 10:00,eur,cus_1,2026-01-21 10:00,AB-3,open,100.00,120.00\n"
)


def test_stripe_invoices_that_are_paid_without_a_day_are_not_overdue_for_ever(tmp_path):
    path = tmp_path / "invoices.csv"
    path.write_text(PAID_SOME_DAY)
    reading = open_file(path, "invoices", Settings())
    paid = {row.values["key"]: row.values.get("paid_on") for row in reading.rows()}
    assert paid == {"AB-1": date(2026, 1, 19), "AB-2": date(2026, 1, 6), "AB-3": None}


def test_stripe_payments_that_failed_are_no_orders():
    _, rows = read("stripe-payments")
    assert [(row.values["key"], row.values["email"], row.values["account"]) for row in rows] == [
        ("ch_1", "nora@peeters.example", "cus_A0001"),
        ("ch_2", "guest@example.org", None),
    ]
    assert rows[1].values["refunded"].number == 40


def test_stripe_amounts_with_a_decimal_comma_are_read_by_what_they_prove(tmp_path):
    text = "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Customer ID,Customer Email\n"
    (tmp_path / "f.csv").write_text(f'{text}ch_1,2026-02-04 11:14,"399,00","0,00",eur,Paid,cus_1,\n')
    (row,) = open_file(tmp_path / "f.csv", "orders", Settings()).rows()
    assert row.values["amount"].number == 399
    (tmp_path / "f.csv").write_text(f"{text}ch_1,2026-02-04 11:14,1.234,0,eur,Paid,cus_1,\n")
    (row,) = open_file(tmp_path / "f.csv", "orders", Settings()).rows()
    assert row.values["amount"].number == Decimal("1.234")


def test_the_lines_of_a_shopify_order_are_one_order():
    reading, rows = read("shopify-orders")
    assert [(row.number, row.values["key"], row.values["product"], row.values["amount"].number) for row in rows] == [
        (1, "#1001", "Espresso beans, Paper filters", 105),
        (3, "#1002", "Grinder brush", 35),
    ]
    assert rows[0].values["ordered_at"] == datetime(2026, 2, 1, 9, tzinfo=UTC)
    assert rows[0].values["refunded"].number == 20
    assert reading.count == 2
    assert "2 rows were further lines of the order above, and count with it." in reading.as_json["notes"]
    assert "1 row was left out: Financial Status is “voided”." in reading.as_json["notes"]


def test_shopify_customers_are_people_or_their_companies():
    reading, rows = read("shopify-customers")
    assert [(row.values["key"], row.values["name"]) for row in rows] == [
        ("7100000000001", "Elif Rossi"),
        ("7100000000002", "Huber Brewery"),
    ]
    assert "Default Address City" in reading.as_json["traits"]
    assert "Default Address Address1" not in reading.as_json["traits"]
    reading, rows = read("shopify-customers", "contacts")
    assert rows[0].values["phone"] == "+390400000000"
    assert rows[0].values["account"] == rows[0].values["user_id"] == "7100000000001"


def test_what_a_person_says_goes_before_what_is_known_of_the_export():
    reading, rows = read("shopify-orders", mapping={"key": "Id", "product": ""})
    assert [row.values["key"] for row in rows] == ["5500000000001", "5500000000002"]
    assert "product" not in reading.as_json["mapping"]


def test_an_export_of_another_kind_is_said():
    reading = open_file(FOLDER / "shopify-customers.csv", "contacts", Settings())
    assert "This is a Shopify customers export." in reading.as_json["notes"]
    with pytest.raises(MappingError):
        open_file(FOLDER / "salesforce-cases.csv", "measurements", Settings())
    reading = open_file(FOLDER / "hubspot-deals.csv", "accounts", Settings(mapping={"key": "Record ID"}))
    assert "This looks like a HubSpot deals export, which is a file of orders." in reading.as_json["notes"]
    assert "export" not in reading.as_json
