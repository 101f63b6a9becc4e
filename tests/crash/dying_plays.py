"""The round of plays in a forked process that is killed at a numbered statement: `python -m tests.crash.dying_plays`.

Each line of standard input is a word or two numbers. ``begin`` makes accounts whose plays are due. ``3 20`` lets a pass
begin three minutes later and die after its twentieth statement, before whatever comes next, its commit among them; with 0
it lives. What comes back is how the process ended; after ``tell`` what every account got, as JSON.
"""

import json
import os
import signal
import sys
import traceback
from datetime import UTC, datetime, timedelta

import django

django.setup()

import time_machine  # noqa: E402 - Django has to be set up first
from django.db import connection  # noqa: E402 - as above

from tenure.actions.webhooks import create_webhook  # noqa: E402 - as above
from tenure.records.models import (  # noqa: E402 - as above
    Account,
    AccountHistory,
    Alert,
    AuditEntry,
    Objective,
    PlayRun,
    PlayStep,
    Task,
    WebhookDelivery,
    Workspace,
)
from tenure.rounds.plays import run_plays  # noqa: E402 - as above
from tests.factories import make_account, make_member  # noqa: E402 - as above
from tests.plays_for_tests import fire, published  # noqa: E402 - as above

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
ACCOUNTS = 3
URL = "https://example.com/hook"
STEPS = (
    {"do": "task", "title": "Call", "to": "owner"},
    {"do": "stage", "stage": "renewing"},
    {"do": "objective", "title": "More use", "fact": "events_28", "target": 30, "due_in": 30},
    {"do": "webhook", "url": URL},
    {"do": "branch", "rule": {"fact": "events_28", "op": "ge", "value": 1}, "then": [{"do": "task", "title": "Write", "to": "owner"}]},
    {"do": "wait", "days": 3},
)  # fmt: skip


def begin() -> None:
    workspace = Workspace.objects.get(slug="acme")
    owner = make_member(workspace, "owner")
    accounts = [make_account(workspace, f"a{one}", facts={"events_28": 3}) for one in range(ACCOUNTS)]
    Account.objects.update(owner=owner)
    Workspace.objects.update(tasks_a_day=100)
    create_webhook(workspace=workspace, url=URL, topics=["play.called"], by="test")
    published(workspace, *STEPS)
    fire(accounts)


def tell() -> None:
    """Everything that may be there once."""
    by_account = {
        account.key: [
            sorted(Task.objects.filter(account=account).values_list("title", flat=True)),
            list(
                AccountHistory.objects.filter(account=account, name="lifecycle_stage").values_list("value", flat=True)
            ),
            list(Objective.objects.filter(account=account).values_list("title", flat=True)),
            WebhookDelivery.objects.filter(payload__data__account=account.key).count(),
            list(PlayStep.objects.filter(run__account=account).order_by("pk").values_list("path", "kind")),
            [[run.state, run.progress["at"]] for run in PlayRun.objects.filter(account=account)],
        ]
        for account in Account.objects.order_by("key")
    }
    waiting = Alert.objects.filter(handled_at=None).count()
    audited = AuditEntry.objects.filter(by="play:save").count()
    print(json.dumps([by_account, waiting, audited]), flush=True)


def one_pass(minutes: int, dies_after: int) -> None:
    count = 0

    def counted(execute, *of):
        nonlocal count
        result = execute(*of)
        count += 1
        if count == dies_after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    with time_machine.travel(MORNING + timedelta(minutes=minutes), tick=False), connection.execute_wrapper(counted):
        run_plays(Workspace.objects.get(slug="acme"))


def do(word: str) -> None:
    if word == "begin":
        with time_machine.travel(MORNING, tick=False):
            begin()
    elif word == "tell":
        tell()
    else:
        one_pass(*map(int, word.split()))


def serve() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                do(line.strip())
                connection.close()
            except BaseException:  # noqa: BLE001 - the process ends here, whatever it was
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    serve()
