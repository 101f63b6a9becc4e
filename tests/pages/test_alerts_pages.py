"""Alerts and signals on their pages: who needs somebody and why, put aside for a reason, and what is watched."""

from datetime import timedelta

import pytest

from tenure import clock
from tenure.actions.alerts import align_owners
from tenure.actions.members import end_membership
from tenure.actions.signals import change_signal
from tenure.calc.signal import parse
from tenure.records.models import Alert, AuditEntry, Signal, Task
from tests.factories import make_member
from tests.pages.said.signals import an_alert

URL = "/w/acme/signals"
HTMX = {"HX-Request": "true"}


def said(client, path=URL, **query):
    answer = client.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def done(client, **fields):
    answer = client.post(f"{URL}/done", fields, headers=HTMX)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_alerts_of_one_account_stand_together_and_say_what_happened(acme, bakery, studio, visit):
    an_alert(acme, key="bakery", values={"overdue_days": 20})
    an_alert(acme, "renewal-without-contact", key="bakery", severity="high", values={})
    an_alert(acme, key="studio", severity="low", values={"overdue_days": 30})
    page = said(visit("agent"), scope="all")
    assert page.index("Bakkerij Smit") < page.index("An invoice is 20 days overdue") < page.index("Studio Vonk")
    assert page.count('class="need alert-group"') == 2
    assert "3 alerts need somebody, at 2 accounts; 1 of high severity." in page


def test_a_page_makes_as_many_queries_for_many_alerts_as_for_few(acme, visit, django_assert_max_num_queries):
    client = visit("manager")
    an_alert(acme, key="one")
    with django_assert_max_num_queries(40) as few:
        said(client, scope="all")
    for number in range(30):
        an_alert(acme, key=f"more{number}")
        an_alert(acme, "ticket-old", key=f"more{number}", values={"oldest_open_ticket_days": 20})
    with django_assert_max_num_queries(len(few)):
        said(client, scope="all")
    with django_assert_max_num_queries(40) as all_signals:
        said(client, f"{URL}/watched")
    assert len(all_signals) < 30


def test_a_dismissed_alert_comes_back_by_undo(acme, bakery, visit):
    alert = an_alert(acme, key="bakery")
    client = visit("agent")
    assert "1 alert was dismissed." in done(client, alert=alert.pk, do="dismiss", reason="no risk", note="Paid by hand")
    alert.refresh_from_db()
    assert (alert.end, alert.reason, alert.note) == ("dismissed", "no risk", "Paid by hand")
    assert "An invoice is overdue" in said(client, show="over", scope="all")
    entry = AuditEntry.objects.get(noun="alert", verb="dismiss")
    assert client.post("/w/acme/undone", {"entry": entry.pk}, headers=HTMX).status_code == 200
    alert.refresh_from_db()
    assert (alert.end, alert.ended_at, alert.reason) == ("", None, "")


def test_a_snooze_needs_a_reason_and_a_day_ahead(acme, bakery, visit):
    alert, client = an_alert(acme, key="bakery"), visit("agent")
    today = clock.now().date()
    for fields in ({"until": today + timedelta(3)}, {"until": today, "reason": "later"}):
        answer = client.post(f"{URL}/done", {"alert": alert.pk, "one": 1, "do": "snooze", **fields}, headers=HTMX)
        assert answer.status_code == 422
    done(client, alert=alert.pk, do="snooze", until=today + timedelta(3), reason="later")
    assert "Bakkerij Smit" not in said(client, scope="all")
    assert "rests until" in said(client, scope="all", show="resting")
    done(client, alert=alert.pk, do="wake")
    assert "Bakkerij Smit" in said(client, scope="all")


def test_several_become_tasks_at_once_each_once(acme, bakery, studio, visit):
    alerts = [an_alert(acme, key="bakery").pk, an_alert(acme, key="studio").pk]
    client = visit("agent")
    for _ in range(2):
        done(client, alert=alerts, do="task")
    assert sorted(Task.objects.values_list("account__key", flat=True)) == ["bakery", "studio"]


def test_sales_are_not_told_of_a_signal_that_reads_what_they_do_not_see(acme, bakery, visit):
    alert = an_alert(
        acme, "first-displeasure", key="bakery", values={"sentiment": 1, "relationship_days": 200}
    )  # fmt: skip
    assert "unhappy" in said(visit("agent"), scope="all")
    seller = visit("sales")
    assert "Bakkerij Smit" not in said(seller, scope="all")
    assert "first sign of displeasure" not in said(seller, f"{URL}/watched")
    assert seller.get(f"{URL}/alerts/{alert.pk}/dismiss").status_code == 404
    assert "unhappy" not in said(seller, "/w/acme/accounts/bakery/timeline")


def test_a_signal_on_a_fact_that_is_gone_says_so(acme, visit):
    row = Signal.objects.get(slug="invoice-overdue")
    gone = parse({"rule": {"fact": "was_once", "op": "ge", "value": 1}})
    change_signal(row=row, signal=gone, by="test")
    assert "It reads what is not known any more: “was once”." in said(visit("viewer"), f"{URL}/watched/{row.slug}")


def test_figures_of_a_ready_signal_are_changed_in_its_form(acme, visit):
    client, row = visit("manager"), Signal.objects.get(slug="invoice-overdue")
    fields = {"name": row.name, "severity": "low", "holds_days": 1, "cooldown_days": 7, "routing": "manager"}
    path = f"{URL}/watched/{row.slug}"
    assert client.post(f"{path}/changed", {**fields, "setting-days": -4}, headers=HTMX).status_code == 422
    assert client.post(f"{path}/changed", {**fields, "setting-days": 30}, headers=HTMX).status_code == 200
    row.refresh_from_db()
    changed = parse(row.definition)
    assert (changed.settings, changed.severity, changed.routing, changed.holds_days) == (
        {"days": 30},
        "low",
        "manager",
        1,
    )
    assert "An invoice is at least 30 days overdue." in said(client, path)


def test_alerts_of_who_left_fall_to_who_leads(acme, bakery):
    lead, tom = (
        make_member(acme, "manager"),
        make_member(acme, "agent"),
    )
    bakery.owner = tom
    bakery.save()
    alert = an_alert(acme, key="bakery", owner=None)
    align_owners(workspace=acme)
    assert Alert.objects.get().owner == tom
    end_membership(workspace=acme, member_id=tom.pk, by="test")
    alert.refresh_from_db()
    assert alert.owner == lead


def test_nothing_is_wrong_says_so_and_leads_to_what_is_watched(acme, bakery, visit):
    page = said(visit("viewer"))
    assert "Nothing is wrong with your accounts" in page
    assert f'href="{URL}/watched"' in page


@pytest.mark.parametrize("role", ["viewer", "sales"])
def test_a_file_has_a_row_for_each(acme, bakery, visit, role):
    an_alert(acme, key="bakery")
    answer = visit(role).get(URL, {"scope": "all", "format": "csv"})
    lines = b"".join(answer).decode().splitlines()
    assert len(lines) == 2
    assert "An invoice is 20 days overdue" in lines[1]


def test_the_stream_is_for_members(acme, visit):
    assert visit("outsider").get(f"{URL}/stream").status_code == 404
