"""Whose data is it? Every other row belongs to one workspace."""

from django.db import models


class Workspace(models.Model):
    class Kind(models.TextChoices):
        SAAS = "saas", "Software as a service"
        RESELLER = "reseller", "Agency or reseller"
        SHOP = "shop", "Shop"

    class AccountsAre(models.TextChoices):
        COMPANIES = "companies", "Companies"
        PEOPLE = "people", "People"

    slug = models.SlugField(max_length=63, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.SAAS)
    accounts_are = models.CharField(max_length=16, choices=AccountsAre, default=AccountsAre.COMPANIES)
    currency = models.CharField(max_length=3, default="EUR")
    history_years = models.PositiveSmallIntegerField(default=10)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
