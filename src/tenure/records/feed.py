"""A file behind an address that is read again every day, and what each reading came to."""

from django.db import models


class Feed(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="feeds")
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=32)
    url = models.CharField(max_length=2_000)
    settings = models.JSONField(default=dict)  # how to read it, as sources.settings.Settings
    digest = models.CharField(max_length=64, blank=True)  # of what was read last: the same again is not imported
    next_at = models.DateTimeField()  # due from then on
    stopped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    by = models.CharField(max_length=200)


class FeedReading(models.Model):
    """``outcome`` is a sentence: what changed, or why nothing could be read."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    feed = models.ForeignKey("records.Feed", models.CASCADE, related_name="readings")
    at = models.DateTimeField()
    ok = models.BooleanField()
    outcome = models.TextField(blank=True)
    result = models.ForeignKey("records.Import", models.SET_NULL, null=True, blank=True, related_name="+")
