"""A question or complaint of an account, from when it was opened until it was closed."""

from django.db import models


class Ticket(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="tickets")
    contact = models.ForeignKey("records.Contact", models.SET_NULL, null=True, blank=True, related_name="tickets")
    key = models.CharField(max_length=255)  # the ticket's number in the help desk
    subject = models.CharField(max_length=300, blank=True)
    priority = models.CharField(max_length=32, blank=True)
    status = models.CharField(max_length=100, blank=True)  # as the help desk calls it; open or closed say the times
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)  # that it took of us
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="ticket_key_once"),)
        indexes = (models.Index(fields=("workspace", "account"), name="ticket_account"),)
