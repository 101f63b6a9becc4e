"""Is the kind of a file told by its columns?"""

import pytest
import xlsxwriter

from tenure.sources.guess import guess_file, guess_kind
from tenure.sources.settings import Settings
from tests.unit.sources.test_languages import ROWS

ENGLISH = {
    "accounts": "Account ID, Name, Channel, Country, Owner",
    "contacts": "User ID, Email, Account ID, First name, Last name, Phone, Job title",
    "contracts": "Account ID, Product, Start date, End date, MRR, Seats",
    "orders": "Order number, Customer ID, Order date, Item, Total, Currency",
    "invoices": "Invoice number, Customer ID, Invoice date, Due date, Amount, Paid on",
    "assets": "Account ID, App ID, App name, Platform, Version, Last published, Certificate expires",
    "measurements": "App ID, Date, Metric, Value",
    "touchpoints": "Account ID, Contact, Date, Channel, Duration, Notes, Owner",
    "tickets": "Ticket ID, Account ID, Subject, Priority, Status, Opened, Closed",
    "notes": "Account ID, Date, Note, Author",
    "events": "user_id, event, timestamp, properties",
}


def headers_of(language: str, kind: str) -> list[str]:
    return [cell.strip().split("=")[0] for cell in ROWS[language][kind].split(";")]


@pytest.mark.parametrize("kind", ENGLISH)
def test_the_kind_is_the_first_guess(kind):
    guesses = guess_kind(ENGLISH[kind].split(", "))
    assert guesses[0][0] == kind, guesses[:3]
    assert guesses[0][1] < 1


@pytest.mark.parametrize("kind", ENGLISH)
@pytest.mark.parametrize("language", ROWS)
def test_the_kind_is_the_first_guess_in_other_languages(language, kind):
    guesses = guess_kind(headers_of(language, kind))
    assert guesses[0][0] == kind, guesses[:3]


def test_an_export_that_is_known_is_certain():
    headers = "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Customer ID,Customer Email"
    assert guess_kind(headers.split(","))[0] == ("orders", 1.0)


def test_a_kind_that_has_all_it_needs_goes_before_one_that_has_not():
    assert guess_kind(["Klant", "Plaats", "Telefoon", "Contactpersoon"])[0][0] == "accounts"


def test_columns_that_nobody_knows_fit_no_kind():
    assert guess_kind(["Foo", "Bar", ""]) == []
    assert guess_kind([]) == []


def test_a_file_is_guessed_by_the_sheet_that_looks_like_something(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "f.xlsx") as book:
        book.add_worksheet("Read me").write_column(0, 0, ["About this file", "It was made by hand", "Ask Jana"])
        book.add_worksheet("Invoices").write_row(0, 0, ENGLISH["invoices"].split(", "))
    assert guess_file(tmp_path / "f.xlsx", Settings())[0][0] == "invoices"
