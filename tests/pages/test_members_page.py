"""The page of members: who is in, who comes in by a link, who may change whom; and an ended member is nowhere."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tenure.actions.invitations import invite
from tenure.actions.members import end_membership
from tenure.actions.workspaces import create_workspace
from tenure.records.models import Member
from tests.factories import PASSWORD, make_member

LOGIN = "/account/login/"


def address(name, *args):
    return reverse(name, args=["acme", *args])


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def invited(client, **said):
    given = {"email": "jana@example.com", "name": "Jana", "role": "agent"} | said
    return client.post(address("invite-member"), {f"invite-{name}": value for name, value in given.items()})


def link_in(response) -> str:
    return re.search(r"http://testserver(/invitation/\d+/[\w-]+)", response.content.decode())[1]


def test_an_invitation_leads_from_the_link_to_the_accounts(visit, acme):
    answer = invited(visit("admin"))
    assert "no-store" in answer.headers["Cache-Control"]
    newcomer, link = Client(), link_in(answer)
    page = newcomer.get(link)
    assert "Choose a password for jana@example.com" in text(page)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert newcomer.post(link, {"password": PASSWORD}).url == reverse("home")
    assert newcomer.get(address("accounts")).status_code == 200
    again = Client().get(link)
    assert (again.status_code, "used already" in text(again)) == (410, True)


def test_looking_at_a_link_uses_nothing_up(visit, acme):
    link = link_in(invited(visit("owner")))
    for _ in range(3):  # mail scanners follow every link
        assert Client().get(link).status_code == 200


@pytest.mark.parametrize("password", ["short", "password123", ""])
def test_a_password_that_is_easily_guessed_is_not_taken(visit, acme, password):
    link = link_in(invited(visit("owner")))
    assert Client().post(link, {"password": password}).status_code == 422
    assert not Member.objects.get(name="Jana").user.has_usable_password()


def test_who_has_a_password_elsewhere_needs_no_link(visit, acme):
    other = create_workspace(name="Other", by="test")
    make_member(other, "agent", "jana@example.com", PASSWORD)
    page = text(visit("owner").get(address("members")))
    assert "Jana" not in page
    response = invited(visit("admin"))
    assert response.status_code == 302
    assert Member.objects.filter(workspace=acme, user__email="jana@example.com").exists()


@pytest.mark.parametrize("said", [{"email": "jana"}, {"role": "owner"}, {"role": "emperor"}])
def test_what_an_admin_cannot_invite_is_said_beside_the_field(visit, acme, said):
    assert invited(visit("admin"), **said).status_code == 422
    assert not Member.objects.filter(name="Jana").exists()


def test_only_owners_change_owners(visit, acme):
    admin, owner = visit("admin"), make_member(acme, "owner", "boss@example.com")
    for name in ("change-member", "end-member", "link-member"):
        said = {f"member-{owner.pk}-role": "viewer"}
        assert admin.post(address(name, owner.pk), said).status_code == 403
    assert admin.post(address("absence-of-member", owner.pk), {}).status_code == 302
    owner.refresh_from_db()
    assert (owner.role, owner.ended_at) == ("owner", None)


def test_the_last_owner_is_told_why_they_stay(visit, acme):
    client = visit("owner")
    owner = Member.objects.get(workspace=acme)
    page = client.post(address("end-member", owner.pk), follow=True)
    assert "is the last owner" in text(page)


def test_a_member_is_ended_and_let_in_again(visit, acme):
    client, piet = visit("owner"), make_member(acme, "agent", "piet@example.com")
    client.post(address("end-member", piet.pk))
    assert "1 ended" in text(client.get(address("members")))
    client.post(address("resume-member", piet.pk))
    assert "1 ended" not in text(client.get(address("members")))


def test_an_ended_member_is_no_member_anywhere(visit, acme):
    piet = make_member(acme, "agent", "piet@example.com", PASSWORD)
    signed_in = Client()
    signed_in.force_login(piet.user)
    assert signed_in.get(address("accounts")).status_code == 200
    visit("owner")
    end_membership(workspace=acme, member_id=piet.pk, by="test")
    assert signed_in.get(address("accounts")).status_code == 404
    assert signed_in.get("/w/acme/live", {"account": "x"}).status_code == 404
    assert "belong to no workspace" in text(signed_in.get("/"))
    answer = Client().post(LOGIN, {"login": "piet@example.com", "password": PASSWORD})
    assert (answer.status_code, "Your membership has ended" in text(answer)) == (403, True)


def test_who_is_away_says_until_when_and_who_stands_in(visit, acme):
    client, piet = visit("owner"), make_member(acme, "agent", "piet@example.com")
    ada = Member.objects.get(workspace=acme, role="owner")
    said = {"away_from": "2020-01-01", "away_until": "2099-01-01", "cover": str(ada.pk)}
    client.post(address("absence-of-member", piet.pk), {f"absence-{piet.pk}-{name}": v for name, v in said.items()})
    page = text(client.get(address("members")))
    assert re.search(r"Away 1 Jan 2020 – 1 Jan 2099; Owner stands in", page)


def test_teams_are_made_and_joined(visit, acme):
    client, piet = visit("owner"), make_member(acme, "agent", "piet@example.com")
    client.post(address("make-team"), {"name": "Benelux"})
    team = acme.teams.get()
    client.post(
        address("change-member", piet.pk), {f"member-{piet.pk}-role": "agent", f"member-{piet.pk}-team": team.pk}
    )
    assert "Benelux 1 member" in text(client.get(address("members")))
    client.post(address("drop-team", team.pk))
    assert not acme.teams.exists()


def test_who_may_not_change_members_is_offered_nothing(visit, acme):
    page = visit("viewer").get(address("members")).content.decode()
    assert 'class="in-place' not in page
    assert "Let somebody in" not in page


def test_one_s_own_page_changes_name_and_language(visit, acme):
    client = visit("viewer")
    client.post(address("change-me"), {"name": "Ada Lovelace", "language": "nl"})
    assert "Ada Lovelace" in text(client.get(address("me")))
    assert Member.objects.get(workspace=acme).language == "nl"
    assert client.post(address("change-me"), {"name": "", "language": "nl"}).status_code == 422


def test_this_page_costs_the_same_however_many_there_are(visit, acme, django_assert_num_queries):
    client = visit("owner")
    client.get(address("members"))
    counts = []
    for batch in range(2):
        for number in range(20):
            invite(workspace=acme, email=f"p{batch}-{number}@example.com", name="P", role="agent", by="test")
        with django_assert_num_queries(6) as asked:
            client.get(address("members"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_invitation_goes_by_mail_where_a_server_is_set_up(visit, acme, settings, mailoutbox):
    settings.EMAIL_HOST = ""
    assert "It was mailed" not in invited(visit("owner")).content.decode()
    assert mailoutbox == []
    settings.EMAIL_HOST = "mail.example.com"
    answer = invited(visit("admin"), email="tess@example.com")
    (letter,) = mailoutbox
    assert (letter.to, link_in(answer) in letter.body) == (["tess@example.com"], True)
    assert "It was mailed to tess@example.com." in answer.content.decode()


def test_the_link_of_an_invitation_begins_as_the_operator_says_not_as_the_request_was_addressed(visit, acme, settings):
    settings.TENURE_URL_GIVEN, settings.ALLOWED_HOSTS = "https://tenure.example/", ["*"]
    client = visit("owner")
    client.defaults["HTTP_HOST"] = "evil.example"
    answer = invited(client)
    page = answer.content.decode()
    assert "https://tenure.example/invitation/" in page
    assert "evil.example" not in page
