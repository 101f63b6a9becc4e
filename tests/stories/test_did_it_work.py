"""Story 22, as far as tasks go: a play over 14,000 buyers keeps customers, another drives them away and is stopped by its own
page, and a call play over 60 accounts says that it can never tell, and why.
"""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from tenure.actions.plays.publishing import publish, save_draft
from tenure.actions.workspaces import add_member, create_workspace
from tenure.answers.play_results import results
from tenure.commands.plays import command
from tenure.plays.held_out import is_drawn
from tenure.plays.parse import parse
from tenure.records.models import Account, Contract, ContractPeriod, Departure, Play, PlayRun, PlayStep, PlayVersion
from tenure.records.play import EXEMPT

PUBLISHED = datetime(2026, 1, 5, 9, tzinfo=UTC)
BEGAN = datetime(2026, 1, 12, 9, tzinfo=UTC)
A_QUARTER_LATER = datetime(2026, 4, 14, 9, tzinfo=UTC)
BUYERS = 14_000
NAMED = {"percent": 10, "days": 90, "alone": 0.060, "acted": 0.041}


def a_play(slug, **hold_out):
    """A call to each account, a share left alone."""
    return parse({
        "slug": slug, "name": slug.title(), "trigger": {"on": "hand"}, "hold_out": NAMED | hold_out,
        "steps": [{"do": "task", "title": "Call", "to": "owner"}],
    })  # fmt: skip


@pytest.fixture
def shop(db, settings, tmp_path, request):
    """14,000 buyers (a test may ask for fewer) who each pay 20 euros a month, and Jana, who owns the workspace."""
    settings.TENURE_DATA = tmp_path
    with time_machine.travel(PUBLISHED, tick=False) as clock:
        workspace = create_workspace(name="Shop", by="test")
        jana = add_member(workspace=workspace, email="jana@example.com", name="Jana", role="owner", by="test")
        accounts = Account.objects.bulk_create(
            Account(workspace=workspace, key=f"b{number}", name=f"Buyer {number}", created_at=PUBLISHED)
            for number in range(getattr(request, "param", BUYERS))
        )
        contracts = Contract.objects.bulk_create(
            Contract(workspace=workspace, account=one, key=one.key, product="Club", created_at=PUBLISHED)
            for one in accounts
        )
        ContractPeriod.objects.bulk_create(
            ContractPeriod(workspace=workspace, contract=one, starts_on=date(2025, 6, 1), mrr=2_000, currency="EUR")
            for one in contracts
        )
        yield Shop(workspace, jana, accounts, clock)


class Shop:
    """The workspace, and what happens to it."""

    def __init__(self, workspace, jana, accounts, clock):
        self.workspace, self.accounts, self.clock = workspace, accounts, clock
        self.client, self.jana = Client(), jana

    def runs(self, said, accounts):
        """The play is published, and a week later it begins for these accounts; who is left alone, and who is not."""
        row = save_draft(workspace=self.workspace, play=said, by="test")
        version = publish(play=row, by="test")
        alone = {one.pk for one in accounts if is_drawn(row.pk, one.pk, said.hold_out.percent)}
        PlayRun.objects.bulk_create(
            PlayRun(
                workspace=self.workspace, play=row, version=version, account=one, cause="hand:january", started_at=BEGAN,
                ended_at=BEGAN, progress={"at": ""}, state="held out" if one.pk in alone else "done",
            )
            for one in accounts
        )  # fmt: skip
        return [one for one in accounts if one.pk not in alone], [one for one in accounts if one.pk in alone]

    def leave(self, accounts, share):
        """Such a share of them ends the contract within the quarter."""
        gone = accounts[: round(len(accounts) * share)]
        ContractPeriod.objects.filter(contract__account__in=[one.pk for one in gone]).update(ends_on=date(2026, 3, 1))
        return len(gone)

    def page(self, slug):
        """What the play's page says, as text."""
        self.client.force_login(self.jana.user)  # a quarter is longer than a session
        response = self.client.get(f"/w/shop/plays/{slug}/results")
        assert response.status_code == 200
        body = response.content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body[body.index('id="main"') :]))


