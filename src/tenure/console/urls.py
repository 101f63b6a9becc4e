"""Which address shows which page? Addresses are worth sharing: what a page shows stands in them."""

from django.urls import path, register_converter

from tenure.console.account import account
from tenure.console.account_path import AccountKey
from tenure.console.accounts import accounts
from tenure.console.changed import changed
from tenure.console.demo import enter_demo
from tenure.console.home import home
from tenure.console.live import live
from tenure.console.minimum import choose_minimum
from tenure.console.override import set_override, stop_override
from tenure.console.trends import trends
from tenure.console.why import why

register_converter(AccountKey, "account")

_ACCOUNT = "w/<slug:slug>/accounts/<account:key>"

urlpatterns = [
    path("", home, name="home"),
    path("demo/sign-in", enter_demo, name="enter-demo"),
    path("w/<slug:slug>/", home, name="workspace"),
    path("w/<slug:slug>/accounts", accounts, name="accounts"),
    path("w/<slug:slug>/trends", trends, name="trends"),
    path("w/<slug:slug>/live", live, name="live"),
    path(_ACCOUNT, account, name="account"),
    path(f"{_ACCOUNT}/why", why, name="why"),
    path(f"{_ACCOUNT}/changed", changed, name="changed"),
    path(f"{_ACCOUNT}/override", set_override, name="override"),
    path(f"{_ACCOUNT}/override/end", stop_override, name="end-override"),
    path(f"{_ACCOUNT}/minimum", choose_minimum, name="minimum"),
]
