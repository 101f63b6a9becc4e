"""A book of business changes hands: what passes on, what is said, who stands in meanwhile, and the way back."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from tenure.actions.handover import HandoverError, hand_over
from tenure.actions.owners import assign_owner
from tenure.console.scope import in_scope
from tenure.records.models import Account, AccountHistory, AuditEntry, Contact, Task, Touchpoint
from tests.factories import make_account, make_member
from tests.pages.asking import everything

PAGE = "/w/acme/books"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel(NOW, tick=False):
        yield


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def gil(acme):
    """Holds two accounts, with a task, a promise and a meeting for the first."""
    member = make_member(acme, "agent", "gil@example.com")
    member.name = "Gil"
    member.save()
    accounts = [
        make_account(acme, key, name, {"active_days_28": 2})
        for key, name in (("bakery", "Bakkerij"), ("studio", "Studio"))
    ]
    assign_owner(accounts=accounts, member=member, by="test")
    Task.objects.create(
        workspace=acme, account=accounts[0], owner=member, title="Send the offer", due_on=date(2026, 3, 1),
        created_at=NOW, created_by="test",
    )  # fmt: skip
    Task.objects.create(workspace=acme, owner=member, title="Tidy my desk", created_at=NOW, created_by="test")
    for key, days, held, step in (("past", -5, True, "Call back about the price"), ("ahead", 5, False, "")):
        Touchpoint.objects.create(
            workspace=acme, account=accounts[0], key=key, at=NOW + timedelta(days=days), is_held=held, next_step=step,
            member=member, channel="video", created_at=NOW,
        )  # fmt: skip
    return member


@pytest.fixture
def tess(acme):
    member = make_member(acme, "agent", "tess@example.com")
    member.name = "Tess"
    member.save()
    return member


def test_the_page_lists_what_passes_on_and_drafts_the_introduction(visit, gil, tess):
    page = text(visit("manager").get(f"{PAGE}/over", {"from": gil.pk, "to": tess.pk}))
    for said in (
        "2 accounts",
        "Send the offer",
        "Call back about the price",
        "in 5 days",
        "You reach Tess at tess@example.com.",
    ):
        assert said in page


def test_accounts_pass_with_their_tasks_and_meetings_and_come_back(visit, acme, gil, tess):
    client = visit("manager")
    bakery = Account.objects.get(key="bakery")
    client.post(f"{PAGE}/over/now", {"from": gil.pk, "to": tess.pk, "account": [bakery.pk]})
    bakery.refresh_from_db()
    assert bakery.owner == tess
    assert AccountHistory.objects.filter(account=bakery, name="owner").latest("since").value == "Tess"
    assert list(Task.objects.order_by("pk").values_list("owner", flat=True)) == [tess.pk, gil.pk]
    assert Touchpoint.objects.get(key="ahead").member == tess
    assert Touchpoint.objects.get(key="past").member == gil
    assert Account.objects.get(key="studio").owner == gil
    entry = AuditEntry.objects.get(verb="hand_over")
    client.post(f"{PAGE}/over/{entry.pk}/undo")
    bakery.refresh_from_db()
    assert bakery.owner == gil
    assert Task.objects.get(title="Send the offer").owner == gil
    assert Touchpoint.objects.get(key="ahead").member == gil


def test_taking_it_back_a_second_time_changes_nothing_and_says_so(visit, acme, gil, tess):
    client = visit("manager")
    accounts = Account.objects.filter(workspace=acme)
    entry = hand_over(giver=gil, taker=tess, accounts=[one.pk for one in accounts], by="test")
    assert "Take it back" in text(client.get(PAGE))
    client.post(f"{PAGE}/over/{entry.pk}/undo")
    assert "Take it back" not in text(client.get(PAGE))
    assign_owner(accounts=list(accounts), member=tess, by="test")  # and then they pass for good
    Task.objects.filter(account__in=accounts).update(owner=tess)
    before = everything()
    answer = client.post(f"{PAGE}/over/{entry.pk}/undo", follow=True)
    assert "That was taken back already; nothing was changed again." in text(answer)
    assert everything() == before


def test_each_account_has_its_letter_with_what_it_was_promised_in_the_language_of_its_contact(visit, acme, gil, tess):
    client = visit("manager")
    bakery, studio = Account.objects.get(key="bakery"), Account.objects.get(key="studio")
    Contact.objects.create(workspace=acme, account=bakery, key="jan", email="jan@example.com", created_at=NOW)
    Contact.objects.create(
        workspace=acme, account=bakery, key="piet", name="Piet", email="piet@example.com", champion_since=NOW,
        traits={"language": "nl"}, created_at=NOW,
    )  # fmt: skip
    there = client.post(f"{PAGE}/over/now", {"from": gil.pk, "to": tess.pk, "account": [bakery.pk, studio.pk]}).url
    (first, letter, address), (second, other, nowhere) = client.get(there).context["letters"]
    assert (first.account, first.contact.name, second.account, second.contact) == (bakery, "Piet", studio, None)
    assert "Call back about the price" in letter
    assert "zondag 15 maart 2026" in letter
    assert letter.startswith("Hallo,")
    assert letter.endswith("Gil")
    opened = urlsplit(address)
    assert (opened.scheme, opened.path) == ("mailto", "piet@example.com")
    assert parse_qs(opened.query)["body"] == [letter.replace("\n", "\r\n")]
    assert other.startswith("Hello,")
    assert "price" not in other
    assert nowhere == ""
    assert client.get(f"{PAGE}/over/999999").status_code == 404


def test_letters_ask_the_database_a_fixed_number_of_times(visit, acme, gil, tess, django_assert_max_num_queries):
    client = visit("manager")
    for number in range(30):
        account = make_account(acme, f"a{number}")
        assign_owner(accounts=[account], member=gil, by="test")
        Contact.objects.create(
            workspace=acme, account=account, key=f"c{number}", email=f"c{number}@example.com", created_at=NOW
        )
    chosen = list(Account.objects.values_list("pk", flat=True))
    there = client.post(f"{PAGE}/over/now", {"from": gil.pk, "to": tess.pk, "account": chosen}).url
    with django_assert_max_num_queries(12):
        assert len(client.get(there).context["letters"]) == 32


def test_nobody_hands_over_to_themselves_or_what_they_do_not_hold(gil, tess):
    with pytest.raises(HandoverError):
        hand_over(giver=gil, taker=gil, accounts=[1], by="test")
    with pytest.raises(HandoverError):
        hand_over(giver=tess, taker=gil, accounts=[Account.objects.get(key="bakery").pk], by="test")


def test_who_stands_in_sees_the_book_of_whoever_is_away(gil, tess):
    everything = Account.objects.all()
    assert not in_scope(everything, tess, "mine").exists()
    gil.away_from, gil.away_until, gil.cover = date(2026, 3, 9), date(2026, 3, 10), tess
    gil.save()
    assert in_scope(everything, tess, "mine").count() == 2
    gil.away_until = date(2026, 3, 9)
    gil.save()
    assert not in_scope(everything, tess, "mine").exists()


def test_the_page_says_who_is_away_without_anybody_standing_in(visit, gil, tess):
    gil.away_from = date(2026, 3, 9)
    gil.save()
    assert "Gil is away, and nobody stands in." in text(visit("manager").get(PAGE))


def test_the_load_of_each_is_told(visit, gil, tess):
    (first, *_) = visit("manager").get(PAGE).context["rows"]
    load = first[0]
    assert (load.member, load.accounts, load.poor, load.open_tasks, load.overdue, load.meetings) == (gil, 2, 2, 2, 1, 1)


def test_the_page_asks_as_often_whatever_the_number_of_members(visit, acme, gil, django_assert_max_num_queries):
    client = visit("manager")
    with django_assert_max_num_queries(20) as few:
        client.get(PAGE)
    for at in range(10):
        make_member(acme, "agent", f"m{at}@example.com")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(PAGE)
