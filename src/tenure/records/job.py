"""Long work that somebody asked for on a page and the worker does: a copy of everything, erasing, a back-test."""

from django.db import models


class Job(models.Model):
    class Kind(models.TextChoices):
        EXPORT = "export"
        ERASE = "erase"
        PERSONAS = "personas"
        BACKTEST = "backtest"

    class State(models.TextChoices):
        WAITING = "waiting"  # for the worker to begin
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"  # it cannot be done; `trouble` says why
        GONE = "gone"  # what it made is no longer there

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    whom = models.CharField(max_length=16, blank=True)  # to erase: an account or a person …
    key = models.CharField(max_length=255, blank=True)  # … with this id; empty as soon as its records are gone
    backtest = models.ForeignKey("records.Backtest", models.CASCADE, null=True, blank=True, related_name="jobs")
    token = models.CharField(max_length=64, blank=True)  # of the file that it makes
    done = models.PositiveBigIntegerField(default=0)  # rows, of so many
    total = models.PositiveBigIntegerField(default=0)
    outcome = models.BigIntegerField(null=True, blank=True)  # bytes of the file, or events that were erased
    result = models.JSONField(null=True, blank=True)  # personas, as tenure.calc.persona.from_json reads them
    trouble = models.TextField(blank=True)  # why it does not go on: a sentence; the worker tries again
    by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("workspace", "state"), name="job_state"),)
