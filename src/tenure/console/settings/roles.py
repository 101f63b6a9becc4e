"""What is each role called, and what may it do? In the words of the pages where roles are given."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenure.records.models import Member

TITLES: Final[Mapping[str, str | Promise]] = {
    Member.Role.OWNER: _("Owner"),
    Member.Role.ADMIN: _("Admin"),
    Member.Role.MANAGER: _("Manager"),
    Member.Role.AGENT: _("Agent"),
    Member.Role.SALES: _("Sales"),
    Member.Role.VIEWER: _("Viewer"),
}
_IN_A_SENTENCE: Final[Mapping[str, str | Promise]] = {
    Member.Role.OWNER: pgettext_lazy("role", "owner"),
    Member.Role.ADMIN: pgettext_lazy("role", "admin"),
    Member.Role.MANAGER: pgettext_lazy("role", "manager"),
    Member.Role.AGENT: pgettext_lazy("role", "agent"),
    Member.Role.SALES: pgettext_lazy("role", "sales"),
    Member.Role.VIEWER: pgettext_lazy("role", "viewer"),
}
MAY: Final[Mapping[str, str | Promise]] = {
    Member.Role.OWNER: _("Everything, and makes other owners."),
    Member.Role.ADMIN: _("Everything but making and ending owners."),
    Member.Role.MANAGER: _("Works with every account, brings data in and takes it back."),
    Member.Role.AGENT: _("Works with accounts: health, tasks, contracts, notes."),
    Member.Role.SALES: _(
        "Sees health, renewals and notes, and writes notes, tasks and contacts; no margin, no sentiment."
    ),
    Member.Role.VIEWER: _("Looks at everything and changes nothing."),
}


def in_a_sentence(role: str) -> str:
    """The same within a sentence: “Signed in as …”."""
    return str(_IN_A_SENTENCE[role])


def roles_for(may_rule: bool) -> list[tuple[str, str | Promise]]:
    """The roles that somebody may give: owners all of them, others no owner's."""
    return [(role, title) for role, title in TITLES.items() if may_rule or role != Member.Role.OWNER]
