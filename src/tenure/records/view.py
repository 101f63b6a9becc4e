"""A list of accounts as somebody wants to see it again: its filters, order and columns under a name."""

from django.db import models


class View(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="views")
    member = models.ForeignKey("records.Member", models.CASCADE, related_name="views")  # who made it
    name = models.CharField(max_length=100)
    is_shared = models.BooleanField(default=False)
    query = models.TextField(blank=True)  # the address of the list after “?”
    columns = models.TextField(blank=True)  # one name a line
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "member", "name"), name="view_name_once"),)
