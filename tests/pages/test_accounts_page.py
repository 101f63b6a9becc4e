"""The list of accounts: order, search, filters, figures, empty states."""

import re

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils.translation import override

from tenure.console.accounts.account_list import FIRST, ORDERS
from tenure.sources.demo.population import ACCOUNTS
from tests.factories import make_account
from tests.pages.conftest import DOING_WELL, IN_TROUBLE

LIST = "/w/acme/accounts"


def names(response) -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]+)<', response.content.decode())


@pytest.fixture
def reader(visit):
    return visit("viewer")


def test_those_in_need_come_first_with_their_reason(reader, bakery, studio):
    response = reader.get(LIST)
    assert names(response) == ["Bakkerij Smit", "Studio Vonk"]
    assert "Poor" in response.content.decode()
    assert "1 of 2 accounts is poor; together they bring €120 a month" in " ".join(response.content.decode().split())


@pytest.mark.parametrize("column", ["account", "health", "score", "mrr", "renewal", "seen"])
def test_every_column_orders_both_ways(reader, acme, bakery, studio, column):
    one_way, other_way = (names(reader.get(LIST, {"sort": sign + column})) for sign in ("", "-"))
    assert set(one_way) == {"Bakkerij Smit", "Studio Vonk"}
    if column != "mrr":
        assert one_way == other_way[::-1]


def test_a_phone_sorts_by_words_and_sees_renewal_and_last_use(reader, bakery, studio):
    page = " ".join(reader.get(LIST, {"sort": "-mrr", "q": "a"}).content.decode().split())
    assert '<option value="-mrr" selected>MRR, highest first</option>' in page
    form = page[page.index('id="sort-by"') : page.index("</form>", page.index('id="sort-by"'))]
    assert '<input type="hidden" name="q" value="a">' in form, "the search stays"
    assert page.count("selected") == 1
    assert re.search(r'<span class="on-phone">Renewal </span><time[^>]*>in 12 days<', page)
    assert re.search(r'<span class="on-phone">Seen </span><time[^>]*>16 days ago<', page)


def test_the_words_name_every_order_there_is():
    assert set(ORDERS) == {sign + column for column in FIRST for sign in ("", "-")}


def test_reasons_in_the_list_are_written_as_the_reader_writes(reader, acme):
    make_account(acme, "seats", "Seats", {"seat_utilisation": 0.2})
    assert "20\xa0% der gekauften Plätze" in reader.get(LIST, headers={"Accept-Language": "de"}).content.decode()


def test_what_is_unknown_comes_last_both_ways(reader, acme, bakery):
    make_account(acme, "new", "New one")
    for sort in ("score", "-score", "renewal", "-renewal"):
        assert names(reader.get(LIST, {"sort": sort})) == ["Bakkerij Smit", "New one"]


def test_the_search_looks_at_names_and_keys_for_all_words(reader, bakery, studio):
    assert names(reader.get(LIST, {"q": "smit bak"})) == ["Bakkerij Smit"]
    assert names(reader.get(LIST, {"q": "STUDIO"})) == ["Studio Vonk"]
    assert "No account here matches “nobody”" in reader.get(LIST, {"q": "nobody"}).content.decode()


def test_a_band_filters_and_tells_how_many(reader, bakery, studio):
    response = reader.get(LIST, {"band": "good"})
    assert names(response) == ["Studio Vonk"]
    assert 'id="tab-poor"' in response.content.decode()


def test_former_accounts_are_listed_only_when_asked_for(reader, acme, bakery):
    make_account(acme, "gone", "Gone", {"is_former": True})
    assert names(reader.get(LIST)) == ["Bakkerij Smit"]
    assert names(reader.get(LIST, {"band": "former"})) == ["Gone"]


def test_an_account_that_was_never_scored_counts_as_no_data(reader, acme, bakery):
    make_account(acme, "new", "New one")
    response = reader.get(LIST, {"band": "none"})
    assert names(response) == ["New one"]
    assert "Not scored yet" in response.content.decode()


def test_nonsense_in_the_address_shows_the_usual_list(reader, bakery):
    response = reader.get(LIST, {"sort": "password", "band": "purple", "page": "-3", "q": "\0"})
    assert names(response) == ["Bakkerij Smit"]


