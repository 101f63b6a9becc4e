"""Tasks as a file that a spreadsheet opens."""

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tenure.console.csv_file import csv_file, file_name
from tenure.console.tasks.words import REPEATS
from tenure.records.models import Task, Workspace


def tasks_csv(workspace: Workspace, tasks: QuerySet[Task]) -> HttpResponseBase:
    """A row for each task, in their order."""
    heads = (
        _("Task"), _("Account ID"), _("Account"), _("Owner"), _("Due on"), _("Reason"), _("Repeats"), _("Done on"),
        _("Dropped on"),
    )  # fmt: skip
    repeats = {repeat: str(words) for repeat, words in REPEATS.items()}
    rows = (
        (
            one.title, one.account.key if one.account else "", one.account.name if one.account else "",
            one.owner.name if one.owner else "", one.due_on, one.reason, repeats.get(one.repeat, ""),
            one.done_at and one.done_at.date(), one.dropped_at and one.dropped_at.date(),
        )
        for one in tasks.select_related("account", "owner").iterator(1_000)
    )  # fmt: skip
    return csv_file(file_name(workspace, _("tasks")), heads, rows)
