"""The customer: a company or a person that buys, and what was known of it since when."""

from django.db import models

KEY_LENGTH = 255


class Account(models.Model):
    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="accounts")
    key = models.CharField(max_length=KEY_LENGTH)  # the account's id in the customer's own systems
    name = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey("records.Account", models.SET_NULL, null=True, blank=True, related_name="children")
    # The member whom the dated scalar “owner” names, kept beside it so that books of business are found by an index.
    owner = models.ForeignKey("records.Member", models.SET_NULL, null=True, blank=True, related_name="accounts")
    minimum_score = models.PositiveSmallIntegerField(null=True, blank=True)  # below it the band is poor
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="account_key_once"),)

    def __str__(self) -> str:
        return self.name or self.key


class AccountKey(models.Model):
    """Another key that leads to an account: that of one which was merged into it. Events and files still name it."""

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    key = models.CharField(max_length=KEY_LENGTH)
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="other_keys")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="other_key_once"),)


class AccountHistory(models.Model):
    """One dated scalar of an account: owner, stage, sentiment, ``trait.NAME``; the latest before a moment holds.

    ``value`` is a JSON scalar (or null: known to be absent). The first value a name ever gets counts from the
    beginning (1970), because nothing else is known of the time before.
    """

    workspace = models.ForeignKey("records.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey("records.Account", models.CASCADE, related_name="history")
    name = models.CharField(max_length=200)
    value = models.JSONField(null=True)
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "name", "since"), name="history_once"),)
        # SQLite takes the index on the workspace alone for “of these accounts”, and reads the whole of it.
        indexes = (models.Index(fields=("workspace", "account"), name="history_account"),)
