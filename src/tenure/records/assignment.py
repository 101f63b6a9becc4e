"""Who becomes responsible for an account? Rules in order; the first whose segment holds the account decides."""

from django.db import models


class Assignment(models.Model):
    class How(models.TextChoices):
        MEMBER = "member"
        ROUND_ROBIN = "round robin"
        LOAD = "load"  # whoever has the fewest accounts

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="assignments")
    position = models.PositiveSmallIntegerField()
    segment = models.ForeignKey("records.Segment", models.CASCADE, null=True, blank=True, related_name="assignments")
    how = models.CharField(max_length=16, choices=How)
    members = models.ManyToManyField("records.Member", related_name="+")
    latest = models.ForeignKey("records.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("position", "pk")
