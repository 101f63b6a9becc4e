"""Which versions of a play were published, by whom, and how many accounts are still on each?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.answers.play_rows import names_of
from tenure.answers.play_standing import Inside, inside, versions_of
from tenure.console import people
from tenure.console.access import for_members
from tenure.console.plays import words
from tenure.console.plays.found import play_of
from tenure.console.plays.one import head, picture
from tenure.plays.parse import parse
from tenure.records.models import Member


@for_members
@require_safe
def versions(request: HttpRequest, member: Member, play: str) -> HttpResponse:
    """All versions, the latest first, each with its steps."""
    row = play_of(member, play)
    every, standing = versions_of(row), inside(row)
    names, called = names_of(member.workspace), people.names(member.workspace)
    shown = []
    for one in every:
        said, here = parse(one.definition), standing.get(one.version, Inside())
        by = called.get(one.published_by, "")
        shown.append((one, by, words.around(said, names, member), picture(said, names, member, here), here))
    context = head(member, row, "play-versions", every[0] if every else None) | {"versions": shown}
    return render(request, "console/plays/versions.html", context)
