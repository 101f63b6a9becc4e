"""Who is behind an id that events carry, and which account that person belongs to."""

from django.db import models


class Identity(models.Model):
    """One user or anonymous id as sent; ``person`` is the user id it leads to once aliases are followed."""

    class Kind(models.TextChoices):
        USER = "user"
        ANONYMOUS = "anonymous"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=16, choices=Kind)
    external_id = models.CharField(max_length=255)
    person = models.CharField(max_length=255)
    account = models.ForeignKey("records.Account", models.SET_NULL, null=True, blank=True, related_name="identities")
    account_since = models.DateTimeField(null=True, blank=True)  # time of the call that said so: the latest wins
    person_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "kind", "external_id"), name="identity_once"),)
        indexes = (
            models.Index(fields=("workspace", "person"), name="identity_person"),
            models.Index(fields=("workspace", "account"), name="identity_account"),
        )
