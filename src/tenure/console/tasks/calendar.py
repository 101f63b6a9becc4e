"""The tasks of a month, day by day: a grid on a desk, an agenda on a phone."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale
from babel.dates import format_date, get_day_names
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.answers.tasks import Days
from tenure.console.access import for_members, may_note
from tenure.console.choice import Choice
from tenure.console.locale import locale_of
from tenure.console.scope import words_of
from tenure.console.tasks.page import month_of
from tenure.console.tasks.query import Query, matching
from tenure.records.models import Member, Task

MOST = 1_000  # of a month; more than a grid can show

SHOWN = 4  # of a day at once; the others unfold


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid with what is due on it."""

    date: date
    words: str
    tasks: Sequence[Task]
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
    due: dict[date, list[Task]] = {}
    found = matching(member, query).filter(due_on__gte=weeks[0][0], due_on__lte=weeks[-1][-1])
    for task in found.select_related("account", "owner").order_by("due_on", "pk")[:MOST]:
        due.setdefault(task.due_on, []).append(task)  # type: ignore[arg-type]  # the query asks for those that have one

    def one(on: date) -> Day:
        said = str(format_date(on, "EEEE d MMMM", locale=locale))
        return Day(on, said, due.get(on, ()), on.month == first.month, on == days.today, on < days.today)

    context = {
        "member": member,
        "section": "tasks",
        "query": query,
        "today": days.today,
        "month": first,
        "title": format_date(first, "LLLL y", locale=locale).capitalize(),
        "weeks": [[one(on) for on in week] for week in weeks],
        "heads": _heads(locale.first_week_day, locale),
        "is_empty": not any(on.month == first.month for on in due),
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


def _heads(first_weekday: int, locale: Locale) -> list[tuple[str, str]]:
    """The days of the week as the locale begins it: short, and in full for those who hear the page."""
    short, full = get_day_names("abbreviated", locale=locale), get_day_names("wide", locale=locale)
    order = [(first_weekday + at) % 7 for at in range(7)]
    return [(short[at], full[at]) for at in order]


def _address(query: Query, month: date, **changes: str) -> str:
    address = query.address(**changes)
    return f"{address}{'&' if address != '?' else ''}month={month:%Y-%m}"
