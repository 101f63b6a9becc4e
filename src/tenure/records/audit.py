"""Who changed what, when, and what was it before? Written by the action that made the change, in its transaction."""

from django.db import models


class AuditEntry(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="audit")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)  # "member 12", "import 3", "capture", "command"
    verb = models.CharField(max_length=64)
    noun = models.CharField(max_length=64)
    record = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("workspace", "noun", "record"), name="audit_record"),
            models.Index(fields=("workspace", "at"), name="audit_at"),
        )
