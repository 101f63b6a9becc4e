"""What somebody wrote down about an account."""

from django.db import models


class Note(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="notes")
    key = models.CharField(max_length=255)  # its id elsewhere, or made of account, time and text
    at = models.DateTimeField()
    text = models.TextField()
    by = models.CharField(max_length=200, blank=True)
    # Who wrote it here; of what came from elsewhere only the name in ``by`` is known.
    writer = models.ForeignKey("records.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="note_key_once"),)
