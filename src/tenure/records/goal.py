"""A figure of the business that is to be reached by a day."""

from django.db import models


class Goal(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="goals")
    figure = models.CharField(max_length=64)  # as calc.figures names it
    target = models.FloatField()  # a share, or an amount in minor units
    since = models.DateField()  # the day from which the way to it is measured
    due_on = models.DateField()
    by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
