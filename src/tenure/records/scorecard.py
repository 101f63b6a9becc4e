"""How a workspace scores: versions of scorecards, tried in order of position; the first whose rule matches scores."""

from django.db import models


class Scorecard(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="scorecards")
    slug = models.SlugField(max_length=63)
    version = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    definition = models.JSONField()  # parsed by tenure.calc.scorecard.parse and nothing else
    published_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "slug", "version"), name="scorecard_version_once"),)
        ordering = ("position", "slug")
