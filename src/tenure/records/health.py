"""How healthy is each account now, when did its band change, and what did a member say instead."""

from django.db import models


class AccountHealth(models.Model):
    """The latest facts and health of one account: what lists and pages read. Past moments are recomputed or in the log."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.OneToOneField("records.Account", models.CASCADE, related_name="health")
    score = models.FloatField(null=True)  # 0-100; null without data and for former accounts
    band = models.CharField(max_length=8)  # good, average, poor, none, former: what counts, overrides included
    computed_band = models.CharField(max_length=8)  # the same without the override
    is_thin = models.BooleanField(default=False)
    scorecard = models.CharField(max_length=63, blank=True)
    mrr = models.BigIntegerField(null=True)  # minor units, copied from the facts so that lists can sort
    stake = models.BigIntegerField(null=True)  # minor units a month that leave with it: MRR, else a year's orders / 12
    currency = models.CharField(max_length=3, blank=True)
    renews_on = models.DateField(null=True)
    last_seen_on = models.DateField(null=True)
    facts = models.JSONField()  # name -> value as facts.values.to_json writes it
    detail = models.JSONField()  # the whole result as calc.health.Health.as_json writes it
    computed_at = models.DateTimeField()

    class Meta:
        # All that lists count, filter and sort by: they join by account and then never open the long rows themselves.
        indexes = (
            models.Index(
                fields=(
                    "account",
                    "band",
                    "is_thin",
                    "currency",
                    "score",
                    "mrr",
                    "stake",
                    "renews_on",
                    "last_seen_on",
                ),
                name="health_list",
            ),
            # All that accounts are ranked by, of one workspace: likewise without opening the long rows.
            models.Index(
                fields=("workspace", "band", "is_thin", "currency", "stake", "mrr", "renews_on", "account"),
                name="health_rank",
            ),
            # The worst of each band first: the first page of a hundred thousand accounts without sorting them.
            # Of equal scores the dearest: without it every account of a score would be opened for its MRR.
            models.Index(fields=("workspace", "band", "score", "-mrr", "account"), name="health_worst"),
            # What was computed since somebody last looked, of very many.
            models.Index(fields=("workspace", "computed_at"), name="health_computed"),
        )


class HealthChange(models.Model):
    """One change of band: queue, audit and chart at once."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="health_changes")
    at = models.DateTimeField()
    band_before = models.CharField(max_length=8, blank=True)  # empty: the first band this account had
    band = models.CharField(max_length=8)
    score_before = models.FloatField(null=True)
    score = models.FloatField(null=True)
    cause = models.CharField(max_length=300, blank=True)  # the sentence of what moved it most

    class Meta:
        indexes = (models.Index(fields=("workspace", "at"), name="health_change_at"),)


class HealthOverride(models.Model):
    """A member's replacement of a band; recomputation never erases it, only its expiry or a member ends it."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="health_overrides")
    band = models.CharField(max_length=8)
    reason = models.CharField(max_length=1000)
    by = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
