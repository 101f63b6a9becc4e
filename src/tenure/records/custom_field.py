"""A field that a workspace gave its accounts: what it is called and what may stand in it."""

from django.db import models


class CustomField(models.Model):
    """Its values are the dated scalars ``trait.NAME`` of accounts, so that facts read them like any other trait."""

    class Type(models.TextChoices):
        TEXT = "text"
        NUMBER = "number"
        DATE = "date"
        YES_NO = "yes_no"
        CHOICE = "choice"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="custom_fields")
    name = models.CharField(max_length=64)  # of the trait: lower case, digits and _
    title = models.CharField(max_length=100)
    type = models.CharField(max_length=16, choices=Type)
    choices = models.TextField(blank=True)  # one a line
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="custom_field_once"),)
