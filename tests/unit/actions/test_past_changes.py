"""Are changes of band in the past kept where they belong, and nobody told of them?"""

from datetime import UTC, datetime

import pytest

from tenure.actions.health import note_past_changes
from tenure.actions.webhooks import create_webhook
from tenure.calc.health import score
from tenure.calc.measure import Measure
from tenure.calc.scorecard import Scorecard
from tenure.facts.catalogue import say
from tenure.records.models import HealthChange, WebhookDelivery

CARD = Scorecard("card", "Card", (Measure("Days of use", "Usage", "active_days_28", 0, 20, 100),))
AT = datetime(2026, 3, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def health(days: int):
    return score(CARD, {"active_days_28": days}, say=say)


def test_who_changed_band_between_two_days_has_a_row_with_its_cause(workspace, account, stranger):
    create_webhook(workspace=workspace, url="https://example.com/", topics=["health.changed"], by="test")
    before, after = {account.pk: health(19), 7: health(3)}, {account.pk: health(2), 7: health(4), 8: health(9)}
    note_past_changes(workspace=workspace, before=before, after=after, at=AT)
    (row,) = HealthChange.objects.all()
    assert (row.account, row.at, row.band_before, row.band) == (account, AT, "good", "poor")
    assert (row.score_before, row.score) == (95, 10)
    assert row.cause == "Active days in the last 28 days went from 19 to 2."
    assert not WebhookDelivery.objects.exists()
