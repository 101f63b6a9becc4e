"""Whatever is bought, said, measured or declared, and in whatever order, the stored facts are those that are computed anew."""

import random
from datetime import timedelta

import pytest
import time_machine

from tenure import clock
from tenure.actions.custom_facts import create_custom_fact, remove_custom_fact
from tenure.actions.importing.records import Change, snapshot
from tenure.actions.orders import note_orders_changed
from tenure.actions.staleness import mark_stale
from tenure.answers import process
from tenure.answers.facts import facts
from tenure.facts.custom import HOWS, CustomFactError, parse
from tenure.facts.values import to_json
from tenure.records.models import Account, AccountHealth, Order, StaleAccount, Workspace
from tenure.rounds.facts import FactsRound
from tenure.values.moment import Moment
from tests import depth
from tests.business_rows import EPOCH_TIME, make_asset, make_order, make_ticket, make_touchpoint, measure
from tests.unit.eventlog.events_for_tests import NOON

STEPS = 40
KEYS = ("acme", "bakery", "cafe", "diner", "egon")


@pytest.fixture
def home(settings, tmp_path):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    yield process.home()
    process.forget()


class Story:
    """A workspace to which things happen at random; whoever writes a record marks its account, as importers do."""

    def __init__(self, workspace: Workspace, dice: random.Random, travel) -> None:
        self.workspace, self.dice, self.travel = workspace, dice, travel
        self.rounds = [FactsRound(), FactsRound()]  # of two workers
        self.accounts = [Account.objects.create(workspace=workspace, key=key, created_at=EPOCH_TIME) for key in KEYS]
        self.assets = {account.pk: make_asset(account) for account in self.accounts[:2]}
        mark_stale(workspace, [account.pk for account in self.accounts])
        self.metric = 0

    def _about(self) -> Account:
        account = self.dice.choice(self.accounts)
        mark_stale(self.workspace, [account.pk])
        return account

    def _when(self) -> str:
        hours = self.dice.choice([-400, -30, -2, 0, 1, 1, 3]) - 24 * self.dice.choice([0, 0, 0, 1, 9, 40, 300])
        return (clock.now() + timedelta(hours=hours)).isoformat(sep=" ").removesuffix("+00:00")

    def somebody_orders(self) -> None:
        order = make_order(self._about(), self._when(), self.dice.randrange(100, 5_000))
        change = Change(1, "order", order.pk, None, snapshot(order))
        note_orders_changed(workspace=self.workspace, changes=[change])

    def an_order_is_taken_back(self) -> None:
        order = Order.objects.filter(workspace=self.workspace).order_by("?").first()
        if order is not None:
            mark_stale(self.workspace, [order.account_id])
            order.delete()
            note_orders_changed(workspace=self.workspace)

    def we_talk(self) -> None:
        make_touchpoint(self._about(), self._when(), self.dice.choice(["call", "meeting"]))

    def somebody_complains(self) -> None:
        opened = self._when()
        make_ticket(self._about(), opened, self.dice.choice([None, max(opened, self._when())]))

    def something_is_measured(self) -> None:
        account = self._about()
        day = (clock.now() - timedelta(days=self.metric)).date().isoformat()
        self.metric += 1  # another day each time: a metric is measured once a day
        thing = self.assets.get(account.pk, account)
        measure(thing, self.dice.choice(["pushes", "downloads", "active_users"]), day, self.dice.randrange(5))

    def a_fact_is_declared(self) -> None:
        source, of = self.dice.choice([("event", "open"), ("measurement", "downloads"), ("measurement", "pushes")])
        how, name = self.dice.choice(HOWS), self.dice.choice(["one", "two", "three"])
        custom = parse(name=name, source=source, of=of, how=how, days=self.dice.choice([7, 400]))
        try:
            create_custom_fact(workspace=self.workspace, custom=custom, by="test")
        except CustomFactError:
            remove_custom_fact(workspace=self.workspace, name=name, by="test")

    def facts(self) -> None:
        self.dice.choice(self.rounds).run(self.workspace)

    def another_worker(self) -> None:
        self.rounds[self.dice.randrange(2)] = FactsRound()
        process.gap_memory.cache_clear()

    def time_goes_by(self) -> None:
        passing = self.dice.choice([timedelta(seconds=40), timedelta(hours=2), timedelta(hours=2), timedelta(days=20)])
        self.travel.move_to(clock.now() + passing, tick=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "seed", [random.SystemRandom().randrange(1 << 30) for _ in range(depth.STORIES)], ids=lambda _: "at random"
)
def test_stored_facts_are_those_computed_anew(workspace, home, seed):
    print(f"seed {seed}")
    dice = random.Random(seed)
    with time_machine.travel(NOON, tick=False) as travel:
        story = Story(workspace, dice, travel)
        happenings = [
            story.somebody_orders, story.somebody_orders, story.somebody_orders, story.an_order_is_taken_back,
            story.we_talk, story.somebody_complains, story.something_is_measured, story.something_is_measured,
            story.a_fact_is_declared, story.facts, story.facts, story.time_goes_by, story.another_worker,
        ]  # fmt: skip
        for _ in range(STEPS):
            dice.choice(happenings)()
        while story.rounds[0].run(workspace):
            pass
        now = clock.now() + timedelta(microseconds=1)
        waiting = set(StaleAccount.objects.filter(since__lte=now).values_list("account", flat=True))
        assert waiting == set()
        stored = dict(AccountHealth.objects.values_list("account", "facts"))
        process.gap_memory.cache_clear()
        anew = {
            account: {name: to_json(value) for name, value in found.items()}
            for account, found in facts(workspace, Moment(now))
        }
        assert stored == anew
