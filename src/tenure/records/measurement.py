"""A dated figure of an account or of one of its assets: downloads, visitors, active users, pushes sent."""

from django.db import models


class Measurement(models.Model):
    """``value`` is that of the whole ``day``; the same metric of the same thing is measured once a day."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="measurements")
    asset = models.ForeignKey("records.Asset", models.CASCADE, null=True, blank=True, related_name="measurements")
    metric = models.CharField(max_length=100)
    day = models.DateField()
    value = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("asset", "metric", "day"), condition=models.Q(asset__isnull=False), name="measured_once"
            ),
            models.UniqueConstraint(
                fields=("account", "metric", "day"),
                condition=models.Q(asset__isnull=True),
                name="account_measured_once",
            ),
        )
        # All that facts read of it, so that the figures of an account are found without the rows themselves.
        indexes = (
            models.Index(
                fields=("workspace", "account", "metric", "day", "asset", "value"), name="measured_of_account"
            ),
        )
