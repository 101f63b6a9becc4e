"""Which objectives fit the kind of account? Ready words, the fact to read, and where the numbers usually lie."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Template:
    """One objective to start from; ``fact`` is what tells how far it is."""

    slug: str
    kind: Text
    title: Text
    fact: str


TEMPLATES: Final = (
    Template("revenue", _("Shop"), _("More revenue through the app"), "revenue_365"),
    Template("orders", _("Shop"), _("More orders in a year"), "orders_365"),
    Template("downloads", _("Content"), _("More downloads"), "downloads_28"),
    Template("reach", _("Content"), _("More people reached"), "actors_28"),
    Template("bookings", _("Service"), _("More bookings"), ""),
    Template("use", _("Any"), _("Used on more days"), "active_days_28"),
    Template("seats", _("Any"), _("More of the seats in use"), "seat_utilisation"),
)
