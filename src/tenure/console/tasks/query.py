"""Which tasks does a page show? The address is the whole state, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet

from tenure.answers.tasks import SPANS, Days, open_tasks
from tenure.console.scope import MINE, SCOPES, whose
from tenure.records.models import Member, Task

LONGEST: Final = 200
PAGE: Final = 100
OVER: Final = ("done", "dropped")


@dataclass(frozen=True, slots=True)
class Query:
    """``when`` is a span, ``done`` or ``dropped``; empty for all that are open. ``account`` is a key."""

    scope: str = MINE
    when: str = ""
    account: str = ""
    search: str = ""
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "Query":
        """From the address; what makes no sense there is left at its usual value."""
        scope, when = parameters.get("scope", ""), parameters.get("when", "")
        page = parameters.get("page", "")
        return cls(
            scope=scope if scope in SCOPES else MINE,
            when=when if when in SPANS or when in OVER else "",
            account=parameters.get("account", "").replace("\0", "")[:LONGEST],
            search=parameters.get("q", "").replace("\0", "").strip()[:LONGEST],
            page=int(page) if page.isdecimal() and 0 < len(page) < 6 and int(page) else 1,
        )

    def address(self, **changes: str | int) -> str:
        """The query string with some parts changed; a change of anything but the page starts at page 1."""
        to = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # fields by name
        parts = {"scope": "" if to.scope == MINE else to.scope, "when": to.when, "account": to.account, "q": to.search}
        kept = {name: text for name, text in parts.items() if text}
        return "?" + urlencode(kept | ({"page": to.page} if to.page > 1 else {}))

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for less than all open tasks of its scope."""
        return bool(self.when or self.account or self.search)


def matching(member: Member, query: Query) -> QuerySet[Task]:
    """What is asked for but for when it is due; of done and dropped ones those."""
    if query.when in OVER:
        over = {"done": Q(done_at__isnull=False), "dropped": Q(dropped_at__isnull=False)}[query.when]
        tasks = Task.objects.filter(over, workspace=member.workspace)
    else:
        tasks = open_tasks(member.workspace)
    tasks = whose(tasks, member, query.scope, "owner")
    if query.account:
        tasks = tasks.filter(account__key=query.account)
    for word in query.search.split():
        tasks = tasks.filter(
            Q(title__icontains=word) | Q(reason__icontains=word) | Q(account__name__icontains=word)
            | Q(owner__name__icontains=word)
        )  # fmt: skip
    return tasks


def in_order(tasks: QuerySet[Task], query: Query, days: Days) -> QuerySet[Task]:
    """What is due first comes first, what has no date last; of what is over the latest first."""
    if query.when in SPANS:
        tasks = tasks.filter(days.within(query.when))
    if query.when in OVER:
        return tasks.order_by("-done_at" if query.when == "done" else "-dropped_at", "-pk")
    return tasks.order_by(F("due_on").asc(nulls_last=True), "pk")


def shown(tasks: QuerySet[Task], query: Query) -> list[Task]:
    """One page of them."""
    start = (query.page - 1) * PAGE
    return list(tasks.select_related("account", "owner")[start : start + PAGE])
