"""Whose data is it, and how does its business count? Every other row belongs to one workspace."""

from datetime import time

from django.db import models


class Workspace(models.Model):
    class Kind(models.TextChoices):
        SAAS = "saas", "Software as a service"
        RESELLER = "reseller", "Agency or reseller"
        SHOP = "shop", "Shop"

    class AccountsAre(models.TextChoices):
        COMPANIES = "companies", "Companies"
        PEOPLE = "people", "People"

    class RetentionWindow(models.TextChoices):
        MONTH = "month", "Calendar month"
        ROLLING = "rolling", "Rolling 30 days"

    slug = models.SlugField(max_length=63, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.SAAS)
    accounts_are = models.CharField(max_length=16, choices=AccountsAre, default=AccountsAre.COMPANIES)
    currency = models.CharField(max_length=3, default="EUR")
    history_years = models.PositiveSmallIntegerField(default=10)
    time_zone = models.CharField(max_length=64, default="UTC")
    stages = models.TextField(
        default="prospect\nonboarding\nadopting\nrenewing\nchurned"
    )  # of the lifecycle, one a line
    work_days = models.CharField(max_length=7, default="12345")  # 1 is Monday
    work_from = models.TimeField(default=time(9))
    work_until = models.TimeField(default=time(17, 30))
    tasks_a_day = models.PositiveSmallIntegerField(default=5)  # that plays may give a member; the rest waits
    hourly_cost = models.BigIntegerField(null=True, blank=True)  # minor units: what an hour of ours costs
    lapse_days = models.PositiveSmallIntegerField(null=True, blank=True)  # of a shop; null: twice the usual order gap
    retention_window = models.CharField(max_length=16, choices=RetentionWindow, default=RetentionWindow.MONTH)
    reactivation_is_expansion = models.BooleanField(default=False)
    # What part of an amount that is due is counted on by its forecast, in hundredths.
    commit_share = models.PositiveSmallIntegerField(default=90)
    likely_share = models.PositiveSmallIntegerField(default=60)
    at_risk_share = models.PositiveSmallIntegerField(default=25)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
