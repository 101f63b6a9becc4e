"""Which accounts or contacts does a saved rule hold for, since when, and who came and went?"""

from django.db import models
from django.db.models import Q


class Segment(models.Model):
    """A saved rule. ``counted_version`` is the version of the rule that its members are of: behind while it is computed."""

    class Of(models.TextChoices):
        ACCOUNTS = "accounts"
        CONTACTS = "contacts"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="segments")
    slug = models.SlugField(max_length=63)
    name = models.CharField(max_length=100)
    of = models.CharField(max_length=16, choices=Of, default=Of.ACCOUNTS)
    rule = models.JSONField()  # parsed by tenure.rules.parse and nothing else
    version = models.PositiveIntegerField(default=1)
    counted_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "slug"), name="segment_slug_once"),)

    def __str__(self) -> str:
        return self.name


class SegmentMember(models.Model):
    """An account that is in a segment now, or a contact of it."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    segment = models.ForeignKey("records.Segment", models.CASCADE, related_name="members")
    account = models.ForeignKey("records.Account", models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey("records.Contact", models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("segment", "account"), condition=Q(contact=None), name="segment_account_once"
            ),
            models.UniqueConstraint(fields=("segment", "contact"), name="segment_contact_once"),
        )
        indexes = (models.Index(fields=("workspace", "account", "segment"), name="segment_of_account"),)


class SegmentChange(models.Model):
    """One entry or exit: queue, history and chart at once. ``handled_at``: plays have seen it."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    segment = models.ForeignKey("records.Segment", models.CASCADE, related_name="changes")
    account = models.ForeignKey("records.Account", models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey("records.Contact", models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    entered = models.BooleanField()
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("segment", "at"), name="segment_change_at"),
            models.Index(fields=("workspace",), condition=Q(handled_at=None), name="segment_change_waits"),
        )
