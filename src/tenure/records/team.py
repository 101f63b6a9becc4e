"""Members who work on accounts together, so that one can look at the team's."""

from django.db import models


class Team(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="teams")
    name = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="team_name_once"),)

    def __str__(self) -> str:
        return self.name