def test_a_play_that_keeps_customers_says_so_with_an_interval_once_its_quarter_is_over(shop):
    acted, alone = shop.runs(a_play("letters"), shop.accounts)
    shop.leave(acted, 0.041)
    shop.leave(alone, 0.060)
    shop.clock.move_to(BEGAN + timedelta(days=60), tick=False)
    early = shop.page("letters")
    assert "Too few accounts to say anything yet." in early
    assert "14,000 accounts are not counted yet: their time is not over." in early
    shop.clock.move_to(A_QUARTER_LATER, tick=False)
    said = shop.page("letters")
    assert "It helps: of those it acted on, fewer left." in said
    assert (
        "6% were expected to leave by themselves, 4.1% with the play: to tell these apart takes 13,213 accounts."
        in said
    )
    assert "14,000 of 13,213 accounts are in." in said
    assert re.search(r"Left 4\.1% 6% \+1\.9 points; between \+0\.\d points and \+3\.\d points in 95 of 100", said)
    assert re.search(r"MRR, on average -€0\.82 -€1\.2\d €0\.3\d; between €0\.\d\d and €0\.\d\d", said)
    found = results(Play.objects.get(slug="letters"))
    assert found.acted.left.accounts + found.alone.left.accounts == BUYERS
    assert found.lost.low > 0
    row = json.loads(CliRunner().invoke(command, ["results", "letters", "--json"]).output)
    assert (row["answer"], row["planned"], row["counted"]) == ("helps", 13_213, BUYERS)
    assert row["left_more_of_those_alone"]["low"] > 0
    assert "helps" in shop.client.get("/w/shop/plays/letters/answer").content.decode()


def test_a_play_that_harms_is_stopped_by_its_own_page(shop):
    acted, alone = shop.runs(a_play("discounts"), shop.accounts)
    shop.leave(acted, 0.075)
    shop.leave(alone, 0.041)
    shop.clock.move_to(A_QUARTER_LATER, tick=False)
    said = shop.page("discounts")
    assert "It harms: of those it acted on, more left." in said
    assert "Pause it now" in said
    shop.client.post("/w/shop/plays/discounts/turned", {"do": "pause"})
    assert Play.objects.get().state == "paused"
    assert "Pause it now" not in shop.page("discounts")


@pytest.mark.parametrize("shop", [500], indirect=True)
def test_a_call_play_over_sixty_accounts_says_that_it_can_never_tell_and_why(shop):
    acted, _ = shop.runs(a_play("calls", percent=30), shop.accounts[:60])
    shop.leave(acted, 0.05)
    shop.clock.move_to(A_QUARTER_LATER, tick=False)
    said = shop.page("calls")
    assert "It can never tell: too few accounts come this way for a difference of this size to show." in said
    assert re.search(r"60 of 5,\d\d\d accounts are in\.", said)
    assert re.search(r"At the pace so far it takes 2\d years until enough accounts have begun\.", said)


@pytest.mark.parametrize("shop", [500], indirect=True)
def test_what_is_named_otherwise_begins_a_new_comparison(shop):
    shop.runs(a_play("letters"), shop.accounts[:500])
    shop.clock.move_to(A_QUARTER_LATER, tick=False)
    assert results(Play.objects.get()).counted == 500
    save_draft(workspace=shop.workspace, play=a_play("letters", alone=0.08), by="test")
    publish(play=Play.objects.get(), by="test")
    assert PlayVersion.objects.count() == 2
    assert results(Play.objects.get()).counted == 0


@pytest.mark.parametrize("shop", [500], indirect=True)
def test_those_that_are_never_left_alone_are_no_part_of_the_comparison(shop):
    acted, _ = shop.runs(a_play("letters"), shop.accounts)
    PlayStep.objects.bulk_create(
        PlayStep(workspace=shop.workspace, run=run, path="start", at=BEGAN, kind=EXEMPT, why="Large.")
        for run in PlayRun.objects.filter(account__in=[one.pk for one in acted[:40]])
    )
    shop.clock.move_to(A_QUARTER_LATER, tick=False)
    assert results(Play.objects.get()).counted == 460


@pytest.mark.parametrize("shop", [500], indirect=True)
def test_without_contracts_the_register_says_who_left(shop):
    ContractPeriod.objects.all().delete()
    acted, _ = shop.runs(a_play("letters"), shop.accounts[:100])
    Departure.objects.create(
        workspace=shop.workspace, account=acted[0], ends_on=date(2026, 2, 1), mrr=0, currency="EUR", member_days=9,
        by="test", created_at=BEGAN,
    )  # fmt: skip
    shop.clock.move_to(A_QUARTER_LATER, tick=False)
    assert results(Play.objects.get()).acted.left.left == 1
