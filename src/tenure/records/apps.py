"""The one Django app: every table, one migration history."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "tenure.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
