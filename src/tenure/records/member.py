"""Who may do what? A user's role in one workspace, and the one accessor that checks it."""

from django.db import models


class Member(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner"
        ADMIN = "admin"
        MANAGER = "manager"
        AGENT = "agent"
        VIEWER = "viewer"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="members")
    user = models.ForeignKey("records.User", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role, default=Role.AGENT)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "user"), name="member_once"),)

    def __str__(self) -> str:
        return self.name
