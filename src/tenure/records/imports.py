"""What came in by file, and what each row changed, so that it can be taken back."""

from django.db import models


class Import(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting"  # for the worker to begin
        RUNNING = "running"
        DONE = "done"
        UNDONE = "undone"

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=32)
    file_name = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)  # sha256 of the file: a stopped import of the same file continues
    settings = models.JSONField(
        default=dict
    )  # how the file was read and mapped, as sources.reading.Reading.as_json writes it
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    rows_total = models.PositiveBigIntegerField(default=0)  # rows of the file that are not blank, once it was read
    rows_done = models.PositiveBigIntegerField(default=0)  # rows of the file whose effect is committed
    created = models.PositiveBigIntegerField(default=0)
    updated = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)
    errors = models.JSONField(default=list)  # the first thousand, [{row, column, value, reason}]
    by = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)  # who asked for it: for the worker to do
    kept = models.JSONField(default=list)  # the first thousand records not taken back, [{row, record, reason}]
    trouble = models.TextField(blank=True)  # why it does not go on: a sentence; the worker tries again


class ImportRow(models.Model):
    """One record an import created or changed: the values before and after, so that undo can tell its own work from later work."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    of = models.ForeignKey("records.Import", models.CASCADE, related_name="rows")
    row = models.PositiveBigIntegerField()  # 1 is the first row beneath the headers
    table = models.CharField(max_length=32)
    record = models.BigIntegerField()
    before = models.JSONField(null=True)  # null: created by this import
    after = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=("of", "table", "record"), name="import_row_record"),)
