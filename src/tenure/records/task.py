"""One owned, dated thing to do, with its reason."""

from django.db import models


class Task(models.Model):
    """Open until ``done_at``; ``dropped_at`` when it turned out not to be needed.

    ``set_key`` is shared by tasks that move together; ``cause`` is what made it, and makes it once.
    """

    class Repeat(models.TextChoices):
        NEVER = ""
        DAILY = "daily"
        WEEKLY = "weekly"
        FORTNIGHTLY = "fortnightly"
        MONTHLY = "monthly"
        QUARTERLY = "quarterly"
        YEARLY = "yearly"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="tasks")
    account = models.ForeignKey("records.Account", models.CASCADE, null=True, blank=True, related_name="tasks")
    owner = models.ForeignKey("records.Member", models.SET_NULL, null=True, blank=True, related_name="tasks")
    title = models.CharField(max_length=300)
    reason = models.CharField(max_length=1000, blank=True)
    script = models.TextField(blank=True)  # what to say on the call
    due_on = models.DateField(null=True, blank=True)
    repeat = models.CharField(max_length=16, choices=Repeat, default=Repeat.NEVER, blank=True)
    # Of the month, when the due date's month is too short for it: what is due on 31 January is due on 31 March again.
    repeat_day = models.PositiveSmallIntegerField(null=True, blank=True)
    set_key = models.CharField(max_length=64, blank=True)
    cause = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 - null, so that many tasks may have none
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "cause"), name="task_cause_once"),)
        indexes = (
            models.Index(fields=("workspace", "done_at", "dropped_at", "due_on"), name="task_open"),
            models.Index(fields=("workspace", "account"), name="task_account"),
        )

    def __str__(self) -> str:
        return self.title
