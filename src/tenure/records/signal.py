"""Which rules are watched for becoming true, for which accounts are they, and what was said about it?"""

from django.db import models
from django.db.models import Q


class Signal(models.Model):
    """``template`` names the ready signal that it was made from, if any."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="signals")
    slug = models.SlugField(max_length=63)
    name = models.CharField(max_length=100)
    template = models.CharField(max_length=63, blank=True)
    definition = models.JSONField()  # parsed by tenure.calc.signal.parse and nothing else
    version = models.PositiveIntegerField(default=1)
    counted_version = models.PositiveIntegerField(default=0)  # the version that its states are of
    is_on = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "slug"), name="signal_slug_once"),)

    def __str__(self) -> str:
        return self.name


class SignalState(models.Model):
    """An account for which a signal's rule holds, and since when; without a row it does not.

    ``due_at`` is when it fires: it has held for long enough then, and the cooldown has passed. Null once it fired.
    """

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    signal = models.ForeignKey("records.Signal", models.CASCADE, related_name="states")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="+")
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    values = models.JSONField(default=dict)  # what the rule read, in JSON form: read by tenure.answers.alert_words

    class Meta:
        constraints = (models.UniqueConstraint(fields=("signal", "account"), name="signal_state_once"),)
        indexes = (models.Index(fields=("workspace", "due_at"), name="signal_due"),)


class Alert(models.Model):
    """One firing of a signal for an account: open until it resolves by itself or a member dismisses it.

    A snoozed one stays open and is not shown until its day. ``handled_at``: plays have seen it.
    """

    class Severity(models.TextChoices):
        HIGH = "high"
        MEDIUM = "medium"
        LOW = "low"

    class End(models.TextChoices):
        OPEN = ""
        RESOLVED = "resolved"  # what it said holds no more
        DISMISSED = "dismissed"
        SWITCHED_OFF = "switched off"  # its signal was

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="alerts")
    signal = models.ForeignKey("records.Signal", models.CASCADE, related_name="alerts")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="alerts")
    owner = models.ForeignKey("records.Member", models.SET_NULL, null=True, blank=True, related_name="alerts")
    severity = models.CharField(max_length=8, choices=Severity)
    values = models.JSONField(default=dict)  # what the rule read when it fired: read by tenure.answers.alert_words
    since = models.DateTimeField()  # from when on the rule held
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=16, choices=End, default=End.OPEN, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=16, blank=True)  # of the snooze or dismissal: tenure.calc.signal.REASONS
    note = models.CharField(max_length=1000, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    task = models.ForeignKey("records.Task", models.SET_NULL, null=True, blank=True, related_name="alerts")
    wants_task = models.BooleanField(default=False)  # until the task is made: a member gets only so many new ones a day

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("signal", "account"), condition=Q(ended_at=None), name="alert_open_once"),
        )
        indexes = (
            models.Index(fields=("workspace", "ended_at", "severity"), name="alert_open"),
            models.Index(fields=("workspace", "account"), name="alert_account"),
            models.Index(fields=("workspace",), condition=Q(handled_at=None), name="alert_waits"),
            models.Index(fields=("workspace",), condition=Q(wants_task=True), name="alert_wants_task"),
        )
