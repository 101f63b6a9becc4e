"""The page between bringing a file and importing it: what it is taken for, what would happen, cells to mend."""

import re

import pytest
from django.urls import reverse

from tenure.actions.importing.uploads import sweep_uploads
from tenure.eventlog.home import Home
from tenure.records.models import Account, Import, Upload
from tests.pages.bringing import bring

KLANTEN = (
    b"Klantnummer;Bedrijfsnaam;Klant sinds;Maandbedrag\n"
    b"K1;Bakkerij Smit;01-02-2024;29,50\nK2;Studio Vonk;31-02-2024;30,25\nK1;Bakkerij Smit BV;01-02-2024;29,50\n"
)
HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.usefixtures("own_data")


@pytest.fixture
def client(visit):
    return visit("manager")


@pytest.fixture
def upload(acme) -> Upload:
    return bring(acme, "klanten.csv", KLANTEN, by="member 1")


def at(name: str, upload: Upload) -> str:
    return reverse(name, args=["acme", upload.token])


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def said(response) -> dict[str, str]:
    """What every select of the page says, as a browser would send it."""
    page = response.content.decode()
    found = {}
    for select in re.finditer(r'<select id="[^"]+" name="([^"]+)".*?</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', select[0]) or re.search(
            r'<option value="([^"]*)"', select[0]
        )
        found[select[1]] = chosen[1] if chosen else ""
    return found | {"was": re.search(r'name="was" value="([^"]*)"', page)[1]}


def test_it_says_what_the_file_is_and_what_would_happen(client, upload):
    page = text(client.get(at("upload", upload)))
    assert "3 rows of accounts. 1 cell cannot be read. 2 would be new." in page
    assert "New accounts 2 Changed 0 Left as they are 1 Stay out 0" in page
    assert "Rows 1 and 3 are about the same account. Where they differ, the later counts." in page
    assert "Separator Semicolon" in page
    assert "Decimal sign Comma (detected)" in page
    assert "Row 2, Klant sinds “31-02-2024” is no day of the calendar" in page
    assert "1 K1 Bakkerij Smit 1 Feb 2024 29.5" in page
    assert not Account.objects.exists()


def test_amounts_and_dates_stand_as_the_reader_writes_them(client, upload):
    page = text(client.get(at("upload", upload), headers={"Accept-Language": "de"}))
    assert "1 K1 Bakkerij Smit 01.02.2024 29,5" in page


def test_looking_keeps_nothing(client, upload):
    client.get(at("upload", upload))
    upload.refresh_from_db()
    assert (upload.kind, upload.settings, upload.corrections) == ("", {}, {})
    assert not Import.objects.exists()


def test_a_column_is_changed_by_its_select_and_stays_so(client, upload):
    form = said(client.get(at("upload", upload))) | {"column-3": "minimum_score"}
    answer = client.post(at("choose-reading", upload), form, headers={**HTMX, "HX-Trigger-Name": "column-3"})
    assert answer.status_code == 200
    assert "3 of 3 cells of “Maandbedrag” cannot be read as “Minimum score”." in text(answer)
    upload.refresh_from_db()
    assert upload.settings["mapping"]["minimum_score"] == "Maandbedrag"
    again = said(client.get(at("upload", upload)))
    assert (again["column-3"], again["column-0"], again["column-1"]) == ("minimum_score", "key", "name")


def test_a_column_is_left_out_by_its_select(client, upload):
    form = said(client.get(at("upload", upload))) | {"column-3": "+ignored"}
    page = client.post(at("choose-reading", upload), form, headers=HTMX).content.decode()
    assert said_column(page, 3) == "+ignored"
    assert "29.5" not in page


def said_column(page: str, position: int) -> str:
    select = re.search(rf'name="column-{position}".*?</select>', page, re.DOTALL)[0]
    return re.search(r'<option value="([^"]*)" selected', select)[1]


