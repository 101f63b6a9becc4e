"""Story 2: of three services she sells, one takes most calls and brings least.

Touchpoints name the service and take its usual time unless told otherwise. The page shows revenue, average spend, contract
length, options bought and time spent per service and per segment, and each figure opens its rows.
"""

import re

import pytest

from tenure.actions.options import add_option
from tenure.actions.workspace_settings import change_workspace

CONTRACTS = """Account ID;Product;Start;End;MRR;Term (months);Options
bakker;App;2025-01-01;2027-01-01;120;24;Booking | Shop
slager;App;2025-01-01;2027-01-01;120;24;Booking
kapper;Website;2025-01-01;2027-01-01;60;12;
bloem;Care;2025-01-01;2027-01-01;15;12;
garage;Care;2025-01-01;2027-01-01;15;12;
"""
CALLS = [("bloem", "Care", ""), ("garage", "care", ""), ("bakker", "App", "10"), ("kapper", "Website", "")]
PAGE = "/retention?month=2025-12&by=trait.Trade"
FIGURE = re.compile(r'<button[^>]* hx-get="/w/jana(/retention/why[^"]+)"[^>]*>([^<]+)</button>')
LIST = re.compile(r'<a href="/w/jana(/retention/accounts[^"]+)">([^<]+)</a>')
COUNT = re.compile(r'">([^<]+)</a></th><td class="number">(\d+)</td>')


@pytest.fixture
def jana(story):
    """A year of contracts and calls; the usual time of each service is said once."""
    story.at("2026-01-10")
    story.import_csv(
        "accounts", "Account ID;Trade\nbakker;food\nslager;food\nkapper;care\nbloem;retail\ngarage;repair\n"
    )
    story.import_csv("contracts", CONTRACTS)
    change_workspace(workspace=story.workspace, hourly_cost=6_000, by="test")
    for name, minutes in (("App", 15), ("Website", 20), ("Care", 45)):
        add_option(workspace=story.workspace, name=name, kind="service", minutes=minutes, by="test")
    rows = [
        f"{key};2025-{month:02d}-05;call;{service};{minutes}"
        for month in range(1, 13)
        for key, service, minutes in CALLS
    ]
    story.import_csv("touchpoints", "\n".join(["Account ID;Date;Channel;Service;Minutes", *rows]))
    return story


def section(page: str, name: str) -> str:
    """A card of the page, as it is sent."""
    return page[page.index(f'id="{name}"') :].split("</section>", maxsplit=1)[0]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_page_shows_which_service_takes_most_and_brings_least(jana):
    table = words(section(jana.page(PAGE), "sold"))
    heads = (
        "Accounts Revenue Average spend Contract length Options per account Hours Cost Discounts given Profit Margin"
    )
    assert heads in table
    assert "App 2 €2,880 €1,440 24 months 1.5 2 €120 €0 €2,760 95.8%" in table  # 12 calls of 10 minutes, as told
    assert "Website 1 €720 €720 12 months – 4 €240 €0 €480 66.7%" in table  # 12 of its usual 20
    assert "Care 2 €360 €180 12 months – 18 €1,080 €0 -€720 -200%" in table  # 24 of its usual 45, at 60 an hour
    assert "All together 5 €3,960 €792 16.8 months 0.6 24 €1,440 €0 €2,520 63.6%" in table


def test_the_same_is_shown_of_each_segment(jana):
    table = words(section(jana.page(PAGE), "segments"))
    heads = "MRR Revenue Average spend Contract length Options per account Hours Profit"
    assert heads in table
    assert "food 2 0 100% 100% 100% €240 €2,880 €1,440 24 months 1.5 2 €2,760" in table
    assert "repair 1 0 100% 100% 100% €15 €180 €180 12 months – 9 -€360" in table


@pytest.mark.parametrize("table", ["sold", "segments"])
def test_each_figure_opens_its_rows(jana, table):
    shown = section(jana.page(PAGE), table)
    figures = FIGURE.findall(shown)
    assert len(figures) >= 30
    for path, value in figures:
        sheet = jana.page(path)
        assert f'<p class="sheet-value">{value}</p>' in sheet, path
        beneath = {word: address for address, word in LIST.findall(sheet)}
        assert beneath, path
        counts = dict(COUNT.findall(sheet))
        for word, address in beneath.items():
            assert f"{counts[word]} account" in words(jana.page(address)), path
    for path, count in LIST.findall(shown):
        assert f"{count} account" in words(jana.page(path)), path


def test_a_service_opens_its_arithmetic_and_the_accounts_that_take_the_time(jana):
    sheet = jana.words("/retention/product?month=2025-12&product=Care")
    assert "€360 − 18 × €60 = -€720" in sheet
    assert "bloem 9" in sheet
    assert "garage 9" in sheet
    spend = jana.words("/retention/why?month=2025-12&figure=average_spend&product=Care")
    assert "€360 ÷ 2 = €180" in spend
    assert "Accounts that had or ordered it 2" in spend


def test_options_are_told_like_services(jana):
    table = words(section(jana.page(f"{PAGE}&left=option"), "sold"))
    assert "Booking 2 €0 €0 24 months" in table  # nobody has said what it costs
    for name, price in (("Booking", 20), ("Shop", 30)):
        add_option(workspace=jana.workspace, name=name, kind="option", mrr=price * 100, by="test")
    table = words(section(jana.page(f"{PAGE}&left=option"), "sold"))
    assert "App 2 €2,040 €1,020 24 months" in table
    assert "Booking 2 €480 €240 24 months" in table
    assert "Shop 1 €360 €360 24 months" in table
    assert "Options per account" not in table
