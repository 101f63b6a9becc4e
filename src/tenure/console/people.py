"""Who is “member 12”? The names behind what actions write down."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.calc.health import Health
from tenure.console.eyes import unseen
from tenure.records.models import Member, Workspace

WITHOUT_CAUSE = {
    "none": gettext_lazy("Nothing is known yet that would make a score."),
    "former": gettext_lazy("This account has left."),
}


def names(workspace: Workspace) -> dict[str, str]:
    """The name for every actor that is a member of the workspace."""
    rows = Member.objects.filter(workspace=workspace).values_list("pk", "name")
    return {f"member {pk}": name for pk, name in rows}


def cause(health: Health, people: Mapping[str, str]) -> str:
    """The one sentence for why the band is what it is, with the name of whoever set it; there always is one."""
    if health.override is not None and health.band == health.override.band:
        by = people.get(health.override.by, health.override.by)
        return _("%(by)s set the band: %(reason)s") % {"by": by, "reason": health.override.reason}
    # What holds an account back always has its sentence; where there is none, only a hidden measure does.
    nothing = _("Nothing holds this account back.") if health.band == "good" else unseen()
    return health.cause or str(WITHOUT_CAUSE.get(health.band) or nothing)
