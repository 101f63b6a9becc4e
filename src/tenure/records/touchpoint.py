"""One logged interaction with an account."""

from django.db import models


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
    by = models.CharField(max_length=200, blank=True)  # who of us
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="touchpoint_key_once"),)
        indexes = (models.Index(fields=("workspace", "account"), name="touchpoint_account"),)
