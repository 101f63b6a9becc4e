"""Does a program learn how health is judged, and of how many accounts each measure knows something?"""

from dataclasses import replace

from tenure.actions.scorecards import publish
from tenure.calc.scorecards import READY_MADE
from tests.factories import make_account
from tests.unit.api.asking import problem

USUAL = READY_MADE["saas"][1]


def test_cards_come_in_the_order_in_which_they_are_tried_with_what_each_measure_knows(program, acme):
    make_account(acme, "studio", "", {"active_days_28": 20, "events_28": 90})
    make_account(acme, "hotel", "", {"active_days_28": 2, "events_28": 9, "sentiment": 4})
    make_account(acme, "gone", "", {"active_days_28": 2, "is_former": True})
    told = program.read("/scorecards")
    assert [(one["slug"], one["place"]) for one in told["items"]] == [("saas-first-90-days", 1), ("saas", 2)]
    card = told["items"][1]
    assert (card["accounts"], card["version"], card["published_by"]) == (2, 1, "test")
    covered = {one["fact"]: one["coverage"] for one in card["measures"]}
    assert covered["active_days_28"] == {
        "accounts": 2, "known": 2, "share": 1.0, "at_poor": 1, "between": 0, "at_good": 1, "median": 2.0,
    }  # fmt: skip
    assert (covered["sentiment"]["known"], covered["sentiment"]["share"]) == (1, 0.5)
    assert covered["nps_latest"]["median"] is None
    assert told["items"][0]["rule_in_words"] == "days together is below 90"
    assert (told["looked_at"], told["all_accounts"]) == (2, 2)


def test_every_version_is_there_with_who_published_it_and_until_when_it_counted(program, acme):
    publish(workspace=acme, card=replace(USUAL, any_poor_makes_poor=True), by="member 7")
    latest, first = program.read("/scorecards/saas/versions")["items"]
    assert (latest["version"], latest["published_by"], latest["retired_at"]) == (2, "member 7", None)
    assert first["retired_at"] == latest["published_at"]
    assert first["definition"] == USUAL.as_json()


def test_a_card_that_there_never_was_is_not_found_nor_one_of_another_workspace(program, rival):
    publish(workspace=rival.workspace, card=replace(USUAL, slug="theirs"), by="test")
    problem(program.get("/scorecards/theirs/versions"), 404)
    problem(program.get("/scorecards/nothing/versions"), 404)
