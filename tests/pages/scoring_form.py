"""What a browser sends of the editor of scorecards."""

from tenure.calc.scorecard import Scorecard
from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.form import RuleForm
from tenure.console.scoring.draft import draft_of, rules_of
from tenure.facts.catalogue import CATALOGUE

NAMES = FactNames(CATALOGUE, ("milestone_progress", "nps_latest", "nps_latest_days"))


def form_of_card(card: Scorecard, *, over: int, place: int = 1) -> dict[str, object]:
    """Every field as it stands in the form that holds the card."""
    draft = draft_of(card, over, place, NAMES)
    sent: dict[str, object] = {field.name: field.value for field in draft.fields()}
    sent |= {"slug": draft.slug, "over": str(over)}
    sent |= {"measure": [one.line for one in draft.measures], "hard": [one.line for one in draft.hard_rules]}
    for rule in rules_of(draft):
        sent |= lines_of(rule)
    return {name: value for name, value in sent.items() if value}


def lines_of(form: RuleForm) -> dict[str, object]:
    """What says of each line of a rule what it is and where it stands."""
    said: dict[str, object] = {form.prefix: [one.number for one in form.lines]}
    for group in form.root.walk():
        for one in group.parts:
            said |= {f"{one.start}-kind": one.kind, f"{one.start}-in": group.number}
    return said
