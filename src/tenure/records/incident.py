"""What went wrong for several accounts at once, whom does it concern, and who was told?"""

from django.db import models


class Incident(models.Model):
    """``rule`` says who is affected; ``goodwill`` is what the accounts are offered when it is closed."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="incidents")
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    ticket = models.ForeignKey("records.Ticket", models.SET_NULL, null=True, blank=True, related_name="incidents")
    rule = models.JSONField()  # parsed by tenure.rules.parse and nothing else
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    apology = models.TextField(blank=True)
    goodwill = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=("workspace", "closed_at"), name="incident_open"),)

    def __str__(self) -> str:
        return self.title


class IncidentAccount(models.Model):
    """One account that an incident affects, and how its contact is told: by a notice, or by a task to call."""

    class Way(models.TextChoices):
        NOTICE = "notice"
        CALL = "call"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    incident = models.ForeignKey("records.Incident", models.CASCADE, related_name="affected")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="incidents")
    contact = models.ForeignKey("records.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    task = models.ForeignKey("records.Task", models.SET_NULL, null=True, blank=True, related_name="+")
    way = models.CharField(max_length=8, choices=Way)
    why = models.CharField(max_length=300, blank=True)  # this way
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("incident", "account"), name="incident_account_once"),)
        indexes = (models.Index(fields=("workspace", "account"), name="incident_of_account"),)
