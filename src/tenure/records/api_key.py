"""Which program is calling? A key to send events (write) or to use the API (api); only its hash is kept."""

from hashlib import sha256

from django.db import models

from tenure.values.voice import later


class ApiKey(models.Model):
    class Kind(models.TextChoices):
        WRITE = "write", later("Send events")
        API = "api", later("Use the API")

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=100, blank=True)
    hint = models.CharField(max_length=12)  # the first characters, to recognise it by
    hash = models.CharField(max_length=64, unique=True)  # sha256 of the key: 256 random bits need no slow hash
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.hint}…"


def hash_key(key: str) -> str:
    """What a key is found by: its sha256 in hexadecimal."""
    return sha256(key.encode(errors="surrogatepass")).hexdigest()
