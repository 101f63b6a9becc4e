"""What does each member want to be told of alerts, when and where, and what waits to be told?"""

from django.db import models
from django.db.models import Q


class NoticeChoice(models.Model):
    """Without a row a member is told on the pages alone."""

    class Scope(models.TextChoices):
        MINE = "mine"
        TEAM = "team"
        ALL = "all"

    class When(models.TextChoices):
        NEVER = "never"
        AT_ONCE = "at once"
        DAILY = "daily"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    member = models.OneToOneField("records.Member", models.CASCADE, related_name="notice_choice")
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.MINE)
    by_email = models.CharField(max_length=8, choices=When, default=When.NEVER)
    by_chat = models.CharField(max_length=8, choices=When, default=When.NEVER)
    chat = models.CharField(max_length=2_000, blank=True)  # the address, encrypted with the installation's key
    starts_at = models.PositiveSmallIntegerField(default=9)  # hours of the working day in the member's zone
    ends_at = models.PositiveSmallIntegerField(default=17)
    days = models.CharField(max_length=7, default="12345")  # ISO weekdays that are worked
    time_zone = models.CharField(max_length=64, blank=True)  # empty: the workspace's


class Notice(models.Model):
    """One alert or step of a play that a member is to be told of one way: the row is the queue."""

    class Way(models.TextChoices):
        EMAIL = "email"
        CHAT = "chat"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        NEEDLESS = "needless"  # what it was about ended before it was told
        GIVEN_UP = "given up"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    member = models.ForeignKey("records.Member", models.CASCADE, related_name="notices")
    way = models.CharField(max_length=8, choices=Way)
    cause = models.CharField(max_length=200)  # such as "alert:81": told once
    alert = models.ForeignKey("records.Alert", models.CASCADE, null=True, blank=True, related_name="notices")
    account = models.ForeignKey("records.Account", models.CASCADE, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=1000, blank=True)  # what a play says; of an alert its own sentence is told
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "way", "cause"), name="notice_once"),)
        indexes = (models.Index(fields=("workspace", "due_at"), condition=Q(state="waiting"), name="notice_due"),)
