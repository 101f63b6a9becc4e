"""How quick is the list of accounts? Its first page over 100,000 accounts, beside the bare statements it cannot do without.

``python -m bench.accounts_page [ACCOUNTS]``: so many accounts (default 100,000), each with the facts that the round leaves.
The whole request is timed: sign-in, queries, sentences, template. The floor is SQLite asked for the same counts by band,
the same fifty keys in order, and their rows, in the same process. A filter or sort on a fact without a column reads the
facts of every account: slower, and it says how much.
"""

import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

import django

TIMES, WARM = 60, 5
MUST_FIRST = 0.2  # seconds at the 95th percentile
MUST_ANY = 3.0
FIRST = {
    "first page": "",
    "page 20": "?page=20",
    "sorted by MRR": "?sort=-mrr",
    "poor ones": "?band=poor",
    "mine": "?scope=mine",
    "a search": "?q=garage+77",
}
ANY = {
    "MRR above average, renewal this quarter": "?f=mrr.above_average&f=renewal.this_quarter",
    "filter on a fact": "?f=active_days_28.gte.10",
    "sort by a fact": "?sort=-active_days_28",
    "filter and sort on traits": "?f=trait.trade.eq.Baker&sort=trait.seats",
}
_FROM = "FROM records_account a LEFT JOIN records_accounthealth h ON h.account_id = a.id WHERE a.workspace_id = %s"
FLOOR = (
    f"SELECT h.band, h.currency, count(*), sum(h.mrr) {_FROM} GROUP BY 1, 2",
    f"SELECT a.id {_FROM} ORDER BY h.score LIMIT 50",
)


def main() -> bool:
    accounts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        os.environ |= {"TENURE_DATA": folder, "DJANGO_SETTINGS_MODULE": "tenure.project.settings", "DATABASE_URL": ""}
        django.setup()
        ask, floor, filled = prepared(accounts)
        print(f"{accounts:,} accounts with their facts, made in {filled:.0f} s")
        beside = statistics.median(timed(floor, 10))
        print(f"floor: the bare statements {beside * 1000:.0f} ms")
        reached = [
            report(name, lambda query=query: ask(query), beside, MUST_FIRST, TIMES) for name, query in FIRST.items()
        ]
        reached += [report(name, lambda query=query: ask(query), beside, MUST_ANY, 8) for name, query in ANY.items()]
        print(f"  memory of this process at its peak {peak() / 1e6:.0f} MB")
        return all(reached)


def report(name: str, run: Callable[[], None], beside: float, must: float, times: int) -> bool:
    taken = sorted(timed(run, times))
    late = taken[min(len(taken) - 1, int(len(taken) * 0.95))]
    told = f"median {statistics.median(taken) * 1000:.0f} ms, 95th percentile {late * 1000:.0f} ms"
    print(
        f"{name}: {told} (must stay under {must * 1000:.0f}), {statistics.median(taken) / beside:.1f} times the floor"
    )
    return late < must


def timed(run: Callable[[], None], times: int) -> list[float]:
    taken = []
    for at in range(WARM + times if times > WARM else times):
        start = time.perf_counter()
        run()
        if times <= WARM or at >= WARM:
            taken.append(time.perf_counter() - start)
    return taken


def prepared(accounts: int) -> tuple[Callable[[str], None], Callable[[], None], float]:
    """A workspace with so many accounts; what asks its list, what asks the database alone, and how long that took."""
    from django.core.management import call_command  # noqa: PLC0415 - only once the settings are chosen
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from tenure.records.models import Workspace  # noqa: PLC0415
    from tenure.rounds.statistics import renew_statistics  # noqa: PLC0415

    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    workspace, user = fill(accounts)
    renew_statistics(Workspace.objects.get(pk=workspace))
    client = Client(headers={"Accept-Language": "en-GB", "Host": "127.0.0.1"})
    client.force_login(user)

    def ask(query: str) -> None:
        answer = client.get(f"/w/bench/accounts{query}")
        assert answer.status_code == 200, answer
        assert b"row-link" in answer.content, query

    def floor() -> None:
        with connection.cursor() as cursor:
            for statement in FLOOR:
                cursor.execute(statement, [workspace])
                rows = cursor.fetchall()
            marks = ", ".join(["%s"] * len(rows))
            cursor.execute(
                f"SELECT * FROM records_account a JOIN records_accounthealth h ON h.account_id = a.id WHERE a.id IN ({marks})",
                [number for (number,) in rows],
            )
            cursor.fetchall()

    return ask, floor, time.perf_counter() - start


