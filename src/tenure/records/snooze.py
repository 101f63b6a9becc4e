"""An account that need not be looked at until a day, and why somebody said so."""

from django.db import models


class Snooze(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="snoozes")
    until = models.DateField()  # the first day on which it is shown again
    reason = models.CharField(max_length=1000)
    by = models.CharField(max_length=200)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("workspace", "account"), name="snooze_account"),)
