"""Can every playbook be read, said and played, with facts and signals that there are?"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tenure.calc.signals.ready import READY_SIGNALS
from tenure.facts.catalogue import CATALOGUE
from tenure.plays.commands import CreateTask
from tenure.plays.decide import decide
from tenure.plays.explain import explain, lines
from tenure.plays.parse import parse
from tenure.plays.play import OnAlert, Stage, facts_of, rules_of, walk
from tenure.plays.playbooks.made import made_of
from tenure.plays.playbooks.ready import PLAYBOOKS
from tenure.plays.progress import Progress
from tenure.records.workspace import Workspace
from tenure.rules.asks import asks
from tenure.rules.today import at
from tenure.values.moment import Moment
from tenure.values.voice import Plain, speaking

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.mark.parametrize("slug", PLAYBOOKS)
def test_a_playbook_is_a_play_that_can_be_read_and_said(slug):
    playbook = PLAYBOOKS[slug]
    assert playbook.slug == slug
    assert parse(playbook.as_json()) == playbook
    assert made_of(playbook) == playbook  # in English as it stands
    assert playbook.about.endswith(".")
    assert all(explain(playbook))
    assert all(line.text for line in lines(playbook))


@pytest.mark.parametrize("slug", PLAYBOOKS)
def test_a_playbook_reads_facts_and_waits_for_signals_that_there_are(slug):
    playbook = PLAYBOOKS[slug]
    read = asks(at(rule, Moment(MORNING)) for rule in rules_of(playbook)).facts | facts_of(playbook)
    assert read <= CATALOGUE.keys()
    if isinstance(playbook.trigger, OnAlert):
        assert playbook.trigger.signal.replace("-", "_") in READY_SIGNALS
    stages = Workspace._meta.get_field("stages").default.splitlines()
    assert {step.stage for _, step in walk(playbook.steps) if isinstance(step, Stage)} <= set(stages)


@pytest.mark.parametrize("slug", PLAYBOOKS)
def test_the_words_of_a_playbook_are_in_the_language_of_whoever_takes_it(slug):
    class Loud(Plain):
        def words(self, message):
            return message.upper()

    with speaking(Loud()):
        made = made_of(PLAYBOOKS[slug])
    assert made.name == PLAYBOOKS[slug].name.upper()
    texts = [
        getattr(step, name)
        for _, step in walk(made.steps)
        for name in ("title", "script", "text")
        if hasattr(step, name)
    ]
    assert texts == [text.upper() for text in texts]


def played(slug, facts_by_day, until=400):
    """The titles of the tasks that a playbook makes, by day, for facts that change on some days."""
    progress, made, facts = Progress(), {}, {}
    for day in range(until):
        facts |= facts_by_day.get(day, {})
        progress, commands = decide(PLAYBOOKS[slug], progress, MORNING + timedelta(days=day), facts, 1)
        for one in commands:
            if isinstance(one, CreateTask):
                made.setdefault(day, []).append(one.title)
    assert progress.is_over
    return made


def test_onboarding_makes_a_task_of_each_milestone_that_the_data_do_not_show():
    together = {day: {"relationship_days": day} for day in range(400)}
    used = {"events_28": 3, "actors_28": 4, "active_days_28": 9}
    assert played("onboarding", together | {0: {"relationship_days": 0, **used}}) == {
        0: ["Welcome the account and agree on its goal"],
        90: ["Ninety days together: look back with the account"],
    }
    slow = played("onboarding", together | {0: {"relationship_days": 0, "events_28": 0}, 120: {"sentiment": 1}})
    assert {day: titles[0] for day, titles in slow.items()} == {
        0: "Welcome the account and agree on its goal",
        7: "Nothing was used yet: take the first step together",
        20: "Only one person uses it: help to invite the others",
        45: "It is not a habit yet: find out what is in the way",
        90: "Ninety days together: look back with the account",
        120: "A first sign of displeasure: call before it grows",
    }


def test_onboarding_leaves_alone_whoever_was_brought_in_from_elsewhere():
    assert played("onboarding", {0: {"relationship_days": 400}}) == {}


def test_a_renewal_ends_as_soon_as_it_renewed():
    day = MORNING.date() + timedelta(days=90)
    facts = {"renews_on": day, "term_months": 12}
    whole = played("renewal", {0: facts})
    assert list(whole) == [0, 30, 60]
    assert whole[60] == ["Get the yes for the renewal in writing"]
    assert list(played("renewal", {0: facts, 40: {"renews_on": date(day.year + 1, day.month, day.day)}})) == [0, 30]
    assert played("renewal", {0: facts, 50: {"notice_given": True}})[60] == [
        "The renewal is in danger: decide with the manager what to offer"
    ]


def test_nothing_more_is_suggested_after_the_first_order_to_whoever_came_back():
    first = {0: {"orders_total": 1}}
    assert list(played("thank-you", first)) == [0, 3, 14]
    assert list(played("thank-you", first | {9: {"orders_total": 2}})) == [0, 3]
    assert played("thank-you", {}) == {}
