"""What templates may say: built assets, icons, bands, and dates, numbers and money as this person reads them."""

import math
from datetime import UTC, date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tenure import clock
from tenure.calc.points import shown
from tenure.console import access, assets, demo, locale, rail
from tenure.console.bands import Band, band_of, in_a_sentence
from tenure.console.importing.fields import kind_name as name_of_kind
from tenure.console.settings import roles
from tenure.console.stored_words import again as said_again
from tenure.console.when import when
from tenure.records.models import Member

register = template.Library()
Context = dict[str, Any]


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built style or script."""
    return assets.asset(name)


@register.filter
def counted(count: int) -> locale.Counted:
    """The number of a sentence with a plural, which then writes it with its thousands apart."""
    return locale.Counted(count)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line drawing that says nothing by itself: the words beside it do."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', assets.asset("icons.svg"), name
    )


@register.inclusion_tag("console/_band.html")
def band(slug: str | None) -> dict[str, Band]:
    """A band's mark and word."""
    return {"band": band_of(slug)}


@register.inclusion_tag("console/_mark.html")
def mark(slug: str | None) -> dict[str, Band]:
    """A band's mark alone, where its word stands beside it anyway."""
    return {"band": band_of(slug)}


@register.simple_tag
def band_word(slug: str | None) -> str:
    """A band's word within a sentence."""
    return in_a_sentence(slug)


@register.simple_tag
def role_word(role: str) -> str:
    """A role's word within a sentence: “Signed in as owner”."""
    return roles.in_a_sentence(role)


@register.simple_tag(takes_context=True)
def money(context: Context, amount: int | None, currency: str) -> str:
    """An amount of minor units, or a dash."""
    if amount is None or not currency:
        return _nothing()
    return locale.money(amount, currency, locale.locale_of(context["request"]))


@register.simple_tag(takes_context=True)
def number(context: Context, value: float | None, places: int = 0) -> str:
    """A number, or a dash."""
    return _nothing() if value is None else locale.number(value, locale.locale_of(context["request"]), places)


@register.simple_tag(takes_context=True)
def percent(context: Context, share: float | None) -> str:
    """0.38 as per cent, or a dash."""
    return _nothing() if share is None else locale.percent(round(share, 2), locale.locale_of(context["request"]))


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None) -> str:
    """An exact date, or a dash."""
    return _nothing() if value is None else locale.day(value, locale.locale_of(context["request"]))


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """An exact date and time, or a dash."""
    return _nothing() if value is None else locale.moment(value, locale.locale_of(context["request"]))


@register.simple_tag(takes_context=True)
def clock_time(context: Context, value: datetime) -> str:
    """The time of day to the second in UTC, date and zone on hover; of another day the date as well."""
    place = locale.locale_of(context["request"])
    at = value.astimezone(UTC)
    words = at.strftime("%H:%M:%S") if at.date() == clock.now().date() else f"{locale.day(at.date(), place)} {at:%H:%M}"
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), locale.moment(at, place), words)


@register.simple_tag(takes_context=True)
def said(context: Context, value: date | datetime | None, today: date | None = None) -> str:
    """A date as people say it, the exact one on hover."""
    if value is None:
        return _nothing()
    on = value.date() if isinstance(value, datetime) else value
    words = when(on, today or clock.now().date())
    exact = locale.day(on, locale.locale_of(context["request"]))
    return format_html('<time datetime="{}" title="{}">{}</time>', on.isoformat(), exact, words)


@register.simple_tag
def rail_groups(member: Member) -> list[tuple[str, list[rail.Link]]]:
    """The places of the rail, in groups."""
    return [(str(words), links) for words, links in rail.rail(member)]


@register.simple_tag
def settings_link(member: Member) -> rail.Link:
    """Where the settings are."""
    return rail.link(member, rail.SETTINGS)


@register.filter
def may_manage(member: Member) -> bool:
    """Whether the member may bring data in, so that nobody is offered what would be refused."""
    return access.may_manage(member)


@register.filter
def whole(score: float | None) -> str:
    """A score without decimals, rounded down, so that 69.9 never looks like the 70 it did not reach."""
    return _nothing() if score is None else str(math.floor(score))


@register.filter
def tenths(score: float | None) -> str:
    """A score with one decimal, rounded down for the same reason."""
    return _nothing() if score is None else shown(score)


@register.filter
def kind_name(kind: str) -> str:
    """What a kind of file is called."""
    return name_of_kind(kind)


@register.filter
def again(sentence: str) -> str:
    """A sentence that is kept in English, in the language of the page."""
    return said_again(sentence)


@register.simple_tag(takes_context=True)
def workspaces(context: Context) -> list[Member]:
    """The memberships among which the person may switch; rail and bottom bar ask once between them."""
    request = context["request"]
    if not hasattr(request, "memberships"):
        request.memberships = access.memberships(request.user)
    found: list[Member] = request.memberships
    return found


@register.simple_tag(takes_context=True)
def demo_is_open(context: Context) -> bool:
    """Whether this visitor may walk into the demo with one click."""
    return demo.is_open(context["request"]) and demo.demo_member() is not None


def _nothing() -> SafeString:
    """What stands for a value that is not known."""
    return format_html('<span class="quiet" aria-label="{}">–</span>', gettext("unknown"))


@register.filter
def dialled(phone: str) -> str:
    """A phone number as a ``tel:`` link has it: digits alone, without the 0 that is left out from abroad, as in +31 (0)6."""
    plain = phone.replace("(0)", "") if phone.lstrip().startswith("+") else phone
    return "".join(one for at, one in enumerate(plain.strip()) if one in "0123456789" or (one == "+" and at == 0))
