"""What lies beneath the facts on orders, invoices, touchpoints, tickets, assets, and those that a workspace declared itself?"""

from datetime import UTC, date, datetime

import pytest

from tenure.actions.custom_facts import create_custom_fact
from tenure.answers import process
from tenure.facts.custom import parse
from tests.business_rows import make_asset, make_invoice, make_order, make_ticket, make_touchpoint, measure
from tests.factories import store

PAGE = "/w/acme/accounts/bakery"
NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def agent(visit, acme, bakery, settings, tmp_path, time_machine):
    """Somebody who looks at a bakery of which much is known."""
    time_machine.move_to(NOON, tick=False)
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    make_order(bakery, "2026-03-01 09:00", 12_345, product="Oven", refunded=5_000, refunded_on=date(2026, 3, 2))
    make_order(bakery, "2026-03-02 09:00", 700, product="Mixer", refunded=700, refunded_on=date(2026, 4, 2))
    make_order(bakery, "2026-03-30 09:00", 900, product="Of the future")
    make_invoice(bakery, "2026-01-01", "2026-01-31", 8_800)
    make_invoice(bakery, "2026-01-01", "2026-01-31", 4_400, paid_on=date(2026, 2, 1))
    make_touchpoint(bakery, "2026-03-20 10:00", "meeting", summary="Spring menu")
    make_ticket(bakery, "2026-03-10 10:00", subject="Cannot sign in")
    make_ticket(bakery, "2026-03-01 10:00", "2026-03-02 10:00", subject="Wrong address")
    asset = make_asset(bakery, "Bakery app", published_on="2026-02-01", certificate_ends_on="2026-05-01")
    make_asset(bakery, "Old app", retired_on=date(2026, 1, 1), published_on="2024-02-01")
    measure(asset, "pushes", "2026-03-05", 2)
    measure(asset, "pushes", "2026-03-06", 0)
    measure(bakery, "downloads", "2026-03-27", 41)
    measure(asset, "downloads", "2026-03-27", 1)
    custom = parse(name="menu_views", source="measurement", of="menu views", how="sum", days=30)
    create_custom_fact(workspace=acme, custom=custom, by="test")
    measure(bakery, "menu_views", "2026-03-26", 1_500)
    store(
        bakery,
        bakery.health.facts
        | {"menu_views": 1_500.0, "overdue_days": 56, "revenue_total": {"amount": 8_045, "currency": "EUR"}},
        NOON,
    )
    yield visit("agent")
    process.forget()


@pytest.mark.parametrize(
    ("fact", "shown", "hidden"),
    [
        ("revenue_365", ("Oven", "€123.45", "€50", "Mixer"), ("Of the future", "2 Apr")),
        ("order_gap_ratio", ("Orders, the last 10", "Mixer"), ()),
        ("overdue_days", ("Unpaid invoices", "31 Jan 2026", "€88"), ("€44",)),
        ("touchpoints_90", ("Spring menu", "20 Mar 2026"), ()),
        ("meetings_90", ("Spring menu",), ()),
        ("oldest_open_ticket_days", ("Cannot sign in", "10 Mar 2026", "open", "Wrong address", "2 Mar 2026"), ()),
        ("asset_republish_days", ("Bakery app", "1 Feb 2026"), ("Old app",)),
        ("certificate_days_left", ("Bakery app", "1 May 2026"), ()),
        ("push_silence_ratio", ("5 Mar 2026", "Pushes"), ("6 Mar 2026",)),
        ("downloads_28", ("27 Mar 2026", "42"), ()),
        ("asset_users_28", ("As of",), ("Days with figures",)),
        ("relationship_days", ("As of",), ("<table",)),
        ("menu_views", ("adds up to 1,500", "26 Mar 2026", "over the account and its assets"), ()),
    ],
)
def test_the_rows_beneath_a_fact_are_shown(agent, fact, shown, hidden):
    sheet = text(agent.get(f"{PAGE}/why", {"fact": fact}))
    assert [said for said in shown if said not in sheet] == []
    assert [said for said in hidden if said in sheet] == []


def test_the_page_lists_facts_of_every_group_and_the_workspaces_own(agent):
    page = text(agent.get(PAGE))
    for said in (
        "Revenue",
        "Relationship",
        "Assets",
        "Your own facts",
        "“menu_views” adds up to 1,500 in the last 30 days",
    ):
        assert said in page
    assert "An invoice is 56 days overdue" in page
    assert "€80.45 from all orders" in page


def test_an_earlier_day_knows_what_was_so_then(agent):
    sheet = text(agent.get(f"{PAGE}/why", {"fact": "menu_views", "as_of": "2026-03-25"}))
    assert "No figure of “menu_views” in the last 30 days" in sheet
    sheet = text(agent.get(f"{PAGE}/why", {"fact": "revenue_total", "as_of": "2026-03-01"}))
    assert "€123.45 from all orders" in sheet
    assert "Mixer" not in sheet


def test_a_fact_of_another_workspace_is_not_found(agent, rival):
    custom = parse(name="their_own", source="event", of="x", how="count", days=3)
    create_custom_fact(workspace=rival, custom=custom, by="test")
    assert agent.get(f"{PAGE}/why", {"fact": "their_own"}).status_code == 404
