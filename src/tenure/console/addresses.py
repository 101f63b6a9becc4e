"""Where do addresses begin? What features share, with the converters that they need."""

from typing import Final

from django.urls import register_converter

from tenure.console.account_path import AccountKey

register_converter(AccountKey, "account")

WORKSPACE: Final = "w/<slug:slug>"
ACCOUNT: Final = f"{WORKSPACE}/accounts/<account:key>"
SETTINGS: Final = f"{WORKSPACE}/settings"
