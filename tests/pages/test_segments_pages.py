"""Segments on pages: the form of their rules, who is in one, lists narrowed by one, and how they come and go."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.actions.segments import create_segment
from tenure.answers import rule_columns
from tenure.records.models import Contact, Segment, SegmentChange, SegmentMember
from tenure.rules.parse import parse
from tests.factories import make_account
from tests.pages.conftest import DOING_WELL
from tests.pages.said.segments import FORM, RULE

HTMX = {"HX-Request": "true"}


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture(autouse=True)
def nothing_remembered(own_data):
    rule_columns.forget()
    yield
    rule_columns.forget()


@pytest.fixture
def agent(visit):
    return visit("agent")


@pytest.fixture
def quiet(acme, bakery, studio):
    """A segment that the bakery came into."""
    row = create_segment(workspace=acme, name="Quiet ones", rule=parse(RULE), by="test")
    Segment.objects.filter(pk=row.pk).update(counted_version=1)
    member = SegmentMember.objects.create(workspace=acme, segment=row, account=bakery, since=row.created_at)
    SegmentChange.objects.create(
        workspace=acme, segment=row, account=bakery, at=member.since, entered=True, handled_at=member.since
    )
    return row


def test_a_rule_that_is_typed_becomes_a_segment(agent, acme):
    response = agent.post("/w/acme/segments/made", FORM | {"name": "Quiet ones"})
    made = Segment.objects.get(workspace=acme)
    assert response.url == f"/w/acme/segments/{made.pk}"
    assert made.rule == RULE
    told = text(agent.get(response.url))
    assert "Accounts where active days in the last 28 days is at most 5." in told
    assert "It is being counted" in told


def test_a_fact_is_found_by_its_words(agent, acme):
    agent.post("/w/acme/segments/made", FORM | {"name": "x", "rule-0-fact": "active Days in the last 28 days"})
    assert Segment.objects.get(workspace=acme).rule == RULE


def test_a_number_is_read_as_the_reader_writes_it(agent, acme):
    sent = FORM | {"name": "x", "rule-0-value": "2,5"}
    agent.post("/w/acme/segments/made", sent, headers={"Accept-Language": "de-DE"})
    assert Segment.objects.get(workspace=acme).rule == RULE | {"value": 2.5}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"rule-0-value": "often"}, "“often” is no number"),
        ({"rule-0-value": ""}, "A number is missing here."),
        ({"rule-0-fact": "luck"}, "No fact is called “luck”"),
        ({"rule-0-fact": ""}, "Choose a fact."),
        ({"name": ""}, "A segment needs a name"),
        ({"rule": []}, "Say when somebody is in it"),
        ({"rule-0-kind": "did"}, "Say which one, as your product sends it."),
        ({"rule-0-kind": "group"}, "Add a line to the group"),
    ],
)
def test_what_cannot_be_kept_says_why_at_its_field(agent, acme, changes, told):
    response = agent.post("/w/acme/segments/made", FORM | {"name": "Quiet ones"} | changes)
    assert response.status_code == 422
    assert told in text(response)
    assert not Segment.objects.exists()


def test_lines_come_and_go_and_nothing_is_kept(agent, acme):
    page = agent.post("/w/acme/rule/form?prefix=rule&of=accounts&in=", FORM | {"rule-more": "did"}).content.decode()
    assert 'name="rule-1-event"' in page
    assert re.search(r'name="rule-1-event"[^>]*autofocus', page)
    assert 'name="rule-0-fact"' in page
    page = agent.post("/w/acme/rule/form?prefix=rule&of=accounts", FORM | {"do": "drop 0"}).content.decode()
    assert 'name="rule-0-fact"' not in page


def test_the_look_counts_while_somebody_types_and_says_the_sentence(agent, acme, bakery, studio):
    response = agent.post("/w/acme/rule/look?of=accounts", FORM)
    told = text(response)
    assert "1 of 2 accounts, 50%" in told
    assert "Bakkerij Smit" in told
    assert "Studio Vonk" not in told
    missing = text(agent.post("/w/acme/rule/look?of=accounts", FORM | {"rule-0-value": ""}))
    assert "A number is missing here." in missing


def test_the_look_follows_what_was_computed_since(agent, acme, bakery, studio):
    agent.post("/w/acme/rule/look?of=accounts", FORM)
    make_account(acme, "third", "Third", DOING_WELL | {"active_days_28": 1})
    studio.delete()
    assert "2 of 2 accounts" in text(agent.post("/w/acme/rule/look?of=accounts", FORM))


def test_contacts_are_counted_with_what_is_known_of_their_account(agent, acme, bakery, studio):
    for account, role in ((bakery, "Owner"), (bakery, "Baker"), (studio, "Owner")):
        Contact.objects.create(
            workspace=acme, account=account, key=f"{account.key}-{role}", role=role, created_at=account.created_at
        )
    role = {
        "rule": ["0", "1"],
        "rule-1-kind": "fact",
        "rule-1-in": "",
        "rule-1-fact": "Contact’s role",
        "rule-1-op": "eq",
        "rule-1-value": "Owner",
    }
    assert "1 of 3 contacts" in text(agent.post("/w/acme/rule/look?of=contacts", FORM | role))


def test_a_segment_says_who_is_in_it_who_came_and_how_healthy_they_are(visit, quiet):
    viewer = visit("viewer")
    told = text(viewer.get(f"/w/acme/segments/{quiet.pk}"))
    assert "1 account" in told
    assert "Bakkerij Smit" in told
    assert "came" in told
    assert "Change it" not in told
    listed = text(viewer.get("/w/acme/segments"))
    assert "Accounts where active days in the last 28 days is at most 5." in listed


def test_what_a_role_does_not_see_is_not_told_by_the_rule_of_a_segment(visit, acme, own_data):
    rule = parse({"fact": "sentiment", "op": "le", "value": 2})
    create_segment(workspace=acme, name="Unhappy", rule=rule, by="test")
    assert "rating of the relationship" in text(visit("viewer").get("/w/acme/segments"))
    told = text(visit("sales").get("/w/acme/segments"))
    assert "Its rule is about something your role does not see." in told
    assert "rating of the relationship" not in told


def test_members_come_as_a_file(agent, quiet):
    lines = b"".join(agent.get(f"/w/acme/segments/{quiet.pk}?format=csv")).decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("bakery,Bakkerij Smit,,")


def test_the_list_of_accounts_is_narrowed_by_a_segment(agent, quiet):
    told = text(agent.get("/w/acme/accounts?f=segment.in.quiet-ones"))
    assert "In the segment “Quiet ones”" in told
    assert "Studio Vonk" not in told
    assert "Bakkerij Smit" in told
    told = text(agent.get("/w/acme/accounts?f=segment.not_in.quiet-ones"))
    assert "Bakkerij Smit" not in told
    assert "cannot be used" in text(agent.get("/w/acme/accounts?f=segment.in.nobody"))


def test_the_filters_of_the_list_become_a_rule(agent, acme, quiet):
    page = agent.get("/w/acme/segments/new?f=mrr.gte.10000&f=renewal.next_days.30&q=smit")
    assert "Search, band, book and scores are not part of a rule" in text(page)
    found = page.content.decode()
    assert 'value="MRR"' in found
    assert re.search(r'<option value="next" selected>', found)


def test_a_segment_is_retired_and_kept_again(agent, quiet):
    agent.post(f"/w/acme/segments/{quiet.pk}/end")
    assert not SegmentMember.objects.exists()
    assert "nobody is in it any more" in text(agent.get(f"/w/acme/segments/{quiet.pk}"))
    agent.post(f"/w/acme/segments/{quiet.pk}/restored")
    row = Segment.objects.get()
    assert (row.slug, row.retired_at, row.counted_version) == ("quiet-ones", None, 0)


def test_pages_ask_as_often_for_many_segments_as_for_one(visit, acme, quiet, django_assert_num_queries):
    viewer = visit("viewer")
    viewer.get("/w/acme/segments")
    with CaptureQueriesContext(connection) as one:
        viewer.get("/w/acme/segments")
    for number in range(5):
        create_segment(workspace=acme, name=f"More {number}", rule=parse(RULE), by="test")
    with django_assert_num_queries(len(one)):
        viewer.get("/w/acme/segments")


def test_the_page_of_an_account_says_which_segments_it_is_in(agent, quiet):
    assert "Part of these segments: Quiet ones" in text(agent.get("/w/acme/accounts/bakery"))
    assert "Part of these segments" not in text(agent.get("/w/acme/accounts/studio"))
