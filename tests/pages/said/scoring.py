"""Health of all accounts, and the scorecards that make it."""

from dataclasses import replace

from tenure.actions.scorecards import publish
from tenure.calc.scorecards import READY_MADE
from tests.pages.asking import Asking
from tests.pages.scoring_form import form_of_card

CARD = READY_MADE["saas"][1]


def a_card(workspace):
    return [publish(workspace=workspace, card=replace(CARD, slug="large", name="Large accounts"), by="test").slug]


ADDRESSES = {
    "health": Asking(),
    "health-why": Asking(query="?figure=score"),
    "scorecards": Asking(),
    "new-scorecard": Asking(),
    "edit-scorecard": Asking(a_card),
    "scorecard-versions": Asking(a_card),
    "retire-scorecard": Asking(a_card),
    "reshape-scorecard": Asking(says=form_of_card(CARD, over=1) | {"do": "add measure"}, answers=200),
    "preview-scorecard": Asking(says=form_of_card(CARD, over=1), answers=200),
    "publish-scorecard": Asking(says=form_of_card(CARD, over=1)),
}
