"""A goal agreed with an account: where it started, where it is to go, and what that is worth."""

from django.db import models


class Objective(models.Model):
    """``fact`` is what the actual value is read from; ``worth`` and ``cost`` are minor units for the return on it."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="objectives")
    title = models.CharField(max_length=300)
    fact = models.CharField(max_length=200, blank=True)
    baseline = models.FloatField()
    target = models.FloatField()
    actual = models.FloatField(null=True, blank=True)  # said by hand, where no fact tells
    actual_since = models.DateTimeField(null=True, blank=True)  # when the actual value was said
    since = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    worth = models.BigIntegerField(null=True, blank=True)
    cost = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("workspace", "account"), name="objective_account"),)