def test_pages_neither_repeat_nor_lose_a_row(reader, acme):
    for number in range(120):
        make_account(acme, f"k{number:03}", f"Same score {number:03}", IN_TROUBLE)
    seen = [name for page in (1, 2, 3) for name in names(reader.get(LIST, {"page": page}))]
    assert len(seen) == len(set(seen)) == 120
    assert "101–120 of 120" in reader.get(LIST, {"page": 3}).content.decode().replace("&ndash;", "–")
    assert "There is no such page" in reader.get(LIST, {"page": 4}).content.decode()


def test_amounts_in_several_currencies_are_not_added_up(reader, acme, bakery):
    make_account(acme, "us", "Dollars", IN_TROUBLE | {"mrr": {"amount": 100, "currency": "USD"}})
    text = " ".join(reader.get(LIST).content.decode().split())
    assert "2 of 2 accounts are poor." in text


def test_the_list_alone_comes_back_when_htmx_asks(reader, bakery):
    response = reader.get(LIST, headers={"HX-Request": "true", "HX-Target": "list"})
    assert b"<html" not in response.content
    assert b'id="tabs" ' in response.content
    assert "HX-Target" in response.headers["Vary"]


def test_while_somebody_types_the_address_follows_without_a_step_in_the_history(reader, bakery):
    typing = {"HX-Request": "true", "HX-Target": "list", "HX-Trigger": "finding"}
    response = reader.get(LIST, {"q": "bak", "band": "", "sort": "health"}, headers=typing)
    assert response.headers["HX-Replace-Url"] == f"{LIST}?q=bak"


def test_an_empty_workspace_shows_three_ways_in(reader, acme):
    text = reader.get(LIST).content.decode()
    assert "tenure import accounts accounts.xlsx" in text
    assert "http://testserver" in text
    assert "tenure demo" in text
    assert f"{ACCOUNTS} accounts" in text


def test_the_list_asks_the_database_a_fixed_number_of_times(reader, acme, django_assert_max_num_queries):
    for number in range(30):
        make_account(acme, f"k{number}", "", DOING_WELL if number % 2 else IN_TROUBLE)
    with django_assert_max_num_queries(16):
        reader.get(LIST)


@pytest.mark.parametrize("key", ["../etc", "a/b", "~2F", "..", "a?b#c", "ünïcode", "50%", "with space", "a\\b", "why"])
def test_any_key_has_an_address(reader, acme, key):
    make_account(acme, key, "", IN_TROUBLE)
    response = reader.get(LIST)
    [link] = re.findall(r'class="row-link" data-row href="([^"]+)"', response.content.decode())
    assert link == reverse("account", args=["acme", key])
    assert reader.get(link).status_code == 200


def test_a_name_cannot_bring_markup_in(reader, acme):
    make_account(acme, "x", "<script>alert(1)</script>", IN_TROUBLE | {"trait.<b>": "<i>"})
    for address in (LIST, "/w/acme/accounts/x"):
        assert b"<script>alert" not in reader.get(address).content
        assert b"<i>" not in reader.get(address).content


def test_money_and_dates_follow_the_browsers_language(reader, bakery):
    dutch = reader.get("/w/acme/accounts/bakery", headers={"Accept-Language": "nl-NL,nl;q=0.9"}).content.decode()
    german = reader.get("/w/acme/accounts/bakery", headers={"Accept-Language": "de"}).content.decode()
    assert "€\xa0120" in dutch
    assert "120\xa0€" in german


@pytest.mark.parametrize(
    ("language", "said"), [("en", "1,334 accounts"), ("nl", "1.334 accounts"), ("de", "1.334 Accounts")]
)
def test_a_sentence_that_counts_writes_thousands_as_its_language_does(language, said):
    with override(language):
        page = Template(
            "{% load console i18n %}{% blocktranslate count n=found|counted %}{{ n }} account{% plural %}{{ n }} accounts{% endblocktranslate %}"
        )
        assert page.render(Context({"found": 1334})) == said
        assert page.render(Context({"found": 1})) == f"1 {said.split()[1].removesuffix('s')}"
