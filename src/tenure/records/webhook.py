"""Where other programs want to be told, and each telling: the row is the queue."""

from django.db import models


class Webhook(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=2_000)
    secret = models.CharField(max_length=400)  # encrypted with the installation's key; signs each delivery
    topics = models.JSONField(default=list)  # of tenure.values.topics
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)


class WebhookDelivery(models.Model):
    """One telling to one receiver, until it was taken or given up."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        GIVEN_UP = "given up"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    webhook = models.ForeignKey("records.Webhook", models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=100)  # what caused it, such as "health_change:81": told once
    topic = models.CharField(max_length=32)
    payload = models.JSONField()
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)  # of the last answer
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("webhook", "key"), name="delivered_once"),)
        indexes = (models.Index(fields=("state", "next_at"), name="delivery_due"),)