def test_without_its_key_the_page_asks_which_column_it_is(client, upload):
    form = said(client.get(at("upload", upload))) | {"column-0": "+ignored"}
    page = text(client.post(at("choose-reading", upload), form, headers=HTMX))
    assert "a column for Account key is missing" in page
    assert "Import" not in page.replace("Imports", "")


def test_another_kind_begins_with_the_columns_that_fit_it(client, upload):
    form = said(client.get(at("upload", upload))) | {"kind": "contracts"}
    page = client.post(at("choose-reading", upload), form, headers=HTMX)
    assert said(page)["column-3"] == "mrr"
    assert "a column for Starts on is missing" in text(page)


def test_how_it_is_read_can_be_said(client, upload):
    form = said(client.get(at("upload", upload))) | {"decimal": "point", "dates": "mdy"}
    page = text(client.post(at("choose-reading", upload), form, headers=HTMX))
    assert "Dates Month, day, year (as set)" in page
    upload.refresh_from_db()
    assert (upload.settings["decimal"], upload.settings["dates"]) == (".", "mdy")


@pytest.mark.parametrize("wrong", [{"kind": "things"}, {"dates": "tomorrow"}, {"separator": "::"}])
def test_a_reading_that_cannot_be_had_is_said_and_nothing_is_kept(client, upload, wrong):
    answer = client.post(
        at("choose-reading", upload), {"kind": "accounts", "was": wrong.get("kind", "accounts")} | wrong
    )
    assert answer.status_code == 422
    upload.refresh_from_db()
    assert upload.kind == ""


def test_a_cell_is_mended_in_place(client, upload):
    form = {"kind": "accounts", "cell-2-2": "28-02-2024", "was-2-2": "31-02-2024"}
    page = text(client.post(at("mend-cells", upload), form, headers=HTMX))
    assert "3 rows of accounts. 2 would be new." in page
    assert "1 mended cell Row 2, Klant sinds 28-02-2024" in page
    assert "28 Feb 2024" in page


def test_a_cell_that_is_still_wrong_says_so(client, upload):
    form = {"kind": "accounts", "cell-2-2": "30-02-2024", "was-2-2": "31-02-2024"}
    page = text(client.post(at("mend-cells", upload), form, headers=HTMX))
    assert "“30-02-2024” is no day of the calendar" in page


def test_the_bad_cells_are_had_as_a_file(client, upload):
    answer = client.get(f"{at('upload-problems', upload)}?kind=accounts")
    assert "2,Klant sinds,31-02-2024," in answer.getvalue().decode()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_an_import_is_asked_for_once_and_leads_to_its_page(client, upload, acme):
    first = client.post(at("start-import", upload), {"kind": "accounts"})
    again = client.post(at("start-import", upload), {"kind": "accounts"})
    of = Import.objects.get()
    assert first.url == again.url == f"/w/acme/imports/{of.pk}"
    assert (of.state, of.kind, of.file_name, of.by) == ("waiting", "accounts", "klanten.csv", of.by)
    assert of.by.startswith("member ")


def test_nothing_is_changed_once_it_is_being_imported(client, upload):
    client.post(at("start-import", upload), {"kind": "accounts"})
    form = {"kind": "accounts", "cell-2-2": "28-02-2024", "was-2-2": "31-02-2024"}
    answer = client.post(at("mend-cells", upload), form)
    assert answer.status_code == 422
    assert "being imported" in text(answer)


def test_a_discarded_file_is_gone(client, upload):
    assert client.post(at("discard", upload)).url == "/w/acme/imports"
    assert client.get(at("upload", upload)).status_code == 404


def test_a_file_that_was_removed_says_what_to_do(client, upload, acme, own_data):
    of = Import.objects.create(workspace=acme, kind="accounts", state="done", started_at=upload.at)
    Upload.objects.filter(pk=upload.pk).update(result=of)
    sweep_uploads(workspace=acme, home=Home(own_data))
    answer = client.get(at("upload", upload))
    assert answer.status_code == 410
    assert "Bring it again, and it is read and mended as before." in text(answer)


