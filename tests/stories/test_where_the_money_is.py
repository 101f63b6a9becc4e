"""Story 2: of three services she sells, one takes most calls and brings least.

Touchpoints name the service and take its usual time unless told otherwise; each figure opens its rows.
"""

import pytest

from tenure.actions.options import add_option
from tenure.actions.workspace_settings import change_workspace

CONTRACTS = """Account ID;Product;Start;End;MRR;Term (months);Options
bakker;App;2025-01-01;2027-01-01;120;24;Booking, Shop
slager;App;2025-01-01;2027-01-01;120;24;Booking
kapper;Website;2025-01-01;2026-01-01;60;12;
bloem;Care;2025-01-01;2026-01-01;15;12;
garage;Care;2025-01-01;2026-01-01;15;12;
"""
CALLS = [("bloem", "Care", ""), ("garage", "Care", ""), ("bakker", "App", "10"), ("kapper", "Website", "")]


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


def test_the_page_shows_which_service_takes_most_and_brings_least(jana):
    page = jana.words("/retention?month=2025-12&by=trait.Trade")
    assert "Care €360 18 €1,080 €0 -€720" in page  # 24 calls of 45 minutes, the usual time, at 60 an hour
    assert "App €2,880 2 €120 €0 €2,760 96%" in page  # 12 calls of 10 minutes, as told
    assert "By Trade" in page
    assert "food 2 0 100%" in page


def test_each_figure_opens_its_rows(jana):
    sheet = jana.words("/retention/product?month=2025-12&product=Care")
    assert "€360 − 18 × €60 = -€720" in sheet
    assert "bloem 9" in sheet
    assert "garage 9" in sheet
    spend = jana.words("/retention/why?month=2025-12&figure=average_spend")
    assert "÷ 5 = €792" in spend
