"""Health of all accounts, and the scorecards that make it."""

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.scoring.editor import edit_scorecard, new_scorecard, publish_scorecard, reshape_scorecard
from tenure.console.scoring.history import scorecard_versions
from tenure.console.scoring.page import health
from tenure.console.scoring.preview import preview_scorecard
from tenure.console.scoring.scorecards import retire_scorecard, scorecards
from tenure.console.scoring.why import health_why

_HEALTH = f"{WORKSPACE}/health"
_CARDS = f"{_HEALTH}/scorecards"

urlpatterns = [
    path(_HEALTH, health, name="health"),
    path(f"{_HEALTH}/why", health_why, name="health-why"),
    path(_CARDS, scorecards, name="scorecards"),
    path(f"{_CARDS}/new", new_scorecard, name="new-scorecard"),
    path(f"{_CARDS}/draft/lines", reshape_scorecard, name="reshape-scorecard"),
    path(f"{_CARDS}/draft/preview", preview_scorecard, name="preview-scorecard"),
    path(f"{_CARDS}/draft/publish", publish_scorecard, name="publish-scorecard"),
    path(f"{_CARDS}/<slug:card>/edit", edit_scorecard, name="edit-scorecard"),
    path(f"{_CARDS}/<slug:card>/versions", scorecard_versions, name="scorecard-versions"),
    path(f"{_CARDS}/<slug:card>/end", retire_scorecard, name="retire-scorecard"),
]
