"""Alerts, and the signals that open them."""

from datetime import timedelta

from tenure import clock
from tenure.actions.signals import create_signal
from tenure.calc.signal import Signal as Watched
from tenure.records.models import Alert, Signal
from tenure.rules.parse import parse
from tests.factories import make_account
from tests.pages.asking import Asking
from tests.pages.said.segments import FORM

TOMORROW = (clock.now().date() + timedelta(1)).isoformat()


def an_alert(workspace, slug="invoice-overdue", key="smit", **more):
    """Open since an hour, of an account of its own unless that is there."""
    account = workspace.accounts.filter(key=key).first() or make_account(workspace, key, key.capitalize(), {})
    signal = Signal.objects.get(workspace=workspace, slug=slug)
    since = clock.now() - timedelta(hours=1)
    given = {"severity": "medium", "values": {"overdue_days": 20}, "since": since, "opened_at": since} | more
    return Alert.objects.create(workspace=workspace, signal=signal, account=account, **given)


def of_an_alert(workspace):
    return [an_alert(workspace).pk]


def its_form(workspace):
    return [an_alert(workspace).pk, "dismiss"]


def a_signal(workspace):
    row = Signal.objects.get(workspace=workspace, slug="invoice-overdue")
    Signal.objects.filter(pk=row.pk).update(slug="late-payers")
    return ["late-payers"]


def an_own_signal(workspace):
    rule = parse({"fact": "mrr", "op": "known"})
    return [create_signal(workspace=workspace, name="Pays", slug="pays-here", signal=Watched(rule), by="test").slug]


def named(workspace):
    return {"alert": an_alert(workspace).pk}


ADDRESSES = {
    "alerts": Asking(),
    "alerts-stream": Asking(told_in="test_alerts_pages.py"),
    "alerts-done": Asking(says={"do": "dismiss", "reason": "known", "until": TOMORROW}, names=named),
    "alert-form": Asking(its_form),
    "alert-chart": Asking(of_an_alert),
    "signals": Asking(),
    "signals-add": Asking(),
    "signals-holding": Asking(),
    "signal": Asking(a_signal),
    "new-signal": Asking(),
    "save-signal": Asking(says={"name": "Pays", **FORM}),
    "signal-rule": Asking(an_own_signal),
    "signal-rule-change": Asking(an_own_signal, says={"name": "Pays", **FORM}),
    "signal-accounts": Asking(a_signal),
    "signal-switch": Asking(a_signal, says={"on": "0"}),
    "signal-change": Asking(
        a_signal,
        says={
            "name": "Late payers", "severity": "low", "holds_days": 0, "cooldown_days": 0, "routing": "owner",
            "setting-days": 21,
        },
    ),
}  # fmt: skip
