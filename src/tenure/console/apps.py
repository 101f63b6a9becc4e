"""The staff's pages."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "tenure.console"
    label = "console"
