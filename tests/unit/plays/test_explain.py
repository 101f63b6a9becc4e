"""Does a play read as sentences, whatever it does?"""

from hypothesis import given

from tenure.plays.decide import turns
from tenure.plays.explain import explain, lines, why
from tenure.plays.names import Names
from tenure.plays.parse import parse
from tenure.plays.play import walk
from tenure.plays.progress import Progress
from tests.unit.plays.strategies import PLAYS
from tests.unit.plays.test_decide import FACTS, MORNING

SAVE = parse(
    {
        "slug": "save", "name": "Save", "trigger": {"on": "alert", "signal": "push-stopped"},
        "stop_when": {"fact": "is_former", "op": "eq", "value": True},
        "hold_out": {"percent": 10, "exempt": {"fact": "seats_bought", "op": "ge", "value": 50}},
        "steps": [
            {"do": "task", "title": "Call", "to": "cover", "due_in": 1},
            {"do": "wait", "days": 7},
            {"do": "branch", "rule": {"fact": "push_silence_days", "op": "le", "value": 7},
             "then": [{"do": "stage", "stage": "adopting"}],
             "else": [{"do": "notify", "to": {"role": "member", "members": [3]}, "text": "Still silent"}]},
        ],
    }
)  # fmt: skip


def test_a_play_reads_as_whole_sentences():
    assert explain(SAVE, Names(signal=lambda slug: "Push stopped")) == [
        "It starts when the signal “Push stopped” fires.",
        "It stops as soon as this holds: having left is true.",
        "10 % of the accounts, drawn by chance, are left alone for comparison.",
        "None of those is left alone for which this holds: seats bought is at least 50.",
    ]
    assert [(line.depth, line.text) for line in lines(SAVE, Names(member=lambda number: "Ada"))] == [
        (0, "Make the task “Call”, due in 1 day. Who does it: the owner of the account, or who stands in."),
        (0, "Wait 7 days."),
        (0, "If this holds: days since the last push is at most 7:"),
        (1, "Set the stage to “adopting”."),
        (0, "Otherwise:"),
        (1, "Send the notice “Still silent”. Who gets it: Ada."),
    ]


@given(PLAYS, FACTS)
def test_every_play_and_everything_that_becomes_of_it_can_be_said(play, facts):
    assert all(explain(play))
    assert [line.path for line in lines(play) if not line.path.endswith("else")] == [
        path for path, _ in walk(play.steps)
    ]
    assert all(why(play, turn.path, turn.taken) for turn in turns(play, Progress(), MORNING, facts, 7))
