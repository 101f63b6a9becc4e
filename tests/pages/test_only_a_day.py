"""What came in with a day and no hour stands on that day everywhere, wherever the workspace is."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tenure.records.models import Member, Touchpoint
from tests.business_rows import make_order, make_ticket, make_touchpoint

PAGE = "/w/acme/accounts/bakery"
FIRST = "2026-04-01 00:00"


@pytest.fixture(autouse=True)
def _clock(own_data):
    with time_machine.travel(datetime(2026, 5, 12, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture(params=["Pacific/Honolulu", "Pacific/Kiritimati"])
def agent(request, visit, acme, bakery):
    acme.time_zone = request.param
    acme.save()
    return visit("agent")


def shown(response):
    return " ".join(response.content.decode().split())


def test_the_timeline_names_the_day_and_no_hour(agent, bakery):
    make_order(bakery, FIRST)
    make_ticket(bakery, FIRST)
    make_touchpoint(bakery, FIRST)
    ((day, entries),) = agent.get(f"{PAGE}/timeline").context["days"]
    assert day == date(2026, 4, 1)
    assert [one.at for one in entries] == [None] * 3


def test_days_of_the_timeline_stand_in_their_order(agent, bakery):
    make_order(bakery, FIRST)
    make_order(bakery, "2026-04-01 05:00")
    days = [day for day, _ in agent.get(f"{PAGE}/timeline").context["days"]]
    assert days == sorted(days, reverse=True)


def test_a_touchpoint_keeps_its_day_in_its_sheet_in_a_file_and_when_it_is_changed(agent, bakery):
    call = make_touchpoint(bakery, FIRST)
    here = f"/w/acme/touchpoints/{call.pk}"
    page = shown(agent.get(here))
    assert "<dd>2026-04-01</dd>" in page
    assert 'value="2026-04-01T00:00"' in page
    assert "31 Mar" not in shown(agent.get("/w/acme/touchpoints"))
    assert (
        "bakery,Bakkerij Smit,2026-04-01,," in agent.get("/w/acme/touchpoints", {"format": "csv"}).getvalue().decode()
    )
    said = {"account": "bakery", "channel": "call", "at": "2026-04-01T00:00", "summary": "Told more"}
    assert agent.post(f"{here}/edited", said).status_code == 302
    call.refresh_from_db()
    assert (call.summary, call.at) == ("Told more", datetime(2026, 4, 1, tzinfo=UTC))


def test_who_logs_says_the_hour_so_midnight_of_another_place_is_one(agent, acme, bakery):
    call = make_touchpoint(bakery, FIRST)
    Touchpoint.objects.filter(pk=call.pk).update(member=Member.objects.filter(workspace=acme).first())
    here = acme.time_zone == "Pacific/Honolulu"
    said = "2026-03-31 14:00" if here else "2026-04-01 14:00"
    assert said in shown(agent.get(f"/w/acme/touchpoints/{call.pk}"))
    assert "14:00</time>" in shown(agent.get(f"{PAGE}/timeline"))


def test_why_a_figure_of_orders_is_what_it_is_names_the_day(agent, bakery):
    make_order(bakery, FIRST)
    sheet = shown(agent.get(f"{PAGE}/why", {"fact": "orders_total"}))
    assert '<td class="number">1 Apr 2026</td>' in sheet
