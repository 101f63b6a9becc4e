"""How often was something tried lately? What every server process has to know alike, so that it lies in the database."""

from django.db import models


class KeptCount(models.Model):
    """A row of Django's cache, in the shape that its database cache asks for; sign-in counts its attempts in it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)
