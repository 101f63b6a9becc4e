"""Signals: what came true that needs somebody, and what is watched?"""

from typing import Final

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.signals.chart import alert_chart
from tenure.console.signals.doing import alert_form, alerts_done
from tenure.console.signals.editor import change_rule, edit_rule, new_signal, save_signal
from tenure.console.signals.every import add_ready, signals, signals_holding
from tenure.console.signals.one import edit_signal, signal, signal_accounts, switch_signal
from tenure.console.signals.page import alerts
from tenure.console.signals.stream import alerts_stream

_ALERTS: Final = f"{WORKSPACE}/signals"
_ALERT: Final = f"{_ALERTS}/alerts/<int:number>"
_SIGNALS: Final = f"{_ALERTS}/watched"
_SIGNAL: Final = f"{_SIGNALS}/<slug:signal>"

urlpatterns = [
    path(_ALERTS, alerts, name="alerts"),
    path(f"{_ALERTS}/stream", alerts_stream, name="alerts-stream"),
    path(f"{_ALERTS}/done", alerts_done, name="alerts-done"),
    path(f"{_ALERTS}/added", add_ready, name="signals-add"),
    path(f"{_ALERTS}/new", new_signal, name="new-signal"),
    path(f"{_ALERTS}/new/kept", save_signal, name="save-signal"),
    path(f"{_ALERTS}/holding", signals_holding, name="signals-holding"),
    path(f"{_ALERT}/chart", alert_chart, name="alert-chart"),
    path(f"{_ALERT}/<slug:do>", alert_form, name="alert-form"),
    path(_SIGNALS, signals, name="signals"),
    path(_SIGNAL, signal, name="signal"),
    path(f"{_SIGNAL}/accounts", signal_accounts, name="signal-accounts"),
    path(f"{_SIGNAL}/rule", edit_rule, name="signal-rule"),
    path(f"{_SIGNAL}/rule/changed", change_rule, name="signal-rule-change"),
    path(f"{_SIGNAL}/switched", switch_signal, name="signal-switch"),
    path(f"{_SIGNAL}/changed", edit_signal, name="signal-change"),
]
