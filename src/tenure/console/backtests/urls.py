"""Back-tests: what would a rule, a signal or a scorecard have caught?"""

from typing import Final

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.backtests.page import backtest, backtests, new_backtest

_BACKTESTS: Final = f"{WORKSPACE}/backtests"

urlpatterns = [
    path(_BACKTESTS, backtests, name="backtests"),
    path(f"{_BACKTESTS}/new", new_backtest, name="new-backtest"),
    path(f"{_BACKTESTS}/<int:number>", backtest, name="backtest"),
]
