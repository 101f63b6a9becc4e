"""What was answered to a request that may come again? Kept a day under the name that its sender gave it."""

from django.db import models


class KeptAnswer(models.Model):
    """``request`` tells the request from others under the same name; ``answer`` is encrypted, for it may hold a secret."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)  # the Idempotency-Key
    request = models.CharField(max_length=64)  # sha256 of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="answered_once"),)
        indexes = (models.Index(fields=("workspace", "at"), name="kept_answer_age"),)
