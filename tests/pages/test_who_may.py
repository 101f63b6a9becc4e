"""Who may see and change what? Every address, for every kind of visitor."""

import pytest
from django.urls import get_resolver, reverse

from tenure.console.urls import urlpatterns

READING = ("accounts", "account", "why", "changed", "trends", "workspace")
CHANGING = {
    "override": {"band": "good", "reason": "They told me"},
    "end-override": {},
    "minimum": {"minimum": "60"},
}
ELSEWHERE = ("home", "enter-demo", "live")  # tests of their own, below and in test_live


def address(name: str) -> str:
    if name in ("accounts", "trends", "workspace"):
        return reverse(name, args=["acme"])
    return reverse(name, args=["acme", "bakery"]) + ("?fact=score" if name == "why" else "")


def test_every_address_is_in_this_matrix():
    assert {one.name for one in urlpatterns} == {*READING, *CHANGING, *ELSEWHERE}


@pytest.mark.parametrize("role", ["owner", "admin", "manager", "agent", "viewer"])
@pytest.mark.parametrize("name", READING)
def test_members_may_read(visit, bakery, name, role):
    assert visit(role).get(address(name), follow=True).status_code == 200


@pytest.mark.parametrize("name", READING)
def test_outsiders_are_not_told_that_the_workspace_exists(visit, bakery, name):
    assert visit("outsider").get(address(name)).status_code == 404


@pytest.mark.parametrize("name", READING)
def test_visitors_are_asked_to_sign_in_first(visit, bakery, name):
    response = visit(None).get(address(name))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", CHANGING)
@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 302), ("admin", 302), ("manager", 302), ("agent", 302), ("viewer", 403), ("outsider", 404), (None, 302)],
)
def test_all_but_viewers_may_change(visit, bakery, name, role, status):
    response = visit(role).post(address(name), CHANGING[name])
    assert response.status_code == status
    if role is None:
        assert response.url.startswith(reverse("account_login"))
        assert not bakery.health_overrides.exists()


@pytest.mark.parametrize("name", CHANGING)
def test_a_get_changes_nothing(visit, bakery, name):
    assert visit("owner").get(address(name)).status_code == 405
    assert not bakery.health_overrides.exists()


@pytest.mark.parametrize("name", READING)
def test_a_post_to_a_page_is_refused(visit, bakery, name):
    if name != "workspace":
        assert visit("owner").post(address(name)).status_code == 405


def test_an_account_of_another_workspace_is_not_found(visit, bakery, other_account):
    client = visit("owner")
    assert client.get(reverse("account", args=["acme", other_account.key])).status_code == 404
    assert client.get(reverse("accounts", args=["acme"])).content.count(b"Rival account") == 0


@pytest.fixture
def other_account(visit):
    from tenure.records.models import Workspace
    from tests.factories import make_account

    return make_account(Workspace.objects.get(slug="rival"), "theirs", "Rival account", {"active_days_28": 3})


def test_no_page_lets_scripts_in(visit, bakery):
    client = visit("viewer")
    for name in READING:
        policy = client.get(address(name), follow=True).headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy


def test_addresses_of_other_faces_stay_theirs():
    names = {pattern.name for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)}
    assert not names & {one.name for one in urlpatterns}
