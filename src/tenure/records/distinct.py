"""Two records that look like one and are not, as somebody said."""

from django.db import models


class Distinct(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    noun = models.CharField(max_length=16)  # account or contact
    one = models.BigIntegerField()  # the smaller number of the two
    other = models.BigIntegerField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "noun", "one", "other"), name="told_apart_once"),)