def test_a_file_that_is_no_table_says_why(client, acme):
    upload = bring(acme, "photo.xlsx", b"PK\x03\x04 no workbook")
    page = client.get(at("upload", upload))
    assert page.status_code == 200
    assert "This file cannot be read" in text(page)


def test_a_large_file_is_looked_at_once_the_page_stands(client, upload):
    Upload.objects.filter(pk=upload.pk).update(size=48_000_000)
    page = client.get(at("upload", upload)).content.decode()
    assert "Reading 45.8\xa0MB" in page
    assert 'hx-trigger="load"' in page
    part = client.get(at("upload", upload), headers={**HTMX, "HX-Target": "look"})
    assert "3 rows of accounts" in text(part)
    assert "<html" not in part.content.decode()


def test_what_is_already_here_changes_or_stays(client, upload, acme):
    Account.objects.create(workspace=acme, key="K2", name="Old name", created_at=upload.at)
    page = text(client.get(at("upload", upload)))
    assert "1 would be new and 1 would change" in page


def test_text_of_a_file_is_never_taken_for_code(client, acme):
    evil = "<script>alert(1)</script>"
    upload = bring(acme, f"{evil}.csv", f"Account ID;Name;{evil}\nK1;{evil};{evil}\n;{evil};1\n".encode())
    page = client.get(at("upload", upload)).content.decode()
    assert evil not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5


def test_the_page_asks_the_database_a_bounded_number_of_times(client, acme, django_assert_max_num_queries):
    rows = "".join(f"K{n};Name {n};x{n}\n" for n in range(600))
    upload = bring(acme, "many.csv", f"Account ID;Name;Size\n{rows}".encode())
    client.get(at("upload", upload))
    with django_assert_max_num_queries(40):
        client.get(at("upload", upload))


def test_of_a_very_large_file_the_beginning_is_looked_at_and_the_rest_estimated(client, acme, monkeypatch):
    from tenure.answers import beginning

    monkeypatch.setattr(beginning, "MOST", 50_000)
    rows = "".join(f"K{n};Name number {n}\n" for n in range(9_000))
    upload = bring(acme, "many.csv", f"Account ID;Name\n{rows}".encode())
    page = text(client.get(at("upload", upload)))
    assert re.search(r"About 9,000 rows of accounts\. The first 2,\d\d\d were looked through\.", page)
    assert "Of the first 2,000 rows, 2,000 would be new: an estimate for the rest." in page
    assert "Import all rows" in page


def test_what_an_import_could_not_read_further_down_is_mended_here_as_well(client, upload, acme):
    error = {"row": 70_000, "column": "Klant sinds", "value": "soon", "reason": "“soon” is no date"}
    of = Import.objects.create(workspace=acme, kind="accounts", state="done", started_at=upload.at, errors=[error])
    Upload.objects.filter(pk=upload.pk).update(result=of)
    page = text(client.get(at("upload", upload)))
    assert "Row 70,000, Klant sinds “soon” is no date" in page
    form = {"kind": "accounts", "cell-70000-2": "01-02-2024", "was-70000-2": "soon"}
    page = text(client.post(at("mend-cells", upload), form, headers=HTMX))
    assert "“soon” is no date" not in page
    assert "Row 70,000, Klant sinds 01-02-2024" in page


def test_a_row_whose_account_is_not_there_says_so_before_the_import_and_can_be_mended(client, acme):
    found = bring(acme, "orders.csv", b"order,account,date,amount\n1,nobody,2026-01-01,10\n", by="member 1")
    page = text(client.get(at("upload", found)))
    assert "Stay out 1" in page
    assert "Row 1, account there is no account “nobody”" in page
    csv = client.get(at("upload-problems", found), {"kind": "orders"}).getvalue().decode()
    assert "1,account,nobody,there is no account “nobody”" in csv


def test_a_file_of_headers_alone_has_a_page_too(client, acme):
    found = bring(acme, "empty.csv", b"Klantnummer;Bedrijfsnaam\n", by="member 1")
    response = client.get(at("upload", found))
    assert response.status_code == 200
    assert "0 rows of accounts" in text(response)
