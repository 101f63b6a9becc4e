"""Is a play read as it was written, and does what is none say where and what was expected?"""

import pytest
from hypothesis import given

from tenure.plays.parse import PlayError, parse
from tenure.plays.play import NAMING, Branch, Check, OnDate, Role, Task, Wait, Who, facts_of, rules_of, walk
from tenure.rules.comparison import Comparison, Op
from tests.unit.plays.strategies import PLAYS
from tests.unit.rules.strategies import JSON

RENEWAL = {
    "slug": "renewal",
    "name": "  Renewal  in sight ",
    "trigger": {"on": "date", "fact": "renews_on", "days": -60},
    "steps": [
        {"do": "task", "title": "Call about the renewal", "to": "owner", "due_in": 7, "script": "Ask first."},
        {"do": "branch", "rule": {"fact": "mrr", "op": "known"}, "then": [{"do": "wait", "days": 14}]},
    ],
}


def _without(path):
    """The play with something else at a path such as ``steps.0.title``."""
    import copy

    said = copy.deepcopy(RENEWAL)
    *outer, last, value = path
    at = said
    for one in outer:
        at = at[one]
    at[last] = value
    return said


def test_a_play_is_read_with_everything_that_it_leaves_out():
    play = parse(RENEWAL)
    assert play.name == "Renewal in sight"
    assert play.trigger == OnDate("renews_on", -60)
    task, branch = play.steps
    assert task == Task("Call about the renewal", Who(Role.OWNER), 7, "Ask first.")
    assert branch == Branch(Comparison("mrr", Op.KNOWN), (Wait(14),), ())
    assert [path for path, _ in walk(play.steps)] == ["0", "1", "1.then.0"]
    assert facts_of(play) == {"renews_on"}
    assert list(rules_of(play)) == [Comparison("mrr", Op.KNOWN)]


@given(PLAYS)
def test_what_is_written_is_read_back(play):
    assert parse(play.as_json()) == play


@given(JSON)
def test_whatever_is_no_play_says_so_and_nothing_else(data):
    with pytest.raises(PlayError):
        parse(data)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("slug", "Not So"), "play.slug: expected lower case letters, digits and single hyphens, found the text “Not So”"),
        (("name", "   "), "play.name: expected text of 1 to 100 characters, found blanks alone"),
        (("trigger", {"on": "moon"}), "play.trigger.on: expected one of “alert”"),
        (("trigger", None), "play.trigger: expected an object with “on”, found nothing"),
        (("trigger", "days", 2_000), "play.trigger.days: expected a whole number of days from -1000 to 1000"),
        (("trigger", "fact", "Renews On"), "play.trigger.fact: expected the name of a fact"),
        (("steps", []), "play.steps: expected a list of 1 to 100, found a list of 0"),
        (("steps", 0, "do", "dance"), "play.steps[0].do: expected one of “task”"),
        (("steps", 0, "to", "somebody"), "play.steps[0].to: expected one of “owner”"),
        (("steps", 0, "to", {"role": "member", "members": [1, 2]}), "play.steps[0].to.members: expected a list of 1 to 1"),
        (("steps", 0, "to", {"role": "load", "members": [0]}), "play.steps[0].to.members[0]: expected the number of a member"),
        (("steps", 0, "due_in", -1), "play.steps[0].due_in: expected a whole number of days from 0 to 1000"),
        (("steps", 0, "due_in", True), "play.steps[0].due_in: expected a whole number of days"),
        (("steps", 1, "then", 0, "days", 0), "play.steps[1].then[0].days: expected a whole number of days from 1"),
        (("steps", 1, "rule", {}), "play.steps[1].rule: expected a rule"),
        (("hold_out", {"percent": 51}), "play.hold_out.percent: expected whole per cent from 1 to 50"),
        (("hold_out", {"percent": 10, "alone": 0.1}), "play.hold_out: expected “alone” and “acted” together"),
        (("hold_out", {"percent": 10, "alone": 0.1, "acted": 0.1}), "play.hold_out.acted: expected fewer than of those left"),
        (("hold_out", {"percent": 10, "alone": 2, "acted": 0.1}), "play.hold_out.alone: expected a share from 0 to 1"),
        (("stop_when", {"fact": "mrr"}), "play.stop_when: expected the field “op”, which is missing"),
        (("colour", "red"), "play: expected only “slug”"),
    ],
)  # fmt: skip
def test_an_error_names_the_path_and_what_was_expected(path, said):
    with pytest.raises(PlayError) as error:
        parse(_without(path))
    assert str(error.value).startswith(said)


def test_a_play_has_an_end():
    steps = [{"do": "wait", "days": 1}]
    for _ in range(5):
        steps = [{"do": "branch", "rule": {"fact": "mrr", "op": "known"}, "then": steps}]
    with pytest.raises(PlayError, match="at most 4 branches within each other"):
        parse({**RENEWAL, "steps": steps})
    wide = {"do": "branch", "rule": {"fact": "mrr", "op": "known"}, "then": [{"do": "wait", "days": 1}] * 60}
    with pytest.raises(PlayError, match="at most 100 steps"):
        parse({**RENEWAL, "steps": [wide, wide]})


def test_only_roles_that_name_somebody_have_members():
    for role in set(Role) - {Role.RULES}:
        said = {"role": role.value, "members": [1]} if role in NAMING else role.value
        assert parse(_without(("steps", 0, "to", said))).steps[0].to.as_json() == said


def test_rules_of_assignment_name_owners_alone():
    owner = {"do": "owner", "to": "rules"}
    assert parse({**RENEWAL, "steps": [owner]}).steps[0].to == Who(Role.RULES)
    with pytest.raises(PlayError, match="expected one of “owner”, “cover”, “lead”, found the text “rules”"):
        parse(_without(("steps", 0, "to", "rules")))


def test_a_check_is_read():
    check = {"do": "check", "rule": {"fact": "mrr", "op": "known"}}
    assert parse({**RENEWAL, "steps": [check]}).steps == (Check(Comparison("mrr", Op.KNOWN)),)
