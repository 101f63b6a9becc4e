"""Who may do what? A user's role in one workspace, the team, and who stands in during an absence."""

from django.db import models


class Member(models.Model):
    """``ended_at``: from then on the person is no member; the row stays, because the audit names it."""

    class Role(models.TextChoices):
        OWNER = "owner"
        ADMIN = "admin"
        MANAGER = "manager"
        AGENT = "agent"
        SALES = "sales"  # health, renewals and notes, but neither margin nor sentiment
        VIEWER = "viewer"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="members")
    user = models.ForeignKey("records.User", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role, default=Role.AGENT)
    name = models.CharField(max_length=200)
    team = models.ForeignKey("records.Team", models.SET_NULL, null=True, blank=True, related_name="members")
    language = models.CharField(max_length=8, blank=True)  # empty: as the browser asks
    columns = models.TextField(blank=True)  # of the list of accounts, one name a line; empty: the usual ones
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)  # the last day away
    cover = models.ForeignKey("records.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "user"), name="member_once"),)

    def __str__(self) -> str:
        return self.name
