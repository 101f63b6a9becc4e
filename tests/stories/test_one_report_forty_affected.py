"""Story 9: a client reports that images do not load on one system version, and forty accounts turn out to be affected.

Each owner sees theirs, the notice goes by each contact's preferred channel, two whose addresses bounce are called
instead, health shows the effect while it lasts, and all are closed together with an apology.
"""

import re

import pytest

from tenure.actions.incidents import open_incident
from tenure.actions.scorecards import publish
from tenure.actions.workspaces import add_member
from tenure.calc.measure import Measure
from tenure.calc.scorecard import Scorecard
from tenure.records.models import Incident, IncidentAccount, Task

AFFECTED, OTHERS, BOUNCING, BY_PHONE = 40, 12, (23, 39), 11
CARD = Scorecard(
    "jana",
    "Jana's own",
    (
        Measure("Days of use", "Usage", "active_days_28", 0, 2, 60),
        Measure("Trouble", "Relationship", "incidents_open", 1, 0, 40),
    ),
)
MONDAY, TUESDAY, FRIDAY = "2026-05-11", "2026-05-12", "2026-05-15"
EVERYBODY = range(1, AFFECTED + OTHERS + 1)


def key(number: int) -> str:
    return f"k{number:02d}"


def accounts() -> str:
    lines = (
        f"{key(n)};Klant {n:02d};{'Jana' if n % 2 else 'Piet'};{'v7.2' if n <= AFFECTED else 'v7.1'}" for n in EVERYBODY
    )
    return "\n".join(("Account ID;Name;Owner;System version", *lines)) + "\n"


def contacts() -> str:
    lines = (
        f"p{n};{key(n)};Ann {n:02d};ann@{key(n)}.example;{'phone' if n == BY_PHONE else 'chat' if n == 12 else 'email'};"
        f"{'yes' if n in BOUNCING else 'no'};no"
        for n in EVERYBODY
    )
    heads = "User ID;Account ID;Name;Email;Preferred channel;Address bounces;Newsletter"
    return "\n".join((heads, *lines)) + "\n"


def use(account: str, day: str) -> list[dict[str, object]]:
    who = {"userId": f"{account}-user", "context": {"groupId": account}}
    return [
        {"type": "group", "userId": who["userId"], "groupId": account, "messageId": f"g-{account}-{day}"},
        {"type": "track", "event": "Photo uploaded", "messageId": f"{account}-{day}", **who},
    ]


@pytest.fixture
def reported(story):
    """Fifty-two accounts of two owners, forty of them on one system version, and the ticket of one that reports it."""
    story.at("2026-05-05")
    add_member(workspace=story.workspace, email="piet@example.com", name="Piet", role="agent", by="command")
    publish(workspace=story.workspace, card=CARD, by="command", position=0)
    assert story.import_csv("accounts", accounts())["created"] == len(EVERYBODY)
    assert story.import_csv("contacts", contacts())["created"] == len(EVERYBODY)
    for day in ("2026-05-06", "2026-05-07"):
        story.at(day)
        story.capture(*use(key(1), day), *use(key(45), day))
        story.pass_by()
    story.at(MONDAY)
    ticket = f"Q-1;{key(1)};p1;Images do not load;{MONDAY} 08:30\n"
    assert story.import_csv("tickets", "Ticket ID;Account ID;Contact ID;Subject;Opened at\n" + ticket)["created"] == 1
    story.pass_by()
    return story


def opened(story) -> str:
    """The incident's page, once it was opened as the timeline of whoever reported it offers to."""
    offered = re.search(r'href="[^"]*(/incidents/new\?ticket=[^"]+)"', story.page(f"/accounts/{key(1)}/timeline"))[1]
    assert "Images do not load" in story.page(offered)
    page = story.press(
        "/incidents/made", ticket="Q-1", title="Images do not load", trait="System version", value="v7.2"
    )
    story.pass_by()
    return page


def rows() -> dict[str, IncidentAccount]:
    found = IncidentAccount.objects.select_related("account", "task__owner", "contact").order_by("account__key")
    return {row.account.key: row for row in found}


def scores(story) -> dict[str, float]:
    return {account: story.shown(account).score for account in (key(1), key(45))}


