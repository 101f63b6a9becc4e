"""Does each member choose what they are told, without the chat's address ever standing on a page again?"""

from datetime import timedelta

import pytest
from django.urls import reverse

from tenure import clock
from tenure.actions.secret_text import decrypt
from tenure.records.models import AuditEntry, Member, Notice, NoticeChoice
from tests.pages.said.settings import TOLD
from tests.unit.actions.telling import chat_server

SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"


def address(name):
    return reverse(name, args=["acme"])


def say(client, name="my-notices", **more):
    return client.post(address(name), TOLD | more)


@pytest.fixture
def own_chat(settings):
    with chat_server(settings) as chat:
        yield chat


def test_without_a_choice_nothing_is_told_by_mail_or_chat(visit):
    page = visit("agent").get(address("me")).content.decode()
    assert page.count('<option value="never" selected>') == 2
    assert not NoticeChoice.objects.exists()


def test_a_choice_is_kept_and_shown(visit):
    client = visit("viewer")
    assert say(client, time_zone="America/New_York").url == address("me")
    kept = NoticeChoice.objects.get()
    assert (kept.member.role, kept.by_email, kept.days, kept.starts_at) == ("viewer", "daily", "12", 8)
    page = client.get(address("me")).content.decode()
    assert '<option value="daily" selected>' in page
    assert '<option value="America/New_York" selected>' in page
    said = AuditEntry.objects.get(noun="notice_choice")
    assert (said.verb, said.after["by_email"]) == ("change", "daily")


def test_the_address_of_a_chat_is_kept_and_never_shown_again(visit):
    client = visit("agent")
    say(client, by_chat="at once", chat=SLACK)
    say(client, by_chat="daily")
    assert decrypt(NoticeChoice.objects.get().chat) == SLACK
    page = client.get(address("me")).content.decode()
    assert "Slack is kept, and never shown again" in page
    assert "TIiajkdnlazkcOXrIdevi7FQ" not in page
    assert "TIiajkdnlazkcOXrIdevi7FQ" not in str(list(AuditEntry.objects.values()))
    client.post(address("forget-my-chat"))
    assert NoticeChoice.objects.values_list("chat", "by_chat").get() == ("", "never")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"by_chat": "daily"}, "Write the address of the chat"),
        ({"chat": "https://example.com/"}, "This is no address of a chat"),
        ({"chat": f"jsons://example.com/{'x' * 2_000}"}, "This address is too long to be kept"),
        ({"starts_at": "17"}, "has to end after it starts"),
        ({"days": []}, "This field is required"),
        ({"scope": "team"}, "Select a valid choice"),
        ({"time_zone": "Europe/Nowhere"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(visit, said, why):
    answer = say(visit("agent"), **said)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not NoticeChoice.objects.exists()


def test_a_test_arrives_and_what_was_typed_stays(visit, own_chat):
    answer = say(visit("agent"), "try-my-chat", chat=own_chat.address, ends_at="20")
    page = answer.content.decode()
    assert "The test arrived in JSON." in page
    assert '<option value="20" selected>' in page
    assert [said["title"] for said in own_chat.heard] == ["A test from Acme"]
    assert not NoticeChoice.objects.exists()


def test_a_test_goes_to_the_chat_that_is_kept(visit, own_chat):
    client = visit("agent")
    say(client, by_chat="daily", chat=own_chat.address)
    assert say(client, "try-my-chat", by_chat="daily").status_code == 200
    assert len(own_chat.heard) == 1


def test_a_test_that_leads_inside_says_why(visit, own_chat, settings):
    settings.TENURE_REACH = ()
    answer = say(visit("agent"), "try-my-chat", chat=own_chat.address)
    assert answer.status_code == 422
    assert "is not on the public internet" in answer.content.decode()
    assert own_chat.heard == []


def test_a_test_without_a_chat_asks_for_one(visit):
    answer = say(visit("agent"), "try-my-chat")
    assert (answer.status_code, "This is no address of a chat" in answer.content.decode()) == (422, True)


def test_what_could_not_be_told_and_why_stands_there(visit, acme, django_assert_max_num_queries):
    client = visit("agent")
    member = Member.objects.get(workspace=acme, role="agent")
    for n, state in enumerate(["given up", "given up", "waiting", "sent"]):
        Notice.objects.create(
            workspace=acme, member=member, way="email", cause=f"alert:{n}", state=state, due_at=clock.now(),
            error="" if state == "sent" else "no mail server is set up (TENURE_MAIL_URL)", created_at=clock.now(),
        )  # fmt: skip
    old = clock.now() - timedelta(days=15)
    Notice.objects.create(
        workspace=acme,
        member=member,
        way="chat",
        cause="old",
        state="given up",
        due_at=old,
        error="long ago",
        created_at=old,
    )
    with django_assert_max_num_queries(12):
        page = client.get(address("me")).content.decode()
    assert "By e-mail, 2 given up: no mail server is set up (TENURE_MAIL_URL)" in page
    assert "By e-mail, 1 not told yet: no mail server is set up (TENURE_MAIL_URL); again" in page
    assert "long ago" not in page
    assert "given up" not in visit("manager").get(address("me")).content.decode()
