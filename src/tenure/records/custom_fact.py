"""A fact that a workspace declared itself: count, days, sum or last value of an event or a measurement in n days."""

from django.db import models


class CustomFact(models.Model):
    class Source(models.TextChoices):
        EVENT = "event"
        MEASUREMENT = "measurement"

    class How(models.TextChoices):
        COUNT = "count", "How often"
        DAYS = "days", "On how many days"
        SUM = "sum", "Sum of the values"
        LAST = "last", "Last value"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="custom_facts")
    name = models.CharField(max_length=64)  # as facts are named: lower case, digits and _
    source = models.CharField(max_length=16, choices=Source)
    of = models.CharField(max_length=500)  # name of the event or the metric
    how = models.CharField(max_length=8, choices=How)
    days = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="custom_fact_once"),)
