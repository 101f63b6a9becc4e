"""Something bought once: its amount is revenue, not MRR."""

from django.db import models


class Order(models.Model):
    """Amounts are minor units of ``currency``; ``refunded`` is part of ``amount``, given back on ``refunded_on``."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="orders")
    key = models.CharField(max_length=255)  # the order's id or number in the customer's own systems
    ordered_at = models.DateTimeField()
    product = models.CharField(max_length=300, blank=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    discount = models.BigIntegerField(default=0)  # that was given; the amount is after it
    refunded = models.BigIntegerField(default=0)
    refunded_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="order_key_once"),)
        indexes = (models.Index(fields=("workspace", "account"), name="order_account"),)
