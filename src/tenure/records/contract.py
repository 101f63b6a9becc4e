"""A recurring agreement: back-to-back periods of one product, and the options bought in it."""

from django.db import models


class Contract(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="contracts")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="contracts")
    key = models.CharField(max_length=255)  # sent by the source, or made of account, product and first start
    product = models.CharField(max_length=200, blank=True)
    notice_given_on = models.DateField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)  # before its end, by which notice is due
    renews_itself = models.BooleanField(null=True)  # null: nobody said
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="contract_key_once"),)
        indexes = (models.Index(fields=("workspace", "account"), name="contract_account"),)


class ContractPeriod(models.Model):
    """One term of a contract. ``ends_on`` is the first day on which it no longer runs; null runs on.

    As of a day only the periods started by that day exist, so that a contract never tells its future.
    """

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    contract = models.ForeignKey("records.Contract", models.CASCADE, related_name="periods")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    plan = models.CharField(max_length=200, blank=True)
    mrr = models.BigIntegerField()  # minor units a month
    currency = models.CharField(max_length=3)
    discount = models.BigIntegerField(default=0)  # minor units a month that were given; the MRR is after it
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("contract", "starts_on"), name="period_once"),)


class ContractLine(models.Model):
    """One option bought in a contract, from a day until (not including) another."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    contract = models.ForeignKey("records.Contract", models.CASCADE, related_name="lines")
    option = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("contract", "option", "starts_on"), name="line_once"),)
