"""What do all pages of the settings share? Their place in the rail, the tab that is open, and who may change what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tenure.console.access import may_administer, may_rule
from tenure.records.models import Member


def settings_page(
    request: HttpRequest, member: Member, tab: str, context: dict[str, Any], *, wrong: bool = False
) -> HttpResponse:
    """The page of a tab; ``wrong`` says that a form on it cannot be taken as it is (422)."""
    shared = {
        "member": member,
        "section": "settings",
        "tab": tab,
        "here": True,
        "may_administer": may_administer(member),
        "may_rule": may_rule(member),
    }
    return render(request, f"console/settings/{tab}.html", shared | context, status=422 if wrong else 200)
