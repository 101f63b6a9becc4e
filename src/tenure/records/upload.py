"""A file that somebody brought to the console: looked at, mended, then imported."""

from django.db import models


class Upload(models.Model):
    """The file lies in TENURE_DATA/uploads under ``token``; ``corrections`` is row -> column -> the cell as mended.

    Once the file is gone, the row says for a while how that very file was read and mended.
    """

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="uploads")
    token = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()  # bytes, as announced until the file is whole
    digest = models.CharField(max_length=64, blank=True)  # sha256; empty until the file is whole
    url = models.CharField(max_length=2_000, blank=True)  # where it was fetched from
    removed_at = models.DateTimeField(null=True, blank=True)  # the file; the row stays for a while
    kind = models.CharField(max_length=32, blank=True)
    settings = models.JSONField(default=dict)  # as sources.settings.Settings, mapping included
    corrections = models.JSONField(default=dict)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    result = models.ForeignKey("records.Import", models.SET_NULL, null=True, blank=True, related_name="+")
