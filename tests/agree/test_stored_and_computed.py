"""Whatever happens and in whatever order, the stored facts are those that are computed anew."""

import json
import random
from datetime import timedelta

import pyarrow as pa
import pytest
import time_machine

from tenure import clock
from tenure.answers import process
from tenure.answers.facts import facts
from tenure.eventlog.imports import append_import, remove_import
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.spool import SpooledRequest
from tenure.facts.values import to_json
from tenure.records.models import AccountHealth, StaleAccount
from tenure.rounds.facts import FactsRound
from tenure.rounds.seal import seal
from tenure.rounds.upkeep import upkeep
from tenure.values.moment import Moment
from tests import depth
from tests.unit.eventlog.events_for_tests import NOON, event

STEPS = 14
ACCOUNTS = ("acme", "bakery", "cafe")
PEOPLE = ("ann", "bob", "cid", "dora")


@pytest.fixture
def home(settings, tmp_path):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    yield process.home()
    process.forget()


class Story:
    """A workspace to which things happen at random."""

    def __init__(self, workspace, dice: random.Random, travel) -> None:
        self.workspace, self.dice, self.travel = workspace, dice, travel
        self.rounds = [FactsRound(), FactsRound()]  # of two workers
        self.number = 0
        self.imports: list[int] = []

    def calls(self) -> None:
        """Usage now, late, long ago or a little ahead; and calls that say who somebody is."""
        calls = [self._call() for _ in range(self.dice.randint(1, 4))]
        received = int(clock.now().timestamp() * 1_000_000)
        body = json.dumps({"batch": calls}).encode()
        process.spool().append([SpooledRequest(self.workspace.slug, "batch", received, body, len(calls))])

    def _call(self) -> dict:
        self.number += 1
        kind = self.dice.choice(["track", "track", "track", "group", "alias"])
        ago = self.dice.choice([0.0, 0.2, 1.5, 30.0, 70.0, 200.0, -0.002, -0.3])
        user = self.dice.choice(PEOPLE)
        call = {
            "type": kind,
            "userId": user,
            "messageId": f"m{self.number}",
            "timestamp": (clock.now() - timedelta(days=ago)).isoformat(),
        }
        if kind == "track":
            group = self.dice.choice([None, *ACCOUNTS])
            return (
                call
                | {"event": self.dice.choice(["open", "save"])}
                | ({"context": {"groupId": group}} if group else {})
            )
        if kind == "group":
            return call | {"groupId": self.dice.choice(ACCOUNTS)}
        return call | {"previousId": self.dice.choice(PEOPLE)}

    def history_comes_in(self) -> None:
        self.number += 1
        self.imports.append(self.number)
        rows = [
            event(
                f"i{self.number}-{n}",
                NOON - timedelta(days=self.dice.choice([1, 40, 100, 400])),
                user=self.dice.choice(PEOPLE),
            )
            for n in range(3)
        ]
        append_import(
            process.home(), process.spool(), self.workspace.slug, self.number, 0, pa.Table.from_pylist(rows, EVENTS)
        )

    def history_is_taken_back(self) -> None:
        if self.imports:
            taken = self.imports.pop(self.dice.randrange(len(self.imports)))
            remove_import(process.home(), process.spool(), self.workspace.slug, taken)

    def seal(self) -> None:
        while seal(self.workspace):
            pass

    def upkeep(self) -> None:
        upkeep(self.workspace)

    def facts(self) -> None:
        self.dice.choice(self.rounds).run(self.workspace)

    def another_worker(self) -> None:
        self.rounds[self.dice.randrange(2)] = FactsRound()

    def time_goes_by(self) -> None:
        passing = self.dice.choice(
            [timedelta(seconds=40), timedelta(minutes=7), timedelta(hours=9), timedelta(days=20)]
        )
        self.travel.move_to(clock.now() + passing, tick=False)

    def comes_to_rest(self) -> None:
        """Everything that waits is done, also what upkeep finds out later."""
        for _ in range(3):
            self.seal()
            self.compute()
            self.travel.move_to(clock.now() + timedelta(minutes=2), tick=False)
            self.upkeep()
        self.compute()

    def compute(self) -> None:
        while self.rounds[0].run(self.workspace):
            pass


@pytest.mark.django_db
@pytest.mark.parametrize(
    "seed", [random.SystemRandom().randrange(1 << 30) for _ in range(min(4, depth.STORIES))], ids=lambda _: "at random"
)
def test_stored_facts_are_those_computed_anew(workspace, home, seed):
    print(f"seed {seed}")
    dice = random.Random(seed)
    with time_machine.travel(NOON, tick=False) as travel:
        story = Story(workspace, dice, travel)
        happenings = [
            story.calls, story.calls, story.calls, story.seal, story.facts, story.upkeep, story.history_comes_in,
            story.history_is_taken_back, story.time_goes_by, story.another_worker,
        ]  # fmt: skip
        for _ in range(STEPS):
            dice.choice(happenings)()
        story.comes_to_rest()
        now = clock.now() + timedelta(microseconds=1)
        waiting = set(StaleAccount.objects.filter(since__lte=now).values_list("account", flat=True))
        assert waiting == set()
        stored = dict(AccountHealth.objects.values_list("account", "facts"))
        anew = {
            account: {name: to_json(value) for name, value in found.items()}
            for account, found in facts(workspace, Moment(now))
        }
        assert stored == anew
