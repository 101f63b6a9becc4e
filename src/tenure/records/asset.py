"""An app, site or other thing that is run for an account, and what was known of it since when."""

from django.db import models
from django.utils.translation import gettext_lazy


class Asset(models.Model):
    class Kind(models.TextChoices):
        APP = "app", gettext_lazy("App")
        SITE = "site", gettext_lazy("Site")
        OTHER = "other", gettext_lazy("Other")

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="assets")
    key = models.CharField(max_length=255)
    name = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.APP)
    platform = models.CharField(max_length=100, blank=True)
    retired_on = models.DateField(null=True, blank=True)  # from this day on it is run no more
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="asset_key_once"),)
        indexes = (models.Index(fields=("workspace", "account"), name="asset_account"),)


class AssetHistory(models.Model):
    """One dated value of an asset: ``version``, ``published_on``, ``certificate_ends_on``; the latest before a moment holds.

    ``value`` is text or an ISO date. A date of publication holds from that day; the first value of another name counts
    from the beginning (1970), because nothing else is known of the time before.
    """

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    asset = models.ForeignKey("records.Asset", models.CASCADE, related_name="history")
    name = models.CharField(max_length=32)
    value = models.JSONField(null=True)
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("asset", "name", "since"), name="asset_history_once"),)
