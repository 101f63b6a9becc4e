"""Which plays run, in which version, on which accounts, and which steps were taken why?"""

from typing import Final

from django.db import models

EXEMPT: Final = "exempt"  # the kind of a step that says that the account is no part of a comparison


class Play(models.Model):
    """``draft`` is what is being written; what runs is the latest version that was published."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        PAUSED = "paused"
        ARCHIVED = "archived"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="plays")
    slug = models.SlugField(max_length=63)
    name = models.CharField(max_length=100)
    playbook = models.CharField(max_length=63, blank=True)  # the template it was made from
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    draft = models.JSONField(null=True)  # parsed by tenure.plays.parse and nothing else
    dated_on = models.DateField(null=True, blank=True)  # the last day on which dates that start it were looked for
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "slug"), name="play_slug_once"),)

    def __str__(self) -> str:
        return self.name


class PlayVersion(models.Model):
    """A play as it was published; one that is replaced may be finished by the accounts that are on it."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    play = models.ForeignKey("records.Play", models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    definition = models.JSONField()  # parsed by tenure.plays.parse and nothing else
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("play", "version"), name="play_version_once"),)


class PlayRun(models.Model):
    """One account on its way through a play, once for each cause. Held out: recorded as what would have been done.

    Whatever its state, it is on its way until ``ended_at``. ``moves_with_facts``: it is looked at whenever the account's
    facts are computed, too.
    """

    class State(models.TextChoices):
        RUNNING = "running"  # to be looked at from ``next_at`` on
        DONE = "done"
        STOPPED = "stopped"
        HELD_OUT = "held out"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    play = models.ForeignKey("records.Play", models.CASCADE, related_name="runs")
    version = models.ForeignKey("records.PlayVersion", models.CASCADE, related_name="runs")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="play_runs")
    cause = models.CharField(max_length=200)  # such as "alert:81"
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    progress = models.JSONField(default=dict)  # parsed by tenure.plays.progress and nothing else
    next_at = models.DateTimeField(null=True, blank=True)
    moves_with_facts = models.BooleanField(default=False)
    leased_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("play", "account", "cause"), name="play_run_once"),)
        indexes = (
            models.Index(fields=("workspace", "state", "next_at"), name="play_run_due"),
            models.Index(fields=("workspace", "account"), name="play_run_account"),
        )


class PlayStep(models.Model):
    """One step of a run as it was taken, and why: the run's log."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    run = models.ForeignKey("records.PlayRun", models.CASCADE, related_name="steps")
    path = models.CharField(max_length=100)  # where in the play, such as "2.then.0"
    at = models.DateTimeField()
    kind = models.CharField(max_length=32)
    why = models.CharField(max_length=500)
    task = models.ForeignKey("records.Task", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("run", "path", "kind"), name="play_step_once"),)
