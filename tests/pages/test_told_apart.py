"""Two that look like one are not: said once, kept, and taken back."""

import re

import pytest

from tenure import clock
from tenure.actions.merging.distinct import tell_apart
from tenure.answers.told_apart import still_alike
from tenure.records.models import Account, AuditEntry, Contact, Distinct
from tests.factories import make_account

PAGE = "/w/acme/duplicates"


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def smits(acme):
    return [make_account(acme, key, name, {"active_days_28": 2}) for key, name in (("s1", "Smit"), ("s2", "Smit BV"))]


@pytest.fixture
def piets(acme, smits):
    return [
        Contact.objects.create(
            workspace=acme, account=smits[0], key=key, name="Piet Smit", email=email, created_at=clock.now()
        )
        for key, email in (("u1", "piet@smit.nl"), ("u2", "piet+shop@smit.nl"))
    ]


def groups(client) -> tuple[int, int]:
    context = client.get(PAGE).context
    return len(context["groups"]), len(context["people"])


def test_accounts_that_are_not_the_same_are_suggested_no_more_until_it_is_taken_back(visit, acme, smits):
    client = visit("manager")
    assert groups(client) == (1, 0)
    assert "Not the same" in text(client.get(PAGE))
    page = text(client.post(f"{PAGE}/apart", {"kept": "s2", "gone": "s1"}, follow=True))
    assert "Smit BV and Smit are not suggested as one any more." in page
    assert groups(client) == (0, 0)
    row = Distinct.objects.get(workspace=acme)
    assert (row.noun, row.one, row.other) == ("account", smits[0].pk, smits[1].pk)
    assert AuditEntry.objects.get(verb="tell_apart").after == {"other": smits[1].pk}
    client.post(f"{PAGE}/apart/{row.pk}/undo")
    assert groups(client) == (1, 0)
    assert AuditEntry.objects.get(verb="undo_tell_apart").before == {"other": smits[1].pk}


def test_contacts_that_are_not_the_same_are_suggested_no_more_on_any_page(visit, acme, smits, piets):
    client = visit("manager")
    tell_apart(one=smits[0], other=smits[1], by="test")
    assert groups(client) == (0, 1)
    assert "Maybe" in text(client.get("/w/acme/accounts/s1/contacts"))
    client.post(f"{PAGE}/contacts/apart", {"kept": piets[0].pk, "gone": piets[1].pk})
    assert groups(client) == (0, 0)
    assert "Maybe" not in text(client.get("/w/acme/accounts/s1/contacts"))


def test_saying_it_twice_is_saying_it_once(smits):
    assert tell_apart(one=smits[0], other=smits[1], by="test")
    assert not tell_apart(one=smits[1], other=smits[0], by="test")
    assert AuditEntry.objects.filter(verb="tell_apart").count() == 1
    with pytest.raises(ValueError, match="two accounts or two contacts"):
        tell_apart(one=smits[0], other=smits[0], by="test")


@pytest.mark.parametrize(
    ("numbers", "apart", "left"),
    [
        ((1, 2), set(), [(1, 2)]),
        ((1, 2), {(1, 2)}, []),
        ((2, 3, 1), {(1, 2)}, [(1, 2, 3)]),
        ((1, 2, 3), {(1, 2), (1, 3)}, [(2, 3)]),
        ((1, 2, 3, 4), {(1, 3), (1, 4), (2, 3), (2, 4)}, [(1, 2), (3, 4)]),
    ],
)
def test_what_is_left_of_a_group_hangs_together(numbers, apart, left):
    assert still_alike(numbers, apart) == left


def test_pairs_of_which_one_is_gone_are_not_listed(visit, acme, smits):
    tell_apart(one=smits[0], other=smits[1], by="test")
    Account.objects.filter(pk=smits[0].pk).delete()
    assert visit("manager").get(PAGE).context["apart"] == []


def test_two_chosen_accounts_lead_to_their_merge_for_those_alone_who_may(visit, smits):
    for role, may in (("manager", True), ("agent", False)):
        page = text(visit(role).get("/w/acme/accounts"))
        assert ("data-merge=" in page) is may
        assert re.findall(r'data-key="([^"]+)" data-tick', page) == ["s1", "s2"]


def test_the_two_can_be_merged_the_other_way_round(visit, smits):
    page = text(visit("manager").get(f"{PAGE}/two", {"kept": "s1", "gone": "s2"}))
    assert 'href="?kept=s2&amp;gone=s1"' in page
