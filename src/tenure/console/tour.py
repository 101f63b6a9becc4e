"""Where in the demo does each story stand, and what do the facts say of it today?"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from babel import Locale
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.custom_facts import catalogue_of
from tenure.calc.health import HealthError, from_json
from tenure.console import fact_words
from tenure.console.access import for_members
from tenure.console.locale import locale_of
from tenure.console.stored_words import again
from tenure.facts.declare import Fact
from tenure.records.models import Account, AccountHealth, Member
from tenure.sources.demo.stories import STORIES, Part, Story
from tenure.values.moment import Moment


@dataclass(frozen=True, slots=True)
class Scene:
    """One account of a story as it is now; ``account`` None: it is not here."""

    account: Account | None
    health: AccountHealth | None
    says: str
    shows: Sequence[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A story with its accounts; ``sharing`` are all that share what it is about."""

    story: Story
    scenes: Sequence[Scene]
    sharing: Sequence[Account]


@for_members
@require_safe
def tour(request: HttpRequest, member: Member) -> HttpResponse:
    """The page; Http404 in a workspace that is no demo."""
    workspace = member.workspace
    if not workspace.is_demo:
        raise Http404("no such page")
    locale, catalogue = locale_of(request), catalogue_of(workspace)
    accounts = {
        one.key: one
        for one in Account.objects.filter(workspace=workspace).select_related("health").order_by("name", "key")
    }
    stories = [
        Told(
            story,
            [_scene(part, accounts.get(part.key), locale, catalogue) for part in story.parts],
            _sharing(story, accounts),
        )
        for story in STORIES
    ]
    built = workspace.created_at.date()
    context = {
        "member": member,
        "section": "accounts",
        "stories": stories,
        "count": len(accounts),
        "built": built,
        "today": Moment(clock.now()).date,
    }
    return render(request, "console/demo/tour.html", context)


def _scene(part: Part, account: Account | None, locale: Locale, catalogue: Mapping[str, Fact]) -> Scene:
    """A part as it is played now: its facts, and what holds its band down whatever the score."""
    health: AccountHealth | None = getattr(account, "health", None)
    if health is None:
        return Scene(account, None, part.says, ())
    shows = [fact_words.sentence(name, health.facts.get(name), locale, catalogue) for name in part.facts]
    with suppress(HealthError):  # the account's own page says that it cannot be read
        shows += [again(cap.reason) for cap in from_json(health.detail).caps]
    return Scene(account, health, part.says, shows)


def _sharing(story: Story, accounts: Mapping[str, Account]) -> list[Account]:
    """Accounts of which the shared fact holds and that have not left, by name."""
    if story.shared is None:
        return []
    name, value = story.shared
    found = ((one, getattr(one, "health", None)) for one in accounts.values())
    return [one for one, health in found if health and health.band != "former" and health.facts.get(name) == value]
