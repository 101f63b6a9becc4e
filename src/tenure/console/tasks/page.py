"""The list of tasks: what is to be done, by whom, for which account, and by when?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from tenure.answers.tasks import SPANS, Days, counts
from tenure.console.access import for_members, may_note
from tenure.console.choice import Choice
from tenure.console.locale import locale_of
from tenure.console.scope import words_of
from tenure.console.tasks import words
from tenure.console.tasks.form import members
from tenure.console.tasks.query import OVER, PAGE, Query, in_order, matching, shown
from tenure.console.tasks.written import tasks_csv
from tenure.records.models import Account, Member, Task

_MONTH = re.compile("((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Row:
    """One task as the list shows it."""

    task: Task
    span: str
    repeat: str | Promise


@dataclass(frozen=True, slots=True)
class Section:
    """Tasks that are due in one span, under its word."""

    span: str
    words: str | Promise
    rows: list[Row]


@for_members
@require_safe
def tasks(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The whole page, only its list when it asks for itself anew, or with ``format=csv`` all of the list as a file."""
    query = Query.read(request.GET)
    days = Days.of(member.workspace, locale_of(request).first_week_day)
    found = matching(member, query)
    ordered = in_order(found, query, days)
    if request.GET.get("format") == "csv":
        return tasks_csv(member.workspace, ordered)
    counted = counts(found, days) if query.when not in OVER else dict.fromkeys(SPANS, 0)
    rows = shown(ordered, query)
    partial = request.headers.get("HX-Target") == "tasks"
    context = _context(member, query, days, counted, rows)
    response = render(request, f"console/tasks/{'_list' if partial else 'list'}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    if partial and request.headers.get("HX-Trigger") == "finding":  # every letter is not a step to go back to
        response.headers["HX-Replace-Url"] = request.path + query.address(page=query.page)
    return response


def _context(member: Member, query: Query, days: Days, counted: dict[str, int], rows: list[Task]) -> dict[str, object]:
    is_over = query.when in OVER
    total = counted.get(query.when, sum(counted.values()))
    return {
        "member": member,
        "section": "tasks",
        "here": True,
        "query": query,
        "today": days.today,
        "lead": "" if is_over else words.lead(counted),
        "scopes": [Choice(s, w, query.address(scope=s), query.scope == s) for s, w in words_of(member).items()],
        "spans": _spans(query, counted),
        "sections": sections(rows, days, query),
        "is_over": is_over,
        "count": total,
        "first": (query.page - 1) * PAGE + 1,
        "last": (query.page - 1) * PAGE + len(rows),
        "previous": query.address(page=query.page - 1) if query.page > 1 else "",
        "next": query.address(page=query.page + 1) if len(rows) == PAGE else "",
        "about": Account.objects.filter(workspace=member.workspace, key=query.account).first()
        if query.account
        else None,
        "without_account": query.address(account=""),
        "without_all": query.address(when="", account="", search=""),
        "members": members(member.workspace) if may_note(member) else (),
        "may_note": may_note(member),
        "back": query.address(page=query.page),
    }


def _spans(query: Query, counted: dict[str, int]) -> list[Choice]:
    known = query.when not in OVER
    found = [Choice("", words.ALL, query.address(when=""), not query.when, sum(counted.values()) if known else None)]
    for span, word in words.SPANS.items():
        found.append(Choice(span, word, query.address(when=span), query.when == span, counted[span] if known else None))
    for over, word in words.OVER.items():
        found.append(Choice(over, word, query.address(when=over), query.when == over))
    return found


def sections(tasks: Iterable[Task], days: Days, query: Query) -> list[Section]:
    """Rows under the word of when they are due; what is over stands under one."""
    found: dict[str, Section] = {}
    for task in tasks:
        span = query.when if query.when in OVER else days.span_of(task.due_on)
        word = words.OVER.get(span) or words.SPANS[span]
        section = found.setdefault(span, Section(span, word, []))
        section.rows.append(Row(task, span, words.REPEATS.get(task.repeat, "")))
    return list(found.values())


def month_of(text: str, today: date) -> date:
    """The first day of the month that an address names (``2026-11``); of this month when it names none."""
    if (found := _MONTH.fullmatch(text)) is None:
        return today.replace(day=1)
    return date(int(found[1]), int(found[2]), 1)
