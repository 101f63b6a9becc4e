"""Touchpoints as a file that a spreadsheet opens."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tenure.console.csv_file import csv_file, file_name
from tenure.console.touchpoints.words import CHANNELS
from tenure.records.models import Touchpoint, Workspace


def touchpoints_csv(
    workspace: Workspace, touchpoints: QuerySet[Touchpoint], *, sees_sentiment: bool
) -> HttpResponseBase:
    """A row for each touchpoint, in their order; times are the workspace's own."""
    heads = [
        _("Account ID"), _("Account"), _("On"), _("At"), _("Channel"), _("Contact"), _("By"), _("Minutes"), _("Service"),
        _("Outcome"), _("Notes"), _("Next step"), _("Took place"), *([_("Sentiment")] if sees_sentiment else []),
    ]  # fmt: skip
    channels = {channel: str(words) for channel, words in CHANNELS.items()}
    held = {True: _("yes"), False: _("no")}

    def row(one: Touchpoint) -> Sequence[object]:
        at = one.shown_at(workspace.time_zone)
        return (
            one.account.key, one.account.name, at.date(), "" if one.is_day else f"{at:%H:%M}", channels.get(one.channel, one.channel),
            str(one.contact or ""), one.by, one.minutes, one.service, one.outcome, one.summary, one.next_step,
            held[one.is_held], *([one.sentiment] if sees_sentiment else []),
        )  # fmt: skip

    rows = (row(one) for one in touchpoints.iterator(1_000))
    return csv_file(file_name(workspace, _("touchpoints")), heads, rows)
