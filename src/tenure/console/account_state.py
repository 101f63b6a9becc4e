"""What do we know of one account, now or as of an earlier day? One shape for both, so that pages need not care."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tenure import clock
from tenure.answers import health as answers
from tenure.answers.custom_facts import catalogue_of
from tenure.calc.health import Health, HealthError, from_json
from tenure.calc.ready_words import said_card
from tenure.calc.scorecard import Scorecard
from tenure.console.eyes import facts_seen
from tenure.facts import values
from tenure.facts.catalogue import CATALOGUE
from tenure.facts.declare import Fact
from tenure.records.models import Account, AccountHealth, HealthOverride
from tenure.values.moment import Moment

FIRST_DAY = date(1990, 1, 1)
NOTHING_KNOWN = Health(None, "none", "none")


@dataclass(frozen=True, slots=True)
class State:
    """``facts`` as typed values; ``at`` when that was so; ``as_of`` the day asked for, None for now.

    ``catalogue`` holds every fact that the account's workspace has.
    """

    facts: Mapping[str, Any]
    health: Health
    at: datetime | None
    as_of: date | None
    catalogue: Mapping[str, Fact] = field(default_factory=lambda: CATALOGUE)

    @property
    def today(self) -> date:
        """The day from which “in 12 days” counts."""
        return self.as_of or clock.now().date()

    @property
    def stamp(self) -> str:
        """What the live stream compares: it changes whenever the account is computed again."""
        return "" if self.at is None or self.as_of else self.at.isoformat()


def state_now(account: Account) -> State:
    """The latest facts and health as the facts round left them.

    When a member has just changed the override or the minimum, the round has not come by yet: then they are computed
    here, so that nobody sees a page without what they did a moment ago.
    """
    stored: AccountHealth | None = getattr(account, "health", None)
    if stored is None:
        return State({}, NOTHING_KNOWN, None, None)
    try:
        health = from_json(stored.detail)
    except HealthError:
        return _computed(account, stored)
    if health.minimum != account.minimum_score or _said(health) != _in_force(account):
        return _computed(account, stored)
    catalogue = catalogue_of(account.workspace)
    facts = {name: values.from_json(name, value, catalogue) for name, value in stored.facts.items()}
    return State(facts_seen(facts), health, stored.computed_at, None, catalogue)


def _computed(account: Account, stored: AccountHealth) -> State:
    for scored in answers.health(account.workspace, Moment(clock.now()), [account.pk]):
        return State(facts_seen(scored.facts), scored.health, stored.computed_at, None, catalogue_of(account.workspace))
    return State({}, NOTHING_KNOWN, stored.computed_at, None)


def state_as_of(account: Account, day: date) -> State:
    """The same for the end of an earlier day, from all that is known today."""
    moment = Moment.end_of(day)
    for scored in answers.health(account.workspace, moment, [account.pk]):
        return State(facts_seen(scored.facts), scored.health, moment.at, day, catalogue_of(account.workspace))
    return State({}, NOTHING_KNOWN, moment.at, day)


def day_asked(text: str | None) -> date | None:
    """The past day that an address names; None for today, and for what `not_shown` refuses."""
    day = _day(text)
    return day if day is not None and FIRST_DAY <= day < clock.now().date() else None


def not_shown(text: str | None) -> str:
    """Why the day that an address names is not the one that is shown; empty where it is, or where none is named."""
    if not text:
        return ""
    day, today = _day(text), clock.now().date()
    if day is None:
        return _("“%(text)s” is not a day; write it as %(day)s.") % {"text": text[:40], "day": today.isoformat()}
    if day > today:
        return _("That day is still to come.")
    before = _("Nothing can be shown of days before %(year)s.") % {"year": FIRST_DAY.year}
    return before if day < FIRST_DAY else ""


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def card_of(account: Account, health: Health) -> Scorecard | None:
    """The scorecard that scored the account, where it is still published."""
    cards = answers.scorecards(account.workspace) if health.scorecard else ()
    return next((said_card(card) for card in cards if card.slug == health.scorecard), None)


def _said(health: Health) -> tuple[str, str, datetime | None] | None:
    one = health.override
    if one is None or (one.until is not None and one.until <= clock.now()):
        return None
    return one.band, one.reason, one.until


def _in_force(account: Account) -> tuple[str, str, datetime | None] | None:
    now = clock.now()
    rows = HealthOverride.objects.filter(
        Q(until=None) | Q(until__gt=now), workspace=account.workspace_id, account=account
    )
    return rows.filter(ended_at=None).order_by("-since", "-pk").values_list("band", "reason", "until").first()
