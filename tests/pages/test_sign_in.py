"""Getting in: with a password, or with one click where the demo runs for this machine alone."""

import pytest
from django.urls import reverse

from tenure.actions.workspaces import create_workspace
from tests.factories import PASSWORD, make_member

LOGIN = "/account/login/"


@pytest.fixture
def demo(db, settings):
    settings.TENURE_DEMO = True
    workspace = create_workspace(name="Demo", by="test", demo=True)
    return make_member(workspace, "owner", "demo@example.com")


def test_a_password_leads_to_the_page_that_was_asked_for(client, acme):
    make_member(acme, "viewer", "ada@example.com", PASSWORD)
    asked = client.get("/w/acme/accounts?band=poor")
    assert "Sign in" in client.get(asked.url).content.decode()
    response = client.post(asked.url, {"login": "ada@example.com", "password": PASSWORD})
    assert response.url == "/w/acme/accounts?band=poor"


def test_a_wrong_password_says_so_and_no_more(client, acme):
    make_member(acme, "viewer", "ada@example.com", PASSWORD)
    for address in ("ada@example.com", "nobody@example.com"):
        page = client.post(LOGIN, {"login": address, "password": "wrong password"}).content.decode()
        assert "The email address and/or password you specified are not correct" in page


def test_one_click_leads_into_the_demo(client, demo):
    assert "Look at the demo" in client.get(LOGIN).content.decode()
    response = client.post(reverse("enter-demo"))
    assert response.url == "/w/demo/"
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    "request_from",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_nobody_from_elsewhere_is_let_in(client, demo, request_from):
    assert "Look at the demo" not in client.get(LOGIN, **request_from).content.decode()
    assert client.post(reverse("enter-demo"), **request_from).status_code == 404
    assert client.get("/w/demo/accounts").status_code == 302


def test_without_the_demo_there_is_no_such_door(client, demo, settings):
    settings.TENURE_DEMO = False
    assert client.post(reverse("enter-demo")).status_code == 404


def test_the_door_opens_demo_workspaces_only(client, db, settings):
    settings.TENURE_DEMO = True
    real = create_workspace(name="Real", by="test")
    owner = make_member(real, "owner", "owner@example.com")
    assert client.post(reverse("enter-demo")).status_code == 404
    demo = create_workspace(name="Demo", by="test", demo=True)
    demo.members.create(user=owner.user, role="owner", name="Both", created_at=demo.created_at)
    assert client.post(reverse("enter-demo")).status_code == 404  # that person also owns real customers' data


def test_a_get_does_not_open_the_door(client, demo):
    assert client.get(reverse("enter-demo")).status_code == 405


def test_nobody_signs_up_by_themselves(client, db):
    page = client.post("/account/signup/", {"email": "eve@example.com", "password1": PASSWORD})
    assert "closed" in page.content.decode().lower()
    assert client.get("/").status_code == 302


def test_home_leads_to_today(visit):
    assert visit("viewer").get("/").url == "/w/acme/"


def test_people_without_a_workspace_are_told_what_to_do(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("new@example.com"))
    assert "belong to no workspace" in client.get("/").content.decode()


def test_signing_out_takes_a_post(visit):
    client = visit("viewer")
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/w/acme/accounts").status_code == 200
    client.post("/account/logout/")
    assert client.get("/w/acme/accounts").status_code == 302


def test_the_stream_of_live_changes_is_for_members(visit, bakery):
    for role in ("outsider", None):
        assert visit(role).get("/w/acme/live", {"account": "bakery"}).status_code == 404
    assert visit("viewer").get("/w/acme/live", {"account": "nobody"}).status_code == 404
