"""Story 1, the import half: Jana's 62 local businesses, in a workbook with Dutch headers, come in as 61 accounts.

She sees what will happen, corrects one column, mends two dates in place, maps the fee wrongly, takes that back whole and
does it again.
"""

import io
import re

import pytest
import xlsxwriter

from tenure.actions.importing.uploads import folder
from tenure.answers import process
from tenure.records.models import Account, AccountHistory, Contract, ContractPeriod, Import

TODAY = "2026-03-10"
HEADERS = ("Klantnr", "Bedrijfsnaam", "Plaats", "Klant sinds", "Vergoeding", "Wie", "Ingangsdatum", "Einddatum")
TRADES = ("Bakkerij", "Slagerij", "Kapper", "Garage", "Bloemist", "Café", "Tandarts", "Fietsenmaker")
PLACES = ("Utrecht", "Zwolle", "Breda", "Delft", "Leiden", "Gouda", "Tiel", "Sneek")
MISSPELT = {8: "31-02-2023", 40: "12 mrrt 2024"}
FEES = [29 + 3 * n + (25 * n) % 100 / 100 for n in range(61)]


def business(number: int) -> tuple[str, ...]:
    since = MISSPELT.get(number, f"{1 + number % 28:02d}-{1 + number % 12:02d}-{2019 + number % 6}")
    start = f"01-{1 + number % 12:02d}-2025"
    end = f"01-{1 + number % 12:02d}-2027"
    fee = f"{FEES[number]:.2f}".replace(".", ",")
    name = f"{TRADES[number % 8]} {PLACES[number * 3 % 8]} {number + 1}"
    return (f"K{1001 + number}", name, PLACES[number * 3 % 8], since, fee, ("Jana", "Piet")[number % 2], start, end)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """62 rows: the last one is the seventeenth again."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("Klanten")
    for at, row in enumerate([HEADERS, *map(business, range(61)), business(16)]):
        sheet.write_row(at, 0, row)
    book.close()
    return made.getvalue()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def selects(page: str) -> dict[str, str]:
    """What every select of the page says, as a browser would send it."""
    found = {"was": re.search(r'name="was" value="([^"]*)"', page)[1]}
    for select in re.finditer(r'<select id="[^"]+" name="([^"]+)".*?</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', select[0])
        found[select[1]] = chosen[1] if chosen else ""
    return found


def brought(story) -> Import:
    """The last import, done by the worker."""
    story.pass_by()
    return Import.objects.filter(workspace=story.workspace).latest("pk")


def counts(of: Import) -> tuple[str, int, int, int, int]:
    return of.state, of.created, of.updated, of.unchanged, of.failed


@pytest.fixture
def with_accounts(story, workbook):
    """Jana has brought her accounts in, two of them with a blank date."""
    story.at(TODAY)
    upload = story.bring("klanten.xlsx", workbook)

    page = words(story.page(upload))
    assert "62 rows of accounts. 2 cells cannot be read. 61 would be new." in page
    assert "Rows 17 and 62 are about the same account" in page
    assert "Sheet Klanten" in page
    assert "Decimal sign Comma (detected)" in page
    assert "1 K1001 Bakkerij Utrecht 1 Utrecht 1 Jan 2019 29 Jana" in page

    form = selects(story.page(upload))
    assert form["column-5"] == "+trait", "“Wie” says nothing to us"
    story.submit(f"{upload}/reading", **form | {"column-5": "owner"})
    assert "Wie Jana · Piet" in words(story.page(upload)).replace("Jana Piet", "Jana · Piet")
    story.at(TODAY, "09:04")
    imported = story.press(f"{upload}/start", kind="accounts")
    of = brought(story)
    assert counts(of) == ("done", 61, 0, 1, 0)
    return story, upload, imported


def test_61_accounts_come_in_and_two_blank_dates_are_mended_in_place(with_accounts):
    story, upload, imported = with_accounts
    assert Account.objects.filter(workspace=story.workspace).count() == 61
    page = words(story.page(imported))
    assert "All 62 rows went in. 2 cells could not be read." in page
    assert "9 Klant sinds 31-02-2023" in page
    assert "Mend in place" in page

    look = words(story.page(upload))
    assert "0 would be new" in look
    form = {"cell-9-3": "28-02-2023", "was-9-3": "31-02-2023", "cell-41-3": "12 mrt 2024", "was-41-3": "12 mrrt 2024"}
    story.submit(f"{upload}/cells", kind="accounts", **form)
    look = words(story.page(upload))
    assert "62 rows of accounts. 2 would change." in look
    story.press(f"{upload}/start", kind="accounts")
    assert counts(brought(story)) == ("done", 0, 2, 60, 0)
    since = dict(Account.objects.filter(key__in=("K1009", "K1041")).values_list("key", "created_at"))
    assert {key: f"{at:%Y-%m-%d}" for key, at in since.items()} == {"K1009": "2023-02-28", "K1041": "2024-03-12"}
    owners = AccountHistory.objects.filter(workspace=story.workspace, name="owner", value="Jana")
    assert owners.values("account").distinct().count() == 31
    assert list(folder(process.home(), "jana").iterdir()) == [], "all of the file is in, so it is gone"
    assert "Bakkerij Utrecht 1" in story.page("/accounts")
    assert words(story.page("/imports")).count("Accounts, by Jana") == 2


def test_the_fee_is_mapped_wrongly_taken_back_whole_and_done_again(with_accounts, workbook):
    story, _, _ = with_accounts
    story.at(TODAY, "09:06")
    upload = story.bring("klanten.xlsx", workbook)
    story.submit(f"{upload}/reading", kind="contracts", was="accounts")
    page = story.page(upload)
    assert "a column for MRR, or ARR, or Amount and Billing months is missing" in words(page)
    form = selects(page)
    assert (form["column-4"], form["column-6"], form["column-7"]) == ("amount", "starts_on", "ends_on")

    story.submit(f"{upload}/reading", **form | {"column-4": "arr"})
    assert "62 rows of contracts. 61 would be new." in words(story.page(upload))
    imported = story.press(f"{upload}/start", kind="contracts")
    assert counts(brought(story)) == ("done", 61, 0, 1, 0)
    story.pass_by()
    assert story.shown("K1001").mrr == 242, "29 euros a year, where it is a month"

    story.at(TODAY, "09:08")
    story.press(f"{imported}/undo")
    assert "It is being taken back for Jana." in words(story.page(imported))
    story.pass_by()
    assert "Taken back by Jana today , all of it. 122 records were removed, 0 stand as before." in words(
        story.page(imported)
    )
    assert not Contract.objects.exists()
    assert Account.objects.count() == 61
    story.pass_by()
    assert story.shown("K1001").mrr is None

    story.at(TODAY, "09:09")
    upload = story.bring("klanten.xlsx", workbook)
    form = selects(story.page(upload))
    assert (form["kind"], form["column-4"]) == ("contracts", "arr"), "it is read as before"
    story.submit(f"{upload}/reading", **form | {"column-4": "mrr"})
    story.press(f"{upload}/start", kind="contracts")
    assert counts(brought(story)) == ("done", 61, 0, 1, 0)
    story.pass_by()
    fees = [round(fee * 100) for fee in FEES]
    assert [story.shown(f"K{1001 + number}").mrr for number in range(61)] == fees
    assert sum(ContractPeriod.objects.values_list("mrr", flat=True)) == sum(fees)
    assert "€29" in story.page("/accounts?q=K1001")
    assert "Taken back" in words(story.page("/imports"))


def test_the_revenue_list_is_kept_as_a_view_of_those_above_average_whose_contract_ends_this_quarter(
    with_accounts, workbook
):
    story, _, _ = with_accounts
    story.at(TODAY, "09:06")
    upload = story.bring("klanten.xlsx", workbook)
    story.submit(f"{upload}/reading", kind="contracts", was="accounts")
    form = selects(story.page(upload))
    story.submit(f"{upload}/reading", **form | {"column-4": "mrr"})
    story.press(f"{upload}/start", kind="contracts")
    brought(story)
    story.pass_by()

    # Revenue per client, the largest first.
    fees = sorted((round(fee * 100) for fee in FEES), reverse=True)
    page = story.page("/accounts?sort=-mrr")
    shown = re.findall(r'row-link" data-row href="/w/jana/accounts/(K\d+)"', page)
    assert [story.shown(key).mrr for key in shown] == fees[:50]
    assert "1–50 of 61" in words(page)

    # Above average, and the contract ends this quarter: contracts of January, February and March end in 2027.
    story.at("2027-01-04", "09:00")
    story.pass_by()
    asked = "f=mrr.above_average&f=renewal.this_quarter&sort=-mrr"
    average = sum(fees) / len(fees)
    due = [n for n in range(61) if 1 + n % 12 in (2, 3) and round(FEES[n] * 100) > average]
    page = story.page(f"/accounts?{asked}")
    assert "MRR is above average (€" in words(page)
    assert "Renewal is in this quarter" in words(page)
    found = re.findall(r'row-link" data-row href="/w/jana/accounts/(K\d+)"', page)
    assert set(found) >= {f"K{1001 + n}" for n in due}
    assert all(story.shown(key).renews_on.month in (1, 2, 3) for key in found)
    assert all(story.shown(key).mrr > average for key in found)

    kept = story.press("/list/views", name="Above average, ends this quarter", query=asked)
    assert "Above average, ends this quarter" in words(story.page("/accounts"))
    again = story.page(kept)
    assert re.findall(r'row-link" data-row href="/w/jana/accounts/(K\d+)"', again) == found


def test_jana_owns_what_her_file_says_is_hers(with_accounts):
    story, _, _ = with_accounts
    assert Account.objects.filter(owner=story.owner).count() == 31
    assert words(story.page("/accounts?scope=mine")).count("1–31 of 31") == 1
