"""Which facts of its own has the demo's business declared? What its people did, and figures over other windows."""

from typing import Final

from tenure.facts.custom import CustomFact
from tenure.sources.demo.usage import BOOKING, MILESTONES, SURVEY

_STEPS = ("projects_created", "colleagues_invited", "apps_published")

CUSTOMS: Final = (
    *(CustomFact(name, "event", event, "count", 90) for name, event in zip(_STEPS, MILESTONES, strict=True)),
    CustomFact("bookings_90", "event", BOOKING, "count", 90),
    CustomFact("last_survey_score", "event", SURVEY, "last", 180),
    CustomFact("downloads_56", "measurement", "downloads", "sum", 56),
    CustomFact("downloads_112", "measurement", "downloads", "sum", 112),
)
