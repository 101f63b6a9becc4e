"""Is every list had as a file that a spreadsheet opens: all of it, as it is narrowed, and of what the reader may see?"""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tenure.actions.members import change_role
from tenure.actions.tasks import create_task
from tenure.actions.touchpoints import Said, log_touchpoint
from tests.factories import make_member

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def rows(client, path: str, **query) -> list[dict[str, str]]:
    response = client.get(f"/w/acme/{path}", query | {"format": "csv"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_tasks_are_saved_beyond_the_page_in_their_order_and_as_narrowed(visit, acme, bakery):
    for number in range(130):
        due = NOW.date() + timedelta(days=130 - number)
        create_task(workspace=acme, title=f"Call {number}", account=bakery, due_on=due, by="test")
    create_task(workspace=acme, title="=1+1", repeat="weekly", due_on=NOW.date(), by="test")
    client = visit("viewer")
    every = rows(client, "tasks", scope="all")
    assert [row["Task"] for row in every[:2]] == ["'=1+1", "Call 129"]
    assert (len(every), every[0]["Repeats"], every[1]["Account ID"]) == (131, "every week", "bakery")
    assert [row["Task"] for row in rows(client, "tasks", scope="all", q="Call 77")] == ["Call 77"]
    assert [row["Task"] for row in rows(client, "tasks", scope="all", when="today")] == ["'=1+1"]


def test_touchpoints_tell_sellers_no_rating(visit, acme, bakery):
    acme.time_zone = "Europe/Amsterdam"
    acme.save()
    for channel, felt in (("call", 2), ("email", None)):
        log_touchpoint(
            account=bakery, said=Said(channel=channel, at=NOW, summary="About the app", sentiment=felt), by="test"
        )
    told = rows(visit("viewer"), "touchpoints", way="call")
    assert [(row["At"], row["Channel"], row["Notes"], row["Sentiment"]) for row in told] == [
        ("13:00", "Call", "About the app", "2")
    ]
    assert all("Sentiment" not in row for row in rows(visit("sales"), "touchpoints"))


def test_the_audit_log_has_a_row_for_each_value_and_is_for_admins(visit, acme):
    piet = make_member(acme, "agent", "piet@example.com")
    change_role(workspace=acme, member_id=piet.pk, role="manager", by="command")
    (row,) = rows(visit("owner"), "settings/audit", noun="member")
    assert (row["Value"], row["Before"], row["After"]) == ("Role", "agent", "manager")
    assert visit("manager").get("/w/acme/settings/audit?format=csv").status_code == 403


@pytest.mark.parametrize("name", ["tasks", "touchpoints", "renewals", "departures"])
def test_the_link_to_the_file_follows_what_the_list_is_narrowed_to(visit, name):
    client, path = visit("manager"), reverse(name, args=["acme"])
    part = client.get(path, {"scope": "all"}, headers={"HX-Request": "true", "HX-Target": name})
    assert 'id="as-file" href="?' in part.content.decode()
    assert "hx-swap-oob" in part.content.decode().split('id="as-file"')[1].split(">")[0]
    whole = client.get(path).content.decode()
    assert whole.count('id="as-file"') == 1
