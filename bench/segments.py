"""How quickly do segments follow, and how quickly is a rule counted while it is typed? 100,000 accounts and 50 segments.

``python -m bench.segments [ACCOUNTS]``: what the facts round does for segments when 1,000 accounts changed, beside the same
for everybody, which is what it would do without knowing who changed; and the look beside the form of a rule, the first time
and when one line of it changed. The floor is SQLite asked for the members of the same 1,000 accounts.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import django

from bench.accounts_page import fill, peak

CHANGED, SEGMENTS, TIMES = 1_000, 50, 9
MUST_KEEP, MUST_LOOK = 1.0, 0.3  # seconds


def main() -> bool:
    accounts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        os.environ |= {"TENURE_DATA": folder, "DJANGO_SETTINGS_MODULE": "tenure.project.settings", "DATABASE_URL": ""}
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - only once the settings are chosen

        call_command("migrate", verbosity=0)
        workspace, _ = fill(accounts)
        return all((keeping(workspace, accounts), looking(workspace)))


def keeping(number: int, accounts: int) -> bool:
    """1,000 changed accounts, everybody, and the bare question."""
    from django.db import connection  # noqa: PLC0415 - only once the settings are chosen

    from tenure import clock  # noqa: PLC0415
    from tenure.actions.segment_members import keep_members  # noqa: PLC0415
    from tenure.actions.segments import create_segment  # noqa: PLC0415
    from tenure.answers.rules_in_use import in_use  # noqa: PLC0415
    from tenure.records.models import Segment, Workspace  # noqa: PLC0415
    from tenure.rules.parse import parse  # noqa: PLC0415
    from tenure.values.moment import Moment  # noqa: PLC0415

    workspace, luck = Workspace.objects.get(pk=number), random.Random(9)
    for at in range(SEGMENTS):
        create_segment(workspace=workspace, name=f"Segment {at}", rule=parse(some_rule(luck)), by="bench")
    now = clock.now()
    rules = in_use(workspace, Moment(now), Segment.objects.filter(workspace=workspace), ())
    known = typed_facts(workspace)

    def keep(some: list[int]) -> int:
        changed = 0
        for start in range(0, len(some), 5_000):
            held = {one: rules.held(known[one], ()) for one in some[start : start + 5_000]}
            changed += keep_members(workspace=workspace, rules=rules, held=held, at=now)
        return changed

    start = time.perf_counter()
    places = keep(list(known))
    first = time.perf_counter() - start
    full = timed(lambda: keep(list(known)), 1)
    taken = []
    for _ in range(TIMES):
        some = luck.sample(list(known), CHANGED)
        for one in some:
            known[one]["active_days_28"] = max(0, known[one]["active_days_28"] + luck.randrange(-4, 5))
            known[one]["events_28"] = max(0, known[one]["events_28"] + luck.randrange(-150, 150))
        taken.append(timed(lambda some=some: keep(some), 1))  # type: ignore[misc]  # bound now
    marks = ",".join(map(str, luck.sample(list(known), CHANGED)))

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT segment_id, account_id, id FROM records_segmentmember WHERE workspace_id = %s AND account_id IN ({marks})",
                [number],
            )
            cursor.fetchall()

    median, beside = statistics.median(taken), statistics.median(timed(floor, 1) for _ in range(TIMES))
    print(f"{accounts:,} accounts, {SEGMENTS} segments, {places:,} places (kept at first in {first:.1f} s)")
    print(f"  {CHANGED:,} changed accounts: median {median * 1000:.0f} ms (must stay under {MUST_KEEP * 1000:.0f})")
    print(f"  everybody again: {full:.2f} s, {full / median:.0f} times as long")
    print(
        f"  floor, their members read and nothing else: {beside * 1000:.0f} ms, the whole is {median / beside:.1f} times that"
    )
    return median < MUST_KEEP


def looking(number: int) -> bool:
    """The look beside the form."""
    from tenure.answers.rule_columns import found  # noqa: PLC0415 - only once the settings are chosen
    from tenure.records.models import Workspace  # noqa: PLC0415
    from tenure.rules.parse import parse  # noqa: PLC0415

    workspace, luck = Workspace.objects.get(pk=number), random.Random(5)
    first = timed(lambda: found(workspace, parse(some_rule(luck))), 1)
    taken = sorted(timed(lambda: found(workspace, parse(some_rule(luck))), 1) for _ in range(30))
    late = taken[int(len(taken) * 0.95)]
    told = f"median {statistics.median(taken) * 1000:.0f} ms, 95th percentile {late * 1000:.0f} ms"
    print(
        f"  a rule counted while it is typed: {told} (must stay under {MUST_LOOK * 1000:.0f}); the first time {first:.1f} s"
    )
    print(f"  memory of this process at its peak {peak() / 1e6:.0f} MB")
    return late < MUST_LOOK


def typed_facts(workspace: Any) -> dict[int, dict[str, Any]]:
    """What the facts round has in its hands when it comes to the segments."""
    from tenure.facts.values import from_json  # noqa: PLC0415 - only once the settings are chosen
    from tenure.records.models import AccountHealth  # noqa: PLC0415

    stored = AccountHealth.objects.filter(workspace=workspace).values_list("account", "facts")
    return {
        account: {name: from_json(name, value) for name, value in facts.items() if value is not None}
        for account, facts in stored.iterator(chunk_size=2_000)
    }


def some_rule(luck: random.Random) -> dict[str, Any]:
    """Two to four comparisons of different kinds, all or any of which hold."""
    leaves: list[Callable[[], dict[str, Any]]] = [
        lambda: {"fact": "active_days_28", "op": luck.choice(["le", "ge"]), "value": luck.randrange(20)},
        lambda: {"fact": "events_28", "op": luck.choice(["lt", "gt"]), "value": luck.randrange(900)},
        lambda: {"fact": "mrr", "op": "ge", "value": {"amount": luck.randrange(2_000, 90_000), "currency": "EUR"}},
        lambda: {"fact": "seat_utilisation", "op": "lt", "value": round(luck.random(), 2)},
        lambda: {"fact": "plan", "op": "eq", "value": luck.choice(["Basic", "Plus"])},
        lambda: {"not": {"fact": "trait.trade", "op": "in", "value": ["Baker"]}},
        lambda: {"fact": "tenure_days", "op": "le", "value": luck.randrange(1500)},
    ]
    chosen = [one() for one in luck.sample(leaves, luck.randrange(2, 5))]
    return {luck.choice(["all", "all", "any"]): chosen}


def timed(run: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - start) / times


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
