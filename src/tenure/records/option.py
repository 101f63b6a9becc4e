"""What a workspace sells: products, options and services, and what each takes of us."""

from django.db import models


class Option(models.Model):
    class Kind(models.TextChoices):
        PRODUCT = "product"
        OPTION = "option"
        SERVICE = "service"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="options")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.OPTION)
    minutes = models.PositiveIntegerField(null=True, blank=True)  # that a touchpoint about it usually takes
    mrr = models.BigIntegerField(null=True, blank=True)  # its usual price, minor units a month
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="option_name_once"),)

    def __str__(self) -> str:
        return self.name
