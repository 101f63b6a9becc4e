"""Which accounts of an incident does its page show? The address is the whole state, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet

from tenure.answers.incidents import accounts_of
from tenure.console.scope import ALL, MINE, SCOPES, whose
from tenure.records.models import Incident, IncidentAccount, Member

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Query:
    """``show`` is ``untold``, ``told``, or empty for all."""

    scope: str = ALL
    show: str = ""
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str], usual: str) -> "Query":
        """From the address; what makes no sense there is left at its usual value."""
        scope, show, page = (parameters.get(name, "") for name in ("scope", "show", "page"))
        return cls(
            scope if scope in SCOPES else usual,
            show if show in {"untold", "told"} else "",
            int(page) if page.isdecimal() and 0 < len(page) < 6 and int(page) else 1,
        )

    def address(self, **changes: str | int) -> str:
        """The query string with some parts changed; a change of anything but the page starts at page 1."""
        to = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # fields by name
        parts = {"scope": to.scope, "show": to.show} | ({"page": str(to.page)} if to.page > 1 else {})
        return "?" + urlencode({name: text for name, text in parts.items() if text})


def own_first(member: Member, incident: Incident) -> str:
    """The member's own accounts where the incident affects any, else all: each owner sees theirs."""
    return MINE if whose(accounts_of(incident), member, MINE, "account__owner").exists() else ALL


def matching(member: Member, incident: Incident, query: Query) -> QuerySet[IncidentAccount]:
    """Those asked for, in the order in which they are to be told."""
    rows = whose(accounts_of(incident), member, query.scope, "account__owner")
    return rows.filter(told_at__isnull=query.show == "untold") if query.show else rows
