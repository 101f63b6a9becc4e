"""What an account was asked to pay, by when, and when it did."""

from django.db import models


class Invoice(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="invoices")
    key = models.CharField(max_length=255)  # the invoice's number
    issued_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    amount = models.BigIntegerField()  # minor units
    currency = models.CharField(max_length=3)
    paid_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="invoice_key_once"),)
        indexes = (models.Index(fields=("workspace", "account"), name="invoice_account"),)