def test_forty_match_and_each_owner_sees_theirs(reported):
    story = reported
    page = opened(story)
    assert list(rows()) == [key(n) for n in range(1, AFFECTED + 1)]
    said = story.words(page)
    assert "Affected if System version is “v7.2”." in said
    assert "40 accounts are affected. Nobody was told yet. 3 are to be called." in said
    assert "Klant 03" in said  # Jana's
    assert "Klant 02" not in said  # Piet's
    assert "Klant 02" in story.words(f"{page}?scope=all")
    by_owner = {task.owner.name: task for task in Task.objects.filter(account=None)}
    assert sorted(by_owner) == ["Jana", "Piet"]
    assert rows()[key(2)].task == by_owner["Piet"]
    (told,) = story.command("incidents")
    assert (told["affected"], told["told"], told["to_call"], told["ticket"]) == (AFFECTED, 0, 3, "Q-1")


def test_the_notice_goes_by_the_preferred_channel_and_two_whose_addresses_bounce_are_called(reported):
    story = reported
    opened(story)
    told = {row["account"]: (row["channel"], row["why"]) for row in story.command("incidents", "--incident", "1")}
    assert {account: how for account, how in told.items() if how != ("email", None)} == {
        key(23): ("call", "bounces"), key(39): ("call", "bounces"), key(BY_PHONE): ("call", "prefers"),
        key(12): ("chat", None),
    }  # fmt: skip
    calls = Task.objects.filter(account__key__in=[key(n) for n in BOUNCING])
    assert sorted(calls.values_list("title", "owner__name")) == [
        ("Call Ann 23 about “Images do not load”", "Jana"), ("Call Ann 39 about “Images do not load”", "Jana")
    ]  # fmt: skip
    assert "Call Ann 23 about “Images do not load”" in story.page("/tasks")


def test_health_shows_the_effect_while_it_lasts(reported):
    story = reported
    before = scores(story)
    page = opened(story)
    assert scores(story) == {key(1): before[key(1)] - 40, key(45): before[key(45)]}
    shown = story.words(f"/accounts/{key(1)}")
    assert "Affected by 1 open incident" in shown
    assert "Affected by an incident ( today ): Images do not load" in shown
    assert "Images do not load" in story.words(f"/accounts/{key(1)}/why?fact=incidents_open")
    story.at(FRIDAY)
    story.submit(f"{page}/closed", apology="", goodwill="")
    story.pass_by()
    assert scores(story) == before
    assert "Affected by" not in story.words(f"/accounts/{key(1)}")
    timeline = story.words(f"/accounts/{key(1)}/timeline")
    assert "Affected by the incident “Images do not load”" in timeline
    assert "The incident “Images do not load” was closed" in timeline


def test_all_are_told_and_closed_together_with_an_apology(reported):
    story = reported
    page = opened(story)
    story.at(TUESDAY)
    written = [row.pk for row in rows().values() if row.way == "notice"]
    story.submit(f"{page}/told", do="tell", row=written)
    for task in Task.objects.filter(done_at=None, dropped_at=None, title__startswith="Call"):
        story.submit(f"/tasks/{task.pk}/done")
    assert "40 accounts are affected. All were told." in story.words(page)
    assert {row.told_by for row in rows().values()} == {f"member {story.owner.pk}"}
    assert not Task.objects.filter(done_at=None, dropped_at=None).exists()
    story.at(FRIDAY)
    story.submit(f"{page}/closed", apology="We are sorry that your images did not load.", goodwill="One push for free")
    incident = Incident.objects.get()
    assert incident.closed_at is not None
    amends = Task.objects.filter(done_at=None, dropped_at=None)
    assert sorted(amends.values_list("account__key", flat=True)) == list(rows())
    assert set(amends.values_list("owner__name", flat=True)) == {"Jana", "Piet"}
    (told,) = story.command("incidents", "--all")
    assert (told["state"], told["told"], told["goodwill"]) == ("closed", AFFECTED, "One push for free")
    assert story.command("incidents") == []


def test_whoever_did_something_lately_is_affected_and_whoever_does_it_later_once_one_looks_again(reported):
    story = reported
    rule = {"did": "Photo uploaded", "op": "ge", "times": 1, "days": 7}
    incident = open_incident(workspace=story.workspace, title="Photos are lost", rule=rule, by="command").incident
    assert list(rows()) == [key(1), key(45)]
    story.at(TUESDAY)
    story.capture(*use(key(50), TUESDAY))
    story.pass_by()
    story.at(TUESDAY, "10:00")
    story.submit(f"/incidents/{incident.pk}/again")
    assert list(rows()) == [key(1), key(45), key(50)]
    assert "Photo uploaded" in story.words(f"/incidents/{incident.pk}")
