"""What does a member expect of a contract that is due?"""

from django.db import models


class RenewalWord(models.Model):
    """The latest word about a due date counts, before what health suggests."""

    class Word(models.TextChoices):
        COMMIT = "commit"
        LIKELY = "likely"
        AT_RISK = "at_risk"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    contract = models.ForeignKey("records.Contract", models.CASCADE, related_name="words")
    due_on = models.DateField()
    word = models.CharField(max_length=16, choices=Word)
    note = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("workspace", "contract", "due_on"), name="renewal_word"),)
