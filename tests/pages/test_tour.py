"""The tour of the demo: each story with a link to its accounts, and what the facts say of them now."""

import html
from datetime import timedelta

import pytest
from django.test import Client

from tenure import clock
from tenure.actions.workspaces import create_workspace
from tenure.sources.demo.stories import STORIES
from tests.factories import make_account, make_member


@pytest.fixture
def demo(db):
    return create_workspace(name="Demo", kind="reseller", by="test", demo=True)


def signed_in(workspace, role="viewer"):
    client = Client()
    client.force_login(make_member(workspace, role, f"{role}@{workspace.slug}.example").user)
    return client


def page(client):
    answer = client.get("/w/demo/tour")
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def test_every_story_is_told_with_its_accounts_and_their_facts(demo):
    facts = {"push_silence_days": 19, "push_usual_gap_days": 7.0, "certificate_days_left": 29}
    for story in STORIES:
        for part in story.parts:
            make_account(demo, part.key, part.key.title(), facts)
    text = page(signed_in(demo))
    for story in STORIES:
        assert story.title in text
        assert story.sentence in text
        for part in story.parts:
            assert part.says in text
            assert f'href="/w/demo/accounts/{part.key}"' in text
    assert "Last push 19 days ago · Usually pushes every 7 days" in text
    assert "A certificate ends in 29 days" in text


def test_who_is_affected_is_listed_without_those_who_left(demo):
    shared = {"trait.System version": "v7.2"}
    make_account(demo, "here", "Here", shared)
    make_account(demo, "gone", "Gone", shared | {"is_former": True})
    make_account(demo, "newer", "Newer", {"trait.System version": "v8.0"})
    text = page(signed_in(demo))
    assert "1 account is affected" in text
    assert 'href="/w/demo/accounts/here"' in text
    assert "accounts/gone" not in text
    assert "accounts/newer" not in text


def test_what_holds_a_band_down_is_said(demo):
    account = make_account(demo, "hotel-zeezicht", "Hotel Zeezicht", {"notice_given": True, "active_days_28": 9})
    assert account.health.band == "poor"
    assert "Notice was given." in page(signed_in(demo))


def test_an_account_that_was_never_scored_or_is_not_here_stands_without_facts(demo):
    make_account(demo, "bakkerij-smit", "Bakkerij Smit")
    text = page(signed_in(demo))
    assert "Bakkerij Smit" in text
    assert "An account that is not here" in text


def test_a_demo_of_earlier_days_says_how_to_build_it_anew(demo):
    client = signed_in(demo)
    assert "tenure demo --again" not in page(client)
    demo.created_at = clock.now() - timedelta(days=9)
    demo.save()
    text = page(client)
    assert "9 days ago</time>, and nothing has happened since" in text
    assert "tenure demo --again" in text


def test_every_demo_account_list_leads_to_it_and_no_other_does(demo, acme, visit):
    make_account(demo, "a", "A", {"active_days_28": 3})
    make_account(acme, "a", "A", {"active_days_28": 3})
    assert 'href="/w/demo/tour"' in signed_in(demo).get("/w/demo/accounts").content.decode()
    assert "/tour" not in visit("owner").get("/w/acme/accounts").content.decode()


def test_the_page_is_for_members_of_a_demo(demo, visit):
    assert visit("outsider").get("/w/demo/tour").status_code == 404
    assert visit("owner").get("/w/acme/tour").status_code == 404
    assert visit(None).get("/w/demo/tour").status_code == 302
    for role in ("owner", "admin", "manager", "agent", "viewer"):
        assert signed_in(demo, role).get("/w/demo/tour").status_code == 200


def test_ever_more_accounts_are_no_more_questions(demo, django_assert_max_num_queries):
    client = signed_in(demo)
    for number in range(40):
        make_account(demo, f"a-{number}", f"A {number}", {"active_days_28": number})
    with django_assert_max_num_queries(8):
        client.get("/w/demo/tour")
