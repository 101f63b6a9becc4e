"""The churn register: who left, when and why, and how they used us at the end."""

from django.db import models

from tenure.calc.ready_words import said


class ChurnReason(models.Model):
    """Why accounts leave, in two levels: a reason with a ``parent`` is a finer one."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="churn_reasons")
    parent = models.ForeignKey("records.ChurnReason", models.CASCADE, null=True, blank=True, related_name="finer")
    title = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "parent", "title"), name="churn_reason_once"),)
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """The title; one that a workspace is born with in the language of the voice in force."""
        return said(self.title)


class Departure(models.Model):
    """One contract that was ended, with what was known of it then."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="departures")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="departures")
    contract = models.ForeignKey("records.Contract", models.SET_NULL, null=True, related_name="departures")
    ends_on = models.DateField()  # the first day without it
    notice_on = models.DateField(null=True, blank=True)
    reason = models.ForeignKey("records.ChurnReason", models.SET_NULL, null=True, related_name="departures")
    competitor = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    mrr = models.BigIntegerField()  # minor units a month that end
    currency = models.CharField(max_length=3)
    member_days = models.PositiveIntegerField()  # from the account's first contract to this end
    usage = models.JSONField(default=list)  # active days in each of the last 13 weeks; parsed by answers.last_usage
    by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("workspace", "ends_on"), name="departure_end"),)