def fill(accounts: int) -> tuple[int, object]:
    """Accounts as the facts round leaves them: some two thousand bytes of facts each."""
    from tenure import clock  # noqa: PLC0415 - only once the settings are chosen
    from tenure.actions.bulk import insert  # noqa: PLC0415
    from tenure.actions.workspaces import add_member, create_workspace  # noqa: PLC0415
    from tenure.calc.health import score  # noqa: PLC0415
    from tenure.calc.scorecards import READY_MADE  # noqa: PLC0415
    from tenure.facts.catalogue import CATALOGUE, say  # noqa: PLC0415
    from tenure.records.models import Account, AccountHealth, AccountHistory  # noqa: PLC0415

    luck, now = random.Random(4), clock.now()
    workspace = create_workspace(name="Bench", by="bench")
    members = [
        add_member(workspace=workspace, email=f"m{n}@example.com", name=f"Member {n}", role="manager", by="bench")
        for n in range(20)
    ]
    card = READY_MADE["saas"][0]
    made, healths, history = [], [], []
    for number in range(1, accounts + 1):
        owner = luck.choice(members)
        facts = some_facts(luck, owner.name, CATALOGUE)
        health = score(card, facts, say=say)
        renews = (now + _days(facts["days_to_renewal"])).date()
        made.append((number, workspace.pk, f"k{number}", f"{luck.choice(_TRADES)} {number}", None, now, owner.pk))
        healths.append(
            (
                workspace.pk,
                number,
                health.score,
                health.band,
                health.band,
                False,
                health.scorecard,
                facts["mrr"]["amount"],
                "EUR",
                renews,
                now.date(),
                facts,
                health.as_json(),
                now,
            )
        )
        history += [
            (workspace.pk, number, "owner", owner.name, now),
            (workspace.pk, number, "lifecycle_stage", "adopting", now),
        ]
    insert(Account, ("pk", "workspace", "key", "name", "minimum_score", "created_at", "owner"), made)
    insert(AccountHealth, _HEALTH, healths)
    insert(AccountHistory, ("workspace", "account", "name", "value", "since"), history)
    return workspace.pk, members[0].user


_TRADES = ("Bakery", "Butcher", "Hair salon", "Garage", "Florist", "Café", "Dentist", "Hotel")
_HEALTH = (
    "workspace", "account", "score", "band", "computed_band", "is_thin", "scorecard", "mrr", "currency", "renews_on",
    "last_seen_on", "facts", "detail", "computed_at",
)  # fmt: skip


def some_facts(luck: random.Random, owner: str, names: Iterable[str]) -> dict[str, object]:
    """Every fact of the catalogue has its place, known or not, as the round writes it."""
    form = luck.random()
    known = {
        "active_days_28": round(form * 20), "events_28": round(form * 900), "breadth_28": 1 + round(form * 6),
        "seat_utilisation": round(form, 2), "last_event_days": round((1 - form) * 30), "sentiment": None,
        "mrr": {"amount": luck.randrange(20, 900) * 100, "currency": "EUR"}, "days_to_renewal": luck.randrange(3, 360),
        "tenure_days": luck.randrange(100, 1500), "owner": owner, "plan": luck.choice(["Basic", "Plus"]),
        "trait.trade": luck.choice(["Baker", "Butcher"]), "trait.seats": luck.randrange(1, 90),
    }  # fmt: skip
    return dict.fromkeys(names) | known


def _days(count: object) -> timedelta:
    return timedelta(days=int(str(count)))


def peak() -> int:
    """The most memory that this process held, bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
