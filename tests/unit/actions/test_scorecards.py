"""Is a scorecard published as a new version, and does everything follow from that?"""

from dataclasses import replace

import pytest

from tenure.actions.scorecards import OvertakenError, publish, retire
from tenure.calc.scorecard import parse
from tenure.calc.scorecards import READY_MADE
from tenure.records.models import AuditEntry, Scorecard, StaleAccount

NEW, USUAL = READY_MADE["saas"]
pytestmark = pytest.mark.django_db


def in_use(workspace) -> list[tuple[str, int, int]]:
    rows = Scorecard.objects.filter(workspace=workspace, retired_at=None)
    return list(rows.values_list("slug", "version", "position"))


def test_cards_are_tried_in_the_order_of_their_publication(workspace):
    for card in (NEW, USUAL):
        publish(workspace=workspace, card=card, by="command")
    assert in_use(workspace) == [(NEW.slug, 1, 0), (USUAL.slug, 1, 1)]
    assert parse(Scorecard.objects.get(workspace=workspace, slug=NEW.slug).definition) == NEW


def test_a_changed_card_is_a_new_version_in_the_same_place_and_the_old_one_retires(workspace):
    publish(workspace=workspace, card=NEW, by="command")
    publish(workspace=workspace, card=USUAL, by="command")
    row = publish(workspace=workspace, card=replace(NEW, any_poor_makes_poor=True), by="member 1")
    assert in_use(workspace) == [(NEW.slug, 2, 0), (USUAL.slug, 1, 1)]
    retired = Scorecard.objects.get(workspace=workspace, slug=NEW.slug, version=1)
    assert retired.retired_at == row.published_at
    entry = AuditEntry.objects.get(workspace=workspace, record=row.pk, noun="scorecard")
    assert (entry.by, entry.verb, entry.before["version"], entry.after["version"]) == ("member 1", "publish", 1, 2)


def test_publishing_what_is_in_use_changes_nothing(workspace, account):
    first = publish(workspace=workspace, card=USUAL, by="command")
    StaleAccount.objects.all().delete()
    assert publish(workspace=workspace, card=USUAL, by="command") == first
    assert StaleAccount.objects.count() == 0
    assert AuditEntry.objects.filter(noun="scorecard").count() == 1


def test_a_publication_makes_every_account_of_the_workspace_stale(workspace, account, stranger):
    publish(workspace=workspace, card=USUAL, by="command")
    assert set(StaleAccount.objects.values_list("account", flat=True)) == {account.pk}


def test_a_card_can_be_retired_and_come_back_as_a_later_version(workspace, account):
    publish(workspace=workspace, card=USUAL, by="command")
    StaleAccount.objects.all().delete()
    assert retire(workspace=workspace, slug=USUAL.slug, by="member 1")
    assert not retire(workspace=workspace, slug=USUAL.slug, by="member 1")
    assert in_use(workspace) == []
    assert StaleAccount.objects.get().account == account
    publish(workspace=workspace, card=USUAL, by="member 1")
    assert in_use(workspace) == [(USUAL.slug, 2, 0)]


def test_workspaces_do_not_share_cards(workspace, other_workspace):
    publish(workspace=workspace, card=USUAL, by="command")
    assert publish(workspace=other_workspace, card=USUAL, by="command").version == 1
    assert not retire(workspace=other_workspace, slug=NEW.slug, by="command")


def test_a_card_can_be_put_in_its_place_among_the_others(workspace):
    first, second = replace(USUAL, slug="first"), replace(USUAL, slug="second")
    for card in (NEW, USUAL, first):
        publish(workspace=workspace, card=card, by="command")
    publish(workspace=workspace, card=second, position=1, by="command")
    publish(workspace=workspace, card=first, position=0, by="command")
    assert sorted(in_use(workspace), key=lambda one: one[2]) == [
        ("first", 2, 0), (NEW.slug, 1, 1), ("second", 1, 2), (USUAL.slug, 1, 3),
    ]  # fmt: skip


def test_what_was_changed_from_an_earlier_version_is_not_published_over_a_later_one(workspace, account):
    publish(workspace=workspace, card=USUAL, by="member 1")
    publish(workspace=workspace, card=replace(USUAL, any_poor_makes_poor=True), by="member 2", over=1)
    StaleAccount.objects.all().delete()
    with pytest.raises(OvertakenError):
        publish(workspace=workspace, card=replace(USUAL, name="Mine"), by="member 1", over=1)
    assert in_use(workspace) == [(USUAL.slug, 2, 0)]
    assert not StaleAccount.objects.exists()
    with pytest.raises(OvertakenError):
        publish(workspace=workspace, card=USUAL, by="member 1", over=0)
    publish(workspace=workspace, card=NEW, by="member 1", over=0)
