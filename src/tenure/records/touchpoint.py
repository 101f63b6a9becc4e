"""One logged interaction with an account, or one that is planned and whom it was offered to."""

from datetime import datetime

from django.db import models

from tenure.values.moment import is_day
from tenure.values.zone import time_in


class Touchpoint(models.Model):
    class Channel(models.TextChoices):
        EMAIL = "email"
        CALL = "call"
        VIDEO = "video"
        MEETING = "meeting"
        CHAT = "chat"
        PUSH = "push"
        SOCIAL = "social"
        LETTER = "letter"
        OTHER = "other"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="touchpoints")
    contact = models.ForeignKey("records.Contact", models.SET_NULL, null=True, blank=True, related_name="touchpoints")
    key = models.CharField(max_length=255)  # its id elsewhere, or made of account, time and channel
    at = models.DateTimeField()
    channel = models.CharField(max_length=16, choices=Channel, default=Channel.OTHER)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    service = models.CharField(max_length=200, blank=True)  # the option or service it was about
    summary = models.TextField(blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    sentiment = models.PositiveSmallIntegerField(null=True, blank=True)  # 1-5: how the relationship felt
    next_step = models.CharField(max_length=300, blank=True)
    is_held = models.BooleanField(default=True)  # false: planned, and not known to have taken place
    place = models.CharField(max_length=500, blank=True)  # of a meeting: an address, or the link of a video meeting
    sequence = models.PositiveIntegerField(default=0)  # of its invitation: how often the plan changed
    invited_at = models.DateTimeField(null=True, blank=True)  # when the invitation last went out
    cancelled_at = models.DateTimeField(null=True, blank=True)  # planned, and will not take place
    by = models.CharField(max_length=200, blank=True)  # who of us, as a source names them
    member = models.ForeignKey("records.Member", models.SET_NULL, null=True, blank=True, related_name="touchpoints")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="touchpoint_key_once"),)
        indexes = (
            models.Index(fields=("workspace", "account"), name="touchpoint_account"),
            models.Index(fields=("workspace", "is_held", "at"), name="touchpoint_when"),
        )

    @property
    def is_day(self) -> bool:
        """Whether of its time only the day is known; a member who logs or plans always says the hour."""
        return self.member_id is None and is_day(self.at)

    def shown_at(self, zone: str) -> datetime:
        """When it was as clocks in that zone show it, without a zone; of what only has a day, the start of that."""
        return (self.at if self.is_day else time_in(self.at, zone)).replace(tzinfo=None)


class Attendee(models.Model):
    """A contact who is invited to a planned touchpoint."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    touchpoint = models.ForeignKey("records.Touchpoint", models.CASCADE, related_name="attendees")
    contact = models.ForeignKey("records.Contact", models.CASCADE, related_name="invitations_to_meet")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("touchpoint", "contact"), name="attendee_once"),)
