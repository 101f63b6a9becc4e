"""Gives the demo's members something to do: tasks, meetings, what they sell, objectives and goals."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tenure import clock
from tenure.actions.goals import set_goal
from tenure.actions.objectives import Said as Agreed
from tenure.actions.objectives import add_objective
from tenure.actions.options import add_option
from tenure.actions.tasks import create_task
from tenure.actions.touchpoints import Said, plan_touchpoint
from tenure.actions.workspace_settings import change_workspace
from tenure.commands.asking import BY
from tenure.records.account import Account
from tenure.records.contact import Contact
from tenure.records.member import Member
from tenure.records.workspace import Workspace

ZONE: Final = "Europe/Amsterdam"
HOUR: Final = 6_500  # minor units
# What is sold: the app itself, and the usual minutes and price a month of each option.
SOLD: Final = (
    ("App", "product", 25, None), ("Booking", "option", 30, 2_500), ("Loyalty card", "option", 20, 1_500),
    ("Shop", "option", 45, 3_000), ("Menu", "option", 15, 1_000), ("Coupons", "option", 15, 1_000),
    ("Events", "option", 20, 1_200), ("Chat", "option", 20, 1_500),
)  # fmt: skip
# Days from today, what, why; each for another account of the member's book.
TO_DO: Final = (
    (-3, "Ask why the pushes stopped", "They sent one every week until last month"),
    (-1, "Send the figures of the last quarter", "Promised in the last call"),
    (0, "Call about the new season", "Their busiest months begin soon"),
    (0, "Renew the push certificate", "Pushes stop when it runs out"),
    (2, "Show how to plan pushes ahead", "They asked for it"),
    (5, "Prepare the yearly review", "The contract is due within the quarter"),
    (9, "Publish the app anew", "The last version is from half a year ago"),
)
MEETINGS: Final = ((1, 10, "video"), (3, 14, "meeting"), (8, 11, "video"))  # days from today, hour, channel
OBJECTIVES: Final = (("More bookings through the app", "events_28", 2.0), ("Used on more days", "active_days_28", 1.6))


def tell_work(workspace: Workspace) -> None:
    """What the business costs and sells, and what it aims at."""
    change_workspace(workspace=workspace, by=BY, hourly_cost=HOUR, time_zone=ZONE)
    for name, kind, minutes, mrr in SOLD:
        add_option(workspace=workspace, name=name, kind=kind, minutes=minutes, mrr=mrr, by=BY)
    today = clock.now().date()
    for figure, target in (("retention_rate", 0.94), ("nrr", 1.0)):
        set_goal(workspace=workspace, figure=figure, target=target, due_on=date(today.year + 1, 7, 1), by=BY)


def tell_tasks(member: Member) -> None:
    """Tasks, meetings and objectives of one member, each about an account of the book."""
    workspace, today, by = member.workspace, clock.now().date(), f"member {member.pk}"
    accounts = _of(member)
    for days, title, reason in TO_DO:
        if (account := next(accounts, None)) is not None:
            due = today + timedelta(days=days)
            create_task(
                workspace=workspace, account=account, owner=member, title=title, reason=reason, due_on=due, by=by
            )
    for days, hour, channel in MEETINGS:
        if (account := next(accounts, None)) is not None:
            at = datetime.combine(today + timedelta(days=days), time(hour), ZoneInfo(ZONE))
            contact = Contact.objects.filter(workspace=workspace, account=account).order_by("pk").first()
            invited = [contact] if contact else []
            said = Said(channel, at, contact=contact, minutes=45, summary="How the app is doing")
            plan_touchpoint(account=account, said=said, invited=invited, by=by, member=member)
    for title, fact, times in OBJECTIVES:
        if (account := next(accounts, None)) is not None:
            known = float(account.health.facts.get(fact) or 1)
            said_ = Agreed(
                title, round(known * 0.7), round(known * times), fact=fact, due_on=today + timedelta(days=120)
            )
            add_objective(account=account, said=said_, by=by)


def _of(member: Member) -> Iterator[Account]:
    found = Account.objects.select_related("health").filter(workspace=member.workspace, owner=member)
    yield from found.exclude(health__band="former").order_by("health__score", "pk")
