"""What would a rule, a signal or a scorecard have caught? Results that were kept, to compare versions by."""

from django.db import models


class Backtest(models.Model):
    """``result`` is what `tenure backtest --json` prints; ``definition`` what was tried, so that it can be tried again."""

    class Kind(models.TextChoices):
        RULE = "rule"
        SIGNAL = "signal"
        SCORECARD = "scorecard"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="backtests")
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(null=True, blank=True)
    definition = models.JSONField()  # parsed as the kind's own definition is
    starts_on = models.DateField()
    ends_on = models.DateField()
    within = models.PositiveSmallIntegerField(default=30)  # days within which leaving counts
    result = models.JSONField(null=True)  # parsed by tenure.calc.backtest and nothing else; null while it runs
    created_at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        indexes = (models.Index(fields=("workspace", "kind", "name"), name="backtest_of"),)
