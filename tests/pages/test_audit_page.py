"""The audit log: who did what, when, before and after; filtered, page by page, at the same cost however long it is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tenure.actions.account_fields import set_field
from tenure.actions.changing import note
from tenure.actions.members import change_role
from tenure.actions.overrides import override
from tenure.actions.workspace_settings import change_workspace
from tenure.console.settings.audit import SHOWN
from tenure.console.settings.audit_words import NOUNS, SENTENCES
from tenure.records.models import AuditEntry
from tests.factories import make_member

NOW = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def owner(visit):
    return visit("owner")


def page(client, **query) -> str:
    response = client.get(reverse("audit", args=["acme"]), query)
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_change_reads_as_a_sentence_with_what_was_before_and_after(owner, acme):
    ada, piet = make_member(acme, "admin", "ada@example.com"), make_member(acme, "agent", "piet@example.com")
    change_role(workspace=acme, member_id=piet.pk, role="manager", by=f"member {ada.pk}")
    assert "Admin changed the membership of Agent Role agent → manager" in page(owner)


def test_an_entry_about_an_account_names_it(owner, acme, bakery):
    override(account=bakery, band="good", reason="They told me", by="command")
    assert "Somebody at the command line set the band of Bakkerij Smit" in page(owner)


def test_what_was_set_for_many_accounts_at_once_reads_as_values_and_not_as_tables(owner, acme, bakery, studio):
    both = [bakery.pk, studio.pk]
    set_field(workspace=acme, accounts=both, field="trait.city", value="Delft", by="command")
    set_field(workspace=acme, accounts=both, field="trait.city", value="Gouda", by="command")
    assert "set a value of 2 accounts city Delft → Gouda" in page(owner)
    assert "since" not in page(owner)


def test_the_time_is_the_workspaces_own(owner, acme):
    change_workspace(workspace=acme, time_zone="Europe/Amsterdam", by="command")
    assert "10 Mar 2026 23:30" in page(owner)


def test_one_person_one_kind_and_one_day_can_be_asked_for(owner, acme, frozen):
    piet = make_member(acme, "agent", "piet@example.com")
    note(acme, f"member {piet.pk}", "create", "team", 1, None, {"name": "Benelux"})
    frozen.move_to(NOW + timedelta(days=1))
    note(acme, "command", "create", "team", 2, None, {"name": "Nordics"})
    assert "made the team Benelux" in page(owner, by=f"member {piet.pk}")
    assert "made the team Nordics" not in page(owner, by=f"member {piet.pk}")
    only = page(owner, day="2026-03-11", noun="team")
    assert ("Nordics" in only, "Benelux" in only) == (True, False)
    assert "Nothing of this kind was changed" in page(owner, day="2025-01-01")
    assert "made the team Nordics" in page(owner, day="no day", before="no number")


def test_older_entries_follow_without_gap_or_repeat_while_new_ones_come(owner, acme):
    AuditEntry.objects.all().delete()
    for number in range(SHOWN + 20):  # all in the same moment, so that only their numbers tell them apart
        note(acme, "command", "create", "team", number, None, {"name": f"T{number:03}"})
    first = re.findall(r"T\d{3}", page(owner).split("Older")[0])
    seen = list(dict.fromkeys(first))
    assert len(seen) == SHOWN
    last = AuditEntry.objects.get(record=int(seen[-1][1:])).pk
    note(acme, "command", "create", "team", 999, None, {"name": "T999"})
    rest = list(dict.fromkeys(re.findall(r"T\d{3}", page(owner, before=last))))
    assert sorted(seen + rest) == [f"T{number:03}" for number in range(SHOWN + 20)]


def test_what_another_workspace_did_is_not_told(owner, acme, rival):
    note(rival, "command", "create", "team", 1, None, {"name": "Secret"})
    entry = AuditEntry.objects.filter(workspace=rival).latest("pk")
    assert "Secret" not in page(owner)
    assert "Secret" not in page(owner, before=entry.pk)


def test_the_log_costs_the_same_however_long_it_is(owner, acme, bakery, django_assert_max_num_queries):
    counts = set()
    for number in range(3):
        for _ in range(20):
            override(account=bakery, band="good", reason=f"Because {number}", by="command")
            note(acme, "command", "create", "team", number)
        with django_assert_max_num_queries(9) as asked:
            page(owner)
        counts.add(len(asked))
    assert len(counts) == 1


def test_sentences_have_every_blank_filled(owner, acme):
    for noun, verb in SENTENCES:
        note(acme, "command", verb, noun, 7, {"name": "Was"}, {"name": "Is"})
    assert {noun for noun, _ in SENTENCES} <= NOUNS.keys()
    for cursor in (None, AuditEntry.objects.latest("pk").pk - 40):
        assert "%(" not in page(owner, **({"before": cursor} if cursor else {}))


def test_values_are_read_in_the_language_of_who_reads(owner, acme):
    ada = make_member(acme, "admin", "ada@example.com")
    after = {"figure": "churn_rate", "target": 0.5, "due_on": "2026-12-31", "by": f"member {ada.pk}", "set_key": "x9"}
    note(acme, "command", "create", "goal", 1, None, after | {"created_at": "2026-11-22T16:34:13.993687+00:00"})
    note(acme, "command", "finish", "task", 1, None, {"trait.City": "Delft", "mrr": 123_400})
    told = page(owner)
    for words in (
        "Figure Logo churn",
        "Target 0.5",
        "Due on 31 Dec 2026",
        "By whom Admin",
        "Created 22 Nov 2026, 16:34",
    ):
        assert words in told
    assert "· done · Task" in told
    assert "City Delft" in told
    assert "123,400" in told
    assert "x9" not in told
    response = owner.get(reverse("audit", args=["acme"]), headers={"Accept-Language": "nl"}).content.decode()
    assert "31 dec 2026" in response
    assert "churn_rate" not in response
