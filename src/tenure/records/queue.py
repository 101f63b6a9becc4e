"""What is still to be done? Work is a row; a round claims it, and a crash loses nothing."""

from django.db import models


class StaleAccount(models.Model):
    """An account whose facts must be computed again, from ``since`` on: that lies ahead when its next event does.

    ``mark`` rises each time it is marked; the round deletes the row only if it is still the mark it read.
    """

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.OneToOneField("records.Account", models.CASCADE, related_name="+")
    mark = models.PositiveBigIntegerField(default=1)
    fresh_events = models.BooleanField(default=False)  # these go before the daily pass
    since = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("workspace", "-fresh_events", "since"), name="stale_order"),)


class FactsMark(models.Model):
    """How far the facts of a workspace are: the log version read, the day for which every account was made due,
    and the last day whose facts were stored in the log.

    ``orders_version`` rises when orders of past days change. ``order_gap`` is the workspace's usual gap between orders
    as facts were last computed with it, and ``order_gap_version`` the version of the orders that it came from.
    """

    workspace = models.OneToOneField("records.Workspace", models.CASCADE, related_name="facts_mark")
    log_version = models.BigIntegerField(default=-1)
    day = models.IntegerField(default=0)
    stored_day = models.IntegerField(default=0)
    orders_version = models.BigIntegerField(default=0)
    order_gap = models.FloatField(null=True)
    order_gap_version = models.BigIntegerField(default=0)


class Lease(models.Model):
    """Which process may run a round on a workspace, and until when."""

    name = models.CharField(max_length=200, primary_key=True)  # "seal:acme"
    holder = models.CharField(max_length=200)  # host, process and its start, so that a dead holder is told at once
    until = models.DateTimeField()
