"""What a browser sends of the editor of scorecards."""

from tenure.calc.scorecard import Scorecard
from tenure.console.scoring.draft import draft_of, rules_of
from tenure.console.scoring.fact_names import FactNames
from tenure.facts.catalogue import CATALOGUE

NAMES = FactNames(CATALOGUE, ("milestone_progress", "nps_latest", "nps_latest_days"))


def form_of_card(card: Scorecard, *, over: int, place: int = 1) -> dict[str, object]:
    """Every field as it stands in the form that holds the card."""
    draft = draft_of(card, over, place, NAMES, "EUR")
    sent: dict[str, object] = {field.name: field.value for field in draft.fields()}
    sent |= {"slug": draft.slug, "over": str(over)}
    sent |= {"measure": [one.line for one in draft.measures], "hard": [one.line for one in draft.hard_rules]}
    sent |= {rule.prefix: [one.line for one in rule.conditions] for rule in rules_of(draft) if rule.conditions}
    return {name: value for name, value in sent.items() if value}
