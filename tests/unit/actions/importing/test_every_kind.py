"""Of every kind, whatever the rows: does the same file again change nothing, and does undo leave all as it was?"""

import random
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure.records.models import ImportRow, Workspace
from tenure.sources.known_kinds import KINDS
from tests.unit.actions.import_for_tests import counts, everything, stale

RECORDS = [kind for kind in KINDS if kind != "events"]
ROUNDS = 2
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Dice:
    """Makes rows that share few keys, so that they meet; now and then a cell is blank, wrong or about nobody."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def key(self, letter: str, count: int = 6) -> str:
        return f"{letter}{self.random.randrange(count)}"

    def maybe(self, text: object) -> str:
        return self.pick("", str(text), str(text), str(text))

    def account(self) -> str:
        return self.pick("nobody", "", *(self.key("a") for _ in range(12)))

    def email(self) -> str:
        return self.maybe(f"{self.pick('P', 'p')}{self.random.randrange(6)}@x.example")

    def day(self) -> str:
        return self.pick("", "30-02", *(f"2026-0{self.random.randrange(1, 4)}-1{self.random.randrange(4)}",) * 9)

    def amount(self) -> str:
        return self.pick("", "some", *(str(self.random.randrange(1, 5)), f"$ {self.random.randrange(1, 5)}.50") * 5)

    def row(self, kind: str) -> list[str]:
        return [str(cell) for cell in getattr(self, f"_{kind}")()]

    def _accounts(self):
        return self.account(), self.maybe(self.key("n")), self.maybe(self.key("o", 2)), self.maybe(1), self.account()

    def _contacts(self):
        who = self.random.randrange(6)  # one person by one id, else a file can contradict itself without telling
        said = self.account(), self.key("n"), self.pick("", "yes", "no")
        return *((f"u{who}", "") if who < 3 else ("", self.maybe(f"p{who}@x.example"))), *said

    def _contracts(self):
        return self.account(), self.key("p", 2), self.day(), self.day(), self.amount(), self.pick("", "x", "x;y")

    def _orders(self):
        return (
            self.account(),
            self.email(),
            self.maybe(self.key("k")),
            self.day(),
            self.amount(),
            self.amount(),
            self.day(),
        )

    def _invoices(self):
        return (
            self.account(),
            self.email(),
            self.maybe(self.key("k")),
            self.day(),
            self.day(),
            self.amount(),
            self.day(),
        )

    def _assets(self):
        return (
            self.account(),
            self.maybe(self.key("s")),
            self.maybe("Name"),
            self.maybe(self.key("v", 3)),
            self.day(),
            self.day(),
            self.day(),
        )

    def _measurements(self):
        return (
            self.pick("", self.key("s")),
            self.account(),
            self.day(),
            self.pick("Views", "views", "users"),
            self.amount(),
        )

    def _touchpoints(self):
        return (
            self.account(),
            self.key("u"),
            self.email(),
            self.maybe(self.key("k")),
            self.day(),
            self.pick("", "call", "mail"),
            self.maybe(self.key("t")),
        )

    def _tickets(self):
        return (
            self.account(),
            self.key("u"),
            self.email(),
            self.maybe(self.key("k")),
            self.day(),
            self.day(),
            self.maybe(self.key("t")),
        )

    def _notes(self):
        return self.account(), self.maybe(self.key("k")), self.day(), self.maybe(self.key("t"))


HEADS = {
    "accounts": "id,name,owner,sentiment,parent",
    "contacts": "user id,email,account,name,champion",
    "contracts": "account,product,start,end,mrr,options",
    "orders": "account,email,order id,order date,total,refund,refund date",
    "invoices": "account,email,invoice,issued,due,amount,paid",
    "assets": "account,key,name,version,published,certificate expires,retired",
    "measurements": "asset,account,day,metric,value",
    "touchpoints": "account,contact,email,key,at,channel,summary",
    "tickets": "account,contact,email,key,opened,closed,subject",
    "notes": "account,key,at,text",
}  # fmt: skip


def text(dice: Dice, kind: str) -> str:
    lines = [",".join(dice.row(kind)) for _ in range(dice.random.randrange(1, 40))]
    return "\n".join([HEADS[kind], *lines]) + "\n"


def settled(importer, dice: Dice) -> None:
    """Somewhere to begin: accounts, people and assets, and a little of everything."""
    importer.text("accounts", "id\n" + "".join(f"a{n}\n" for n in range(4)))
    importer.text("contacts", "user id,email,account\n" + "".join(f"u{n},p{n}@x.example,a{n}\n" for n in range(4)))
    importer.text("assets", "account,key\n" + "".join(f"a{n},s{n}\n" for n in range(4)))
    for kind in RECORDS:
        importer.text(kind, text(dice, kind), dates="ymd")


@pytest.fixture(params=Workspace.AccountsAre.values)
def kept(request, workspace, importer):
    """An importer into a workspace whose accounts are companies, and one whose accounts are people."""
    workspace.accounts_are = request.param
    workspace.save()
    return importer


def rounds():
    for _ in range(ROUNDS):
        seed = random.randrange(1 << 32)
        print(f"seed {seed}")
        yield Dice(seed)


@pytest.mark.parametrize("kind", RECORDS)
def test_the_same_file_again_changes_nothing(kept, kind):
    for dice in rounds():
        settled(kept, dice)
        again = text(dice, kind)
        kept.text(kind, again, dates="ymd")
        before, _ = everything(kept.workspace), stale(kept.workspace)
        second = kept.text(kind, again, dates="ymd")
        created, updated, unchanged, failed = counts(second)
        assert (created, updated) == (0, 0), again
        assert unchanged + failed == second.rows_total
        assert everything(kept.workspace) == before, again
        assert not ImportRow.objects.filter(of=second).exists()
        assert stale(kept.workspace) == set()


@pytest.mark.parametrize("kind", RECORDS)
def test_an_import_taken_back_leaves_all_as_it_was_and_what_it_touched_stale(kept, kind):
    for hours, dice in enumerate(rounds()):
        with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
            settled(kept, dice)
        before = everything(kept.workspace)
        with time_machine.travel(NOW + timedelta(hours=hours, minutes=30), tick=False):
            stale(kept.workspace)
            file = text(dice, kind)
            of = kept.text(kind, file, dates="ymd")
            made = stale(kept.workspace)
            done = kept.undo(of)
        assert [(one.record, one.reason) for one in done.reasons] == [], file
        assert everything(kept.workspace) == before, file
        assert stale(kept.workspace) == made & set(kept.workspace.accounts.values_list("key", flat=True))


def test_on_postgres_every_kind_comes_in_once_and_goes_again(on_postgres, importer_into):
    importer, (dice, *_) = importer_into(on_postgres), rounds()
    settled(importer, dice)
    for kind in RECORDS:
        before, file = everything(on_postgres), text(dice, kind)
        of = importer.text(kind, file, dates="ymd")
        after = everything(on_postgres)
        assert counts(importer.text(kind, file, dates="ymd"))[:2] == (0, 0), file
        assert everything(on_postgres) == after, file
        assert importer.undo(of).reasons == [], file
        assert everything(on_postgres) == before, file
