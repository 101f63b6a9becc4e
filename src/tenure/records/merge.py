"""Two records that were one: what became of the one that went, so that it can come back."""

from django.db import models


class Merge(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="merges")
    noun = models.CharField(max_length=16)  # account or contact
    kept = models.BigIntegerField()
    kept_name = models.CharField(max_length=300)
    gone_name = models.CharField(max_length=300)
    undoing = models.JSONField()  # parsed by actions.merge_undo and nothing else
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
