"""Which objectives fit the kind of account? Ready words and the fact to read, the fitting ones first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenure.facts.declare import Fact
from tenure.facts.profile_rows import TRAIT
from tenure.sources.folding import folded

Text = str | Promise

KIND: Final = f"{TRAIT}kind"  # where an account says what it is
KINDS: Final[Mapping[str, Text]] = {"shop": _("Shop"), "content": _("Content"), "service": _("Service"), "": _("Any")}
_WORDS: Final = {
    "shop": "shop, webshop, store, winkel, webwinkel, laden, geschäft, магазин",
    "content": "content, media, inhoud, inhalte, medien, контент, медиа",
    "service": "service, services, dienst, diensten, dienstverlening, dienstleister, dienstleistung, услуги, сервис",
}
_KIND_OF: Final = {folded(word.strip()): kind for kind, words in _WORDS.items() for word in words.split(",")}


@dataclass(frozen=True, slots=True)
class Template:
    """One objective to start from. ``fact`` tells how far it is; ``own`` begins the name of what a workspace may count instead."""

    slug: str
    kind: str
    title: Text
    fact: str
    own: str = ""

    @property
    def whom(self) -> Text:
        """Whom it fits."""
        return KINDS[self.kind]

    def reads(self, facts: Mapping[str, Any], catalogue: Mapping[str, Fact]) -> str:
        """The fact; one of the workspace's own where nothing is known of it and there is such a one."""
        if not self.own or facts.get(self.fact) is not None:
            return self.fact
        own = (one.name for one in catalogue.values() if one.group == "custom" and one.name.startswith(self.own))
        return next(own, self.fact)


TEMPLATES: Final = (
    Template("revenue", "shop", _("More revenue through the app"), "revenue_365"),
    Template("orders", "shop", _("More orders in a year"), "orders_365"),
    Template("downloads", "content", _("More downloads"), "downloads_28"),
    Template("reach", "content", _("More people reached"), "actors_28"),
    Template("bookings", "service", _("More bookings"), "bookings_28", own="bookings"),
    Template("use", "", _("Used on more days"), "active_days_28"),
    Template("seats", "", _("More of the seats in use"), "seat_utilisation"),
)


def offered(facts: Mapping[str, Any]) -> tuple[list[Template], str]:
    """The templates, those first that fit the account, then those for any; and a word on why they stand so."""
    said = next((value for name, value in facts.items() if name.casefold() == KIND and value not in {None, ""}), None)
    kind = _KIND_OF.get(folded(str(said))) if said is not None else None
    if kind is not None:
        fitting = sorted(TEMPLATES, key=lambda one: (kind, "").index(one.kind) if one.kind in {kind, ""} else 2)
        return fitting, gettext("What fits comes first: the field “kind” of this account says %(kind)s.") % {
            "kind": said
        }
    if said is None:
        why = gettext(
            "Nothing says what kind of account this is. Say shop, content or service in a field “kind”, and what fits comes first."
        )
    else:
        why = gettext(
            "The field “kind” of this account says %(kind)s. Where it says shop, content or service, what fits comes first."
        ) % {"kind": said}  # fmt: skip
    return list(TEMPLATES), why
