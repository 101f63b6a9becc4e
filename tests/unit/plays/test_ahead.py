"""Is what comes foreseen as it then is decided, and does it say what it cannot know?"""

from datetime import date, timedelta

from tenure.plays.ahead import ahead
from tenure.plays.decide import decide
from tenure.plays.parse import parse
from tenure.plays.progress import Progress, Taken
from tests.unit.plays.test_decide import CALL, MORNING, WRITE


def play_of(*steps, **more):
    return parse({"slug": "it", "name": "It", "trigger": {"on": "hand"}, "steps": list(steps), **more})


def foreseen(play, days, **facts):
    coming = ahead(play, Progress(), MORNING, MORNING + timedelta(days=days), facts, 7)
    return [((one.at - MORNING).days, one.turn.path, str(one.turn.taken), one.is_sure) for one in coming]


def test_what_only_the_calendar_moves_is_sure():
    play = play_of(
        CALL, {"do": "wait", "days": 7}, WRITE, {"do": "wait for date", "fact": "renews_on", "days": -30}, CALL
    )
    assert foreseen(play, 60, renews_on=date(2026, 5, 2)) == [
        (0, "0", "did", True), (0, "1", "waits", True), (7, "1", "went on", True), (7, "2", "did", True),
        (7, "3", "waits", True), (30, "3", "went on", True), (30, "4", "did", True), (30, "end", "ended", True),
    ]  # fmt: skip
    assert foreseen(play, 6)[-1] == (0, "1", "waits", True)


def test_what_comes_after_a_rule_is_not_sure():
    rule = {"fact": "seats", "op": "ge", "value": 5}
    play = play_of(CALL, {"do": "wait for rule", "rule": rule, "at_most": 10}, WRITE)
    assert [one[3] for one in foreseen(play, 30)] == [True, False, False, False, False]
    assert foreseen(play, 30)[2] == (10, "1", "time is up", False)


def test_nothing_comes_for_an_account_that_stops():
    play = play_of(CALL, stop_when={"fact": "seats", "op": "ge", "value": 5})
    assert foreseen(play, 30, seats=6) == [(0, "0", str(Taken.STOPPED), True)]


def test_what_is_foreseen_is_what_is_decided_then():
    play = play_of(CALL, {"do": "wait", "days": 3}, WRITE, {"do": "wait", "days": 30}, CALL)
    seen = [one.turn.command for one in ahead(play, Progress(), MORNING, MORNING + timedelta(days=90), {}, 7)]
    progress, decided = Progress(), []
    for day in range(90):
        progress, commands = decide(play, progress, MORNING + timedelta(days=day), {}, 7)
        decided += commands
    assert [one for one in seen if one is not None] == decided
