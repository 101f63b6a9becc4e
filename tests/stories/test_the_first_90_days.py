"""The first 90 days of an account: its person, its steps, milestones that its use proves, and what is watched for then."""

from datetime import date, timedelta

from tenure import clock
from tenure.actions.assignments import add_assignment
from tenure.actions.plays.publishing import publish, save_draft
from tenure.actions.ratings import rate
from tenure.actions.tasks import finish_tasks
from tenure.actions.workspaces import add_member
from tenure.answers.account_plays import expected
from tenure.answers.play_forecast import play_forecast
from tenure.plays.playbooks.made import made_of
from tenure.plays.playbooks.ready import PLAYBOOKS
from tenure.records.models import Account, AccountHistory, Task
from tenure.rounds.plays import run_plays

FIRST = date(2026, 3, 2)


def take(story, slug: str) -> None:
    """Take a playbook as it is."""
    row = save_draft(workspace=story.workspace, play=made_of(PLAYBOOKS[slug]), by="member 1", playbook=slug)
    publish(play=row, by="member 1")


def day(story, number: int, *who: str) -> list[str]:
    """What is new to do on a day, on which these people used the product."""
    story.at((FIRST + timedelta(days=number)).isoformat())
    before = set(Task.objects.values_list("pk", flat=True))
    if who:
        calls = [
            {
                "type": "track",
                "event": "Project opened",
                "userId": one,
                "messageId": f"{one}-{number}",
                "context": {"groupId": "bakery"},
            }
            for one in who
        ]
        story.capture(*calls)
    story.pass_by()
    run_plays(story.workspace)
    return list(Task.objects.exclude(pk__in=before).order_by("pk").values_list("title", flat=True))


def test_a_new_account_is_led_through_its_first_90_days(story):
    story.at(FIRST.isoformat(), "08:00")
    ada = add_member(workspace=story.workspace, email="ada@example.com", name="Ada", role="agent", by="command")
    add_assignment(workspace=story.workspace, how="round robin", members=[ada], by="member 1")
    take(story, "onboarding")
    foreseen = play_forecast(story.workspace, PLAYBOOKS["onboarding"], None, clock.now())
    assert foreseen.accounts == 0
    assert "Nobody knows which accounts will be new" in foreseen.notes[0]
    story.import_csv("accounts", "Account ID;Name\nbakery;Bakkerij Smit\n")
    story.import_csv(
        "contracts",
        "Contract ID;Account ID;Product;Start;End;MRR;Currency\nC1;bakery;App;2026-03-02;2027-03-01;100;EUR\n",
    )
    assert day(story, 0) == ["Welcome the account and agree on its goal"]
    bakery = Account.objects.get(key="bakery")
    task = Task.objects.get()
    assert (bakery.owner, task.owner, task.due_on) == (ada, ada, date(2026, 3, 4))
    assert task.script.startswith("1. Thank them and say who you are.")
    assert AccountHistory.objects.filter(account=bakery, name="lifecycle_stage").latest("since").value == "onboarding"
    coming = {one.what: one.is_sure for one in expected(bakery, clock.now())}
    assert not any(coming.values())  # all of it depends on what they do
    for number in range(3, 13):
        assert day(story, number, "ann") == []
    assert day(story, 20) == ["Only one person uses it: help to invite the others"]
    assert day(story, 21, "ann", "bob") == []
    assert day(story, 60, "ann", "bob") == []
    assert day(story, 90) == ["Ninety days together: look back with the account"]
    assert AccountHistory.objects.filter(account=bakery, name="lifecycle_stage").latest("since").value == "adopting"
    finish_tasks(workspace=story.workspace, numbers=list(Task.objects.values_list("pk", flat=True)), by="member 2")
    assert day(story, 100, "ann") == []
    rate(account=bakery, rating=1, at=clock.now(), by="member 2")
    assert day(story, 101) == ["A first sign of displeasure: call before it grows"]
    assert day(story, 102) == []


def test_thanks_a_guide_and_what_goes_with_it_unless_they_came_back(shop):
    shop.at(FIRST.isoformat(), "08:00")
    take(shop, "thank-you")
    head = "Order ID;Customer ID;Date;Total;Currency\n"
    shop.import_csv("orders", f"{head}1;ann;2026-03-02;20;EUR\n2;bob;2026-03-02;30;EUR\n")

    def made(number: int) -> list[tuple[str, str]]:
        titles = set(Task.objects.values_list("pk", flat=True))
        day(shop, number)
        return sorted(Task.objects.exclude(pk__in=titles).values_list("account__key", "title"))

    assert made(0) == [("ann", "Say thank you for the first order"), ("bob", "Say thank you for the first order")]
    assert made(3) == [("ann", "Send the guide for what was bought"), ("bob", "Send the guide for what was bought")]
    shop.import_csv("orders", f"{head}3;bob;2026-03-09;15;EUR\n")
    assert made(14) == [("ann", "Suggest what goes with the first order")]
    assert made(30) == []
