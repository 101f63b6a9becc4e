"""The tasks and planned meetings of a month, day by day: a grid on a desk, an agenda on a phone."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from babel import Locale
from babel.dates import format_date, get_day_names
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from tenure.answers.tasks import Days
from tenure.console.access import for_members, may_note
from tenure.console.choice import Choice
from tenure.console.locale import locale_of
from tenure.console.scope import whose, words_of
from tenure.console.tasks.page import month_of
from tenure.console.tasks.query import Query, matching
from tenure.console.touchpoints.words import SHORT
from tenure.records.models import Member, Task, Touchpoint
from tenure.values.zone import moment_in, time_in

MOST = 1_000  # of a month; more than a grid can show

SHOWN = 4  # of a day at once; the others unfold


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting, visit or call that is to come; ``at`` is the time where the workspace is."""

    touchpoint: Touchpoint
    at: datetime
    way: str | Promise


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid with what is due on it."""

    date: date
    words: str
    tasks: Sequence[Task]
    meetings: Sequence[Planned]
    is_of_month: bool
    is_today: bool
    is_past: bool

    @property
    def more(self) -> int:
        """How many there are beside those that a cell shows at once."""
        return max(0, len(self.tasks) - SHOWN)


@for_members
@require_safe
def task_calendar(request: HttpRequest, member: Member) -> HttpResponse:
    """One month; ``month`` is ``2026-11``, this one when left out."""
    locale = locale_of(request)
    query = Query.read(request.GET)
    days = Days.of(member.workspace, locale.first_week_day)
    first = month_of(request.GET.get("month", ""), days.today)
    weeks = Calendar(locale.first_week_day).monthdatescalendar(first.year, first.month)
    due = _due(member, query, weeks[0][0], weeks[-1][-1])
    planned = _planned(member, query, weeks[0][0], weeks[-1][-1])

    def one(on: date) -> Day:
        said = str(format_date(on, "EEEE d MMMM", locale=locale))
        return Day(
            on, said, due.get(on, ()), planned.get(on, ()), on.month == first.month, on == days.today, on < days.today
        )

    context = {
        "member": member,
        "section": "tasks",
        "query": query,
        "today": days.today,
        "month": first,
        "title": format_date(first, "LLLL y", locale=locale).capitalize(),
        "weeks": [[one(on) for on in week] for week in weeks],
        "heads": _heads(locale.first_week_day, locale),
        "is_empty": not any(on.month == first.month for on in {*due, *planned}),
        "previous": _address(query, first - timedelta(days=1)),
        "next": _address(query, first + timedelta(days=31)),
        "now": _address(query, days.today),
        "scopes": [
            Choice(s, w, _address(query, first, scope=s), query.scope == s) for s, w in words_of(member).items()
        ],
        "may_note": may_note(member),
        "back": query.address(),
    }
    return render(request, "console/tasks/calendar.html", context)


def _due(member: Member, query: Query, first: date, last: date) -> dict[date, list[Task]]:
    """What is to be done on each day of the grid."""
    due: dict[date, list[Task]] = {}
    found = matching(member, query).filter(due_on__gte=first, due_on__lte=last)
    for task in found.select_related("account", "owner").order_by("due_on", "pk")[:MOST]:
        due.setdefault(task.due_on, []).append(task)  # type: ignore[arg-type]  # the query asks for those that have one
    return due


def _planned(member: Member, query: Query, first: date, last: date) -> dict[date, list[Planned]]:
    """What is planned on each day of the grid, the earliest first; of the account or with the words that are asked for."""
    zone = member.workspace.time_zone
    since, until = (moment_in(datetime.combine(on, time()), zone) for on in (first, last + timedelta(days=1)))
    rows = Touchpoint.objects.filter(
        workspace=member.workspace_id, is_held=False, cancelled_at=None, at__gte=since, at__lt=until
    )
    rows = whose(rows, member, query.scope, "member")
    if query.account:
        rows = rows.filter(account__key=query.account)
    for word in query.search.split():
        rows = rows.filter(Q(summary__icontains=word) | Q(account__name__icontains=word))
    found: dict[date, list[Planned]] = {}
    for row in rows.select_related("account").order_by("at", "pk")[:MOST]:
        at = time_in(row.at, zone).replace(tzinfo=None)  # templates would show it as clocks do elsewhere
        found.setdefault(at.date(), []).append(Planned(row, at, SHORT[row.channel]))
    return found


def _heads(first_weekday: int, locale: Locale) -> list[tuple[str, str]]:
    """The days of the week as the locale begins it: short, and in full for those who hear the page."""
    short, full = get_day_names("abbreviated", locale=locale), get_day_names("wide", locale=locale)
    order = [(first_weekday + at) % 7 for at in range(7)]
    return [(short[at], full[at]) for at in order]


def _address(query: Query, month: date, **changes: str) -> str:
    address = query.address(**changes)
    return f"{address}{'&' if address != '?' else ''}month={month:%Y-%m}"
