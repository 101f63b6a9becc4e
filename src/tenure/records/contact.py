"""A known person at an account."""

from django.db import models


class Contact(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="contacts")
    account = models.ForeignKey("records.Account", models.CASCADE, null=True, blank=True, related_name="contacts")
    key = models.CharField(max_length=255)  # the user id the product sends, or the e-mail address
    name = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=100, blank=True)
    preferred_channel = models.CharField(max_length=32, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    video_link = models.CharField(max_length=500, blank=True)
    champion_since = models.DateTimeField(null=True, blank=True)
    champion_until = models.DateTimeField(null=True, blank=True)
    traits = models.JSONField(default=dict)  # read only by frames and forms, as a flat name -> scalar mapping
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="contact_key_once"),)
        indexes = (
            models.Index(fields=("workspace", "email"), name="contact_email"),
            models.Index(fields=("workspace", "account"), name="contact_account"),
        )

    def __str__(self) -> str:
        return self.name or self.email or self.key
