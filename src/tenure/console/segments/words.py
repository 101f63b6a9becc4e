"""How is a segment told in words and small pictures?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure import clock
from tenure.answers.segments import Standing, rule_of
from tenure.console.access import hidden_facts
from tenure.console.bands import BANDS, Band
from tenure.console.locale import Counted
from tenure.console.rules.look import sentence
from tenure.records.models import Member, Segment
from tenure.rules.reads import reads

WIDTH: Final = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One band's share of a bar; ``x`` and ``width`` of a hundred."""

    band: Band
    count: int
    x: float
    width: float


def told(segment: Segment, member: Member) -> str:
    """Whom it means; without what the member's role does not see."""
    rule = rule_of(segment)
    if rule is None:
        return _("Its rule cannot be read any more: change it, or retire the segment.")
    if reads(rule) & hidden_facts(member):
        return _("Its rule is about something your role does not see.")
    return sentence(rule, segment.of)


def size(standing: Standing) -> str:
    """How many it has."""
    count = {"n": Counted(standing.size)}
    if standing.segment.of == Segment.Of.CONTACTS:
        return ngettext("%(n)s contact", "%(n)s contacts", standing.size) % count
    return ngettext("%(n)s account", "%(n)s accounts", standing.size) % count


def moved(standing: Standing) -> str:
    """How it changed, in words for those who do not see the line."""
    days = {"n": Counted(abs(standing.moved)), "days": len(standing.sizes) - 1}
    if standing.segment.created_at >= clock.now() - timedelta(days=len(standing.sizes) - 1):
        return _("Kept for less than %(days)s days") % days
    if not standing.moved:
        return _("As many as %(days)s days ago") % days
    if standing.moved > 0:
        return ngettext("%(n)s more than %(days)s days ago", "%(n)s more than %(days)s days ago", standing.moved) % days
    return ngettext("%(n)s fewer than %(days)s days ago", "%(n)s fewer than %(days)s days ago", -standing.moved) % days


def line(sizes: Sequence[int], height: int = 24) -> str:
    """The points of a line through the sizes, from zero."""
    tallest = max(sizes) or 1
    step = WIDTH / max(len(sizes) - 1, 1)
    return " ".join(f"{at * step:.1f},{height - 2 - (height - 4) * one / tallest:.1f}" for at, one in enumerate(sizes))


def mix(bands: Mapping[str, int]) -> list[Part]:
    """The bands side by side, the best first."""
    total, x, parts = sum(bands.values()) or 1, 0.0, []
    for slug in ("good", "average", "poor", "none", "former"):
        if count := bands.get(slug, 0):
            width = WIDTH * count / total
            parts.append(Part(BANDS[slug], count, round(x, 2), round(width, 2)))
            x += width
    return parts
